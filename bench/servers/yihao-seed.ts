import { SyntheticCitizens } from '../../src/connectors/registry/index.js';
import { createDomain, createHasher, type Domain, openForOperator } from '../../src/container/index.js';
import { KnownDevices } from '../../src/domain/authenticators/index.js';
import type { Identity } from '../../src/domain/records/index.js';
import { loadSettings } from '../../src/settings/index.js';
import { APIS, type Clients, createClients, PASSWORD } from '../load/clients.js';
import { inLanes } from '../load/lanes.js';
import type { Person } from '../sides/side.js';

export interface Seeding {
  /** Identities in all. */
  readonly identities: number;
  /** Those of them who log in, spread evenly: they have a confirmed device and have consented before. */
  readonly active: number;
  /** Applications in all; at least the three that are used. */
  readonly applications: number;
}

export interface Seeded {
  readonly clients: Clients;
  readonly people: readonly Person[];
  /** Identities loaded per second. */
  readonly rate: number;
}

const OPERATOR = 'operator:bench';
const DEPARTMENT = 'bench-department';
const CONSENT = { kind: 'consent' } as const;
const AT_ONCE = 16;

const text = (en: string) => ({ zh: '性能测试', en });

/** Fills the database of the settings through the services of this tree, as BENCH_SEEDING says. */
async function seed(seeding: Seeding): Promise<Seeded> {
  const foundation = await openForOperator(loadSettings());
  try {
    await foundation.database.migrations.up();
    const domain = createDomain(foundation);
    const clients = await addApplications(domain, seeding.applications);
    const rate = await addIdentities(domain, seeding.identities);
    const devices = new KnownDevices({ uow: foundation.database.uow, clock: foundation.clock });
    const citizens = new SyntheticCitizens();
    const stride = Math.floor(seeding.identities / seeding.active);
    const indexes = Array.from({ length: seeding.active }, (_, n) => n * stride);
    const people = await inLanes(AT_ONCE, indexes, async (index): Promise<Person> => {
      const login = citizens.citizen(index).number;
      const resolved = await domain.identities.resolveLogin(login);
      if (resolved.outcome !== 'one') throw new Error(`citizen ${index} is not there`);
      await consentEverywhere(domain, resolved.identity, clients);
      await domain.subjects.subjectOf(resolved.identity.id, DEPARTMENT);
      return { index, login, device: await devices.confirm(resolved.identity.id, undefined) };
    });
    return { clients, people, rate };
  } finally {
    await foundation.close();
  }
}

async function addIdentities(domain: Domain, count: number): Promise<number> {
  const hasher = createHasher(loadSettings());
  const passwordHash = await hasher.hash(PASSWORD);
  await hasher.close();
  const enrolments = new SyntheticCitizens().enrolments(0, count, passwordHash);
  const { registered, seconds } = await domain.bulkRegistration.register(enrolments, 'bench');
  if (registered !== count) throw new Error(`${registered} of ${count} identities were registered`);
  return registered / seconds;
}

async function addApplications(domain: Domain, count: number): Promise<Clients> {
  const clients = createClients();
  const department = { id: DEPARTMENT, name: text('Benchmark'), level: 'national', region: '000000' };
  must(await domain.departments.add(department, OPERATOR));
  for (const [token, uri] of Object.entries(APIS)) {
    const description = application(`bench-${token}`, uri, false, []);
    must(await domain.applications.add({ ...description, redirectUris: [], api: { uri, token } }, OPERATOR));
  }
  const own = Object.values(clients);
  for (const client of own) {
    const isPublic = client === clients.mobile;
    const claims = client === clients.web ? ['name', 'birthdate', 'gender'] : [];
    const calls = client === clients.plain ? Object.values(APIS).map((resource) => ({ resource })) : [];
    const description = application(client.id, client.redirectUri, isPublic, claims);
    const added = must(await domain.applications.add({ ...description, calls }, OPERATOR));
    if (added.secret) client.secret = added.secret;
  }
  const others = Array.from({ length: Math.max(0, count - own.length) }, (_, n) => `other-${n}`);
  await inLanes(AT_ONCE, others, async (id) => {
    must(await domain.applications.add(application(id, `https://${id}.example/callback`, false, ['name']), OPERATOR));
  });
  return clients;
}

function application(id: string, redirectUri: string, isPublic: boolean, claims: readonly string[]) {
  return {
    id,
    departmentId: DEPARTMENT,
    name: text('Benchmark portal'),
    summary: text('Made for measuring'),
    homeUri: new URL('/', redirectUri).href,
    redirectUris: [redirectUri],
    authentication: isPublic ? 'none' : 'client_secret_basic',
    claims: claims.map((claim) => ({ claim, purpose: text('To measure'), basis: CONSENT })),
  };
}

async function consentEverywhere(domain: Domain, identity: Identity, clients: Clients): Promise<void> {
  for (const { id } of Object.values(clients)) {
    const application = await domain.applications.find(id);
    if (!application) throw new Error(`${id} is not there`);
    const question = { identity, application, requested: application.claims.map(({ claim }) => claim) };
    const page = await domain.consents.due(question);
    if (!page.due) continue;
    await domain.consents.give({ ...question, digest: page.digest, chosen: [], locale: 'zh-CN' });
  }
}

function must<T extends { outcome: string }>(result: T): Extract<T, { outcome: 'added' }> {
  if (result.outcome !== 'added') throw new Error(JSON.stringify(result));
  return result as Extract<T, { outcome: 'added' }>;
}

process.send?.(await seed(JSON.parse(process.env.BENCH_SEEDING!) as Seeding));
