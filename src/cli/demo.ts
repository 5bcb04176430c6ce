import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { SYNTHETIC_CITIZENS, type SyntheticCitizen, SyntheticCitizens } from '../connectors/registry/index.js';
import { createHasher } from '../container/index.js';
import { CitizenNumber, checkCharacter, type Enrolment } from '../domain/identities/index.js';
import { type Operation, operate, print } from './command.js';
import { addDemoApplications } from './demo-applications.js';

/** The password of every invented citizen. Only an invented registry knows them, so nobody real is behind it. */
const PASSWORD = 'one-number-one-login';

/** Who the demo begins with: a resident of the social insurance's own city first. */
const CITIZENS = [22, 273, 0];
/** Known to the simulated registry and not yet registered: to try a registration as. */
const NEWCOMER = 3;
/** Shown to be that person, as only a window or a remote check does it outside of a demo: may be a child's guardian. */
const GUARDIAN = 5;
/** How old the child is who may be registered with that guardian. */
const CHILD_YEARS = 8;

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
  await register(operation, [...CITIZENS, GUARDIAN]);
  await prove(operation, GUARDIAN);
  const people = new SyntheticCitizens();
  const shown = ({ name, number, phone }: Pick<SyntheticCitizen, 'name' | 'number' | 'phone'>) => ({
    name,
    number,
    phone: phone.slice(3),
    password: PASSWORD,
  });
  const data = {
    citizens: CITIZENS.map((index) => shown(people.citizen(index))),
    newcomer: shown(people.citizen(NEWCOMER)),
    guardian: shown(people.citizen(GUARDIAN)),
    child: shown(childOf(people.citizen(GUARDIAN), operation.clock.now())),
    portals,
  };
  writeFileSync(join(folder, 'demo.json'), `${JSON.stringify(data, null, 2)}\n`, { mode: 0o600 });
  print(`The demo's data is in ${folder}.`);
}

/** Raises a synthetic citizen to IAL 2. */
async function prove({ domain, operator }: Operation, index: number): Promise<void> {
  const number = CitizenNumber.parse(new SyntheticCitizens().citizen(index).number);
  const found = number.ok ? await domain.identities.resolveLogin(number.number.normalised) : undefined;
  if (!number.ok || found?.outcome !== 'one') throw new Error(`the synthetic citizen ${index} is not registered`);
  const proof = {
    claimantId: found.identity.id,
    number: number.number,
    ial: 2,
    actor: `operator:${operator}`,
  } as const;
  await domain.identities.takeOver(proof);
}

/** A child in the same family, not registered: the simulated registry knows any number that can exist. */
function childOf(
  { name, residence }: SyntheticCitizen,
  now: Date,
): Pick<SyntheticCitizen, 'name' | 'number' | 'phone'> {
  const seventeen = `${residence}${now.getUTCFullYear() - CHILD_YEARS}0101101`;
  return { name: `${name[0]}小乐`, number: seventeen + checkCharacter(seventeen), phone: '+8614288880001' };
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
