import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { SYNTHETIC_CITIZENS, type SyntheticCitizen, SyntheticCitizens } from '../connectors/registry/index.js';
import { createHasher } from '../container/index.js';
import { CitizenNumber, type Enrolment } from '../domain/identities/index.js';
import { type Operation, operate, print } from './command.js';
import { addDemoApplications } from './demo-applications.js';

/** The password of every invented citizen. Only an invented registry knows them, so nobody real is behind it. */
const PASSWORD = 'one-number-one-login';

/** Who the demo begins with: a resident of the social insurance's own city first. */
const CITIZENS = [22, 273, 0];
/** Known to the simulated registry and not yet registered: to try a registration as. */
const NEWCOMER = 3;

/** `yihao demo seed|citizens`. */
export function demoCommands(program: Command): void {
  const demo = program.command('demo').description('invented data, known to the simulated registry only');
  demo
    .command('citizens')
    .description('register synthetic citizens, all with the same password')
    .requiredOption('--count <n>', `how many, at most ${SYNTHETIC_CITIZENS}`, wholeNumber)
    .option('--first <index>', 'the index of the first', wholeNumber, 0)
    .action(({ count, first }: { count: number; first: number }) =>
      operate(async (operation) => {
        const indexes = Array.from({ length: count }, (_, n) => first + n);
        const { registered, skipped, seconds } = await register(operation, indexes);
        const rate = Math.round((registered + skipped) / Math.max(seconds, 0.001));
        print(`${registered} registered, ${skipped} there already, ${rate}/s. Their password: ${PASSWORD}`);
      }),
    );
  demo
    .command('seed')
    .description('two departments with their portals, and a few citizens; writes demo.json into the data folder')
    .requiredOption('--social-insurance <url>', 'the address of that portal')
    .requiredOption('--tax <url>', 'the address of that portal')
    .action((urls: { socialInsurance: string; tax: string }) => operate((operation) => seed(operation, urls)));
}

async function seed(operation: Operation, urls: { socialInsurance: string; tax: string }): Promise<void> {
  const folder = operation.settings.YIHAO_DATA_DIR;
  const portals = await addDemoApplications(operation, urls, folder);
  await register(operation, CITIZENS);
  const people = new SyntheticCitizens();
  const shown = ({ name, number, phone }: SyntheticCitizen) => ({
    name,
    number,
    phone: phone.slice(3),
    password: PASSWORD,
  });
  const data = {
    citizens: CITIZENS.map((index) => shown(people.citizen(index))),
    newcomer: shown(people.citizen(NEWCOMER)),
    portals,
  };
  writeFileSync(join(folder, 'demo.json'), `${JSON.stringify(data, null, 2)}\n`, { mode: 0o600 });
  print(`The demo's data is in ${folder}.`);
}

async function register({ settings, domain, operator }: Operation, indexes: readonly number[]) {
  const hasher = createHasher(settings);
  try {
    // One hash for all: hashing each would take hours for a million.
    const passwordHash = await hasher.hash(PASSWORD);
    return await domain.bulkRegistration.register(enrolments(indexes, passwordHash), operator);
  } finally {
    await hasher.close();
  }
}

function* enrolments(indexes: readonly number[], passwordHash: string): Generator<Enrolment> {
  const people = new SyntheticCitizens();
  for (const index of indexes) {
    const { name, number, phone, residence } = people.citizen(index);
    const parsed = CitizenNumber.parse(number);
    if (!parsed.ok) throw new Error(`the synthetic citizen ${index} has no valid number`);
    yield { name, number: parsed.number, phone, passwordHash, registry: { outcome: 'matched', residence } };
  }
}

function wholeNumber(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError('It must be a whole number.');
  return number;
}
