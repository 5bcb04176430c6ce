import Router from '@koa/router';
import { HashPool } from '../../../src/connectors/hashing/hash-pool.js';
import { createSimulatedRegistry } from '../../../src/connectors/registry/simulated-registry.js';
import { SyntheticCitizens } from '../../../src/connectors/registry/synthetic-citizens.js';
import type { Consents } from '../../../src/domain/consents/index.js';
import type { Applications, Departments } from '../../../src/domain/departments/index.js';
import type { Identities, PopulationRegistry, RegistryAnswer } from '../../../src/domain/identities/index.js';
import type { Interactions } from '../../../src/provider/interactions.js';
import { AppError, BUSY } from '../../../src/shared/errors.js';
import type { PageState } from '../../../src/ui/context.js';
import { PORTAL } from '../portal-address.js';

export const hashing = { memoryCost: 1024, timeCost: 1, parallelism: 1 };
let pool: HashPool | undefined;
/** One pool for all tests: starting workers takes longer than hashing. */
const sharedPool = (): HashPool => {
  pool ??= new HashPool({ workers: 2, queue: 200, ...hashing });
  return pool;
};
after('end the hashing workers', () => pool?.close());

/** A registry whose answers a test can replace. */
export class SwitchableRegistry implements PopulationRegistry {
  readonly simulated = true;
  readonly #real = createSimulatedRegistry(new SyntheticCitizens('tests'));
  answer: RegistryAnswer | undefined;
  asked = 0;
  match(person: { name: string; number: string }): Promise<RegistryAnswer> {
    this.asked += 1;
    return this.answer ? Promise.resolve(this.answer) : this.#real.match(person);
  }
}

/** A hasher in front of the real one that a test can make busy. */
export class InterruptibleHasher {
  busy = false;
  hash(password: string): Promise<string> {
    return this.busy ? Promise.reject(new AppError(BUSY)) : sharedPool().hash(password);
  }
  verify(hash: string | null, password: string): Promise<{ matches: boolean; rehash: boolean }> {
    return this.busy ? Promise.reject(new AppError(BUSY)) : sharedPool().verify(hash, password);
  }
}

export async function addPortals(departments: Departments, applications: Applications): Promise<void> {
  const name = (zh: string, en: string) => ({ zh, en });
  for (const [id, minimumAal] of [
    ['social', 1],
    ['tax', 2],
  ] as const) {
    await departments.add(
      { id: `dept-${id}`, name: name(`${id}局`, `${id} office`), level: 'national', region: '000000' },
      'operator:test',
    );
    const added = await applications.add(
      {
        id,
        departmentId: `dept-${id}`,
        name: name(`${id}网`, `${id} portal`),
        summary: name('测试', 'for tests'),
        homeUri: `${PORTAL}/${id}`,
        redirectUris: [`${PORTAL}/${id}/callback`],
        authentication: 'none',
        claims: [],
        minimumAal,
        delegation: id === 'social' ? 'allowed' : 'refused',
      },
      'operator:test',
    );
    if (added.outcome !== 'added') throw new Error(JSON.stringify(added));
  }
}

/** Stands in for the consent page, which has tests of its own: whoever comes here agrees. */
export function agreeingCitizen({
  interactions,
  consents,
  identities,
}: {
  interactions: Interactions;
  consents: Consents;
  identities: Identities;
}): Router<PageState> {
  const router = new Router<PageState>();
  router.get('/interaction/:uid/consent', async (ctx, next) => {
    const uid = ctx.params.uid!;
    const details = await interactions.details(ctx, uid);
    if (details.outcome !== 'open' || !details.application || !details.subjectIdentityId) return next();
    const identity = (await identities.find(details.subjectIdentityId))!;
    const question = { identity, application: details.application, requested: details.requested };
    const due = await consents.due(question);
    if (due.due) await consents.give({ ...question, digest: due.digest, chosen: [], locale: 'zh-CN' });
    await interactions.finishConsent(ctx, uid);
  });
  return router;
}
