import { Redis } from 'ioredis';
import { SyntheticCitizens } from '../../src/connectors/registry/index.js';
import { inLanes } from '../load/lanes.js';
import type { BareAccount } from '../servers/bare-server.js';
import type { Person } from './side.js';

const AT_ONCE = 16;

/** Fills the bare server's Redis with the people of another side. */
export async function seedBare(redisUrl: string, people: readonly Person[], passwordHash: string): Promise<void> {
  const redis = new Redis(redisUrl, { enableAutoPipelining: true });
  const citizens = new SyntheticCitizens();
  await inLanes(AT_ONCE, people, async ({ index, login }) => {
    const { name, birthdate, gender } = citizens.citizen(index);
    const account: BareAccount = { id: `citizen-${index}`, name, birthdate, gender, passwordHash };
    // By what is typed and by the id in tokens.
    await redis.set(`account:${login}`, JSON.stringify(account));
    await redis.set(`account:${account.id}`, JSON.stringify(account));
  });
  redis.disconnect();
}
