import type { VNode } from 'preact';
import type { House } from '../../domain/house.js';
import { CitizenNumber, childMark } from '../../domain/identities/index.js';
import type { Clock } from '../../shared/clock.js';
import { randomToken } from '../../shared/random.js';
import type { PageContext } from '../../ui/context.js';
import { type PageOptions, renderPage } from '../../ui/page/page.js';
import { SIMULATED_REGISTRY } from '../../ui/ui.messages.js';
import type { DeviceCookie } from '../device-cookie.js';
import type { journeyRoutes, Walk } from '../walk.js';
import type { Person, REGISTRATION_JOURNEY, RegistrationState } from './registration.journey.js';
import type { Registration } from './registration.js';

/** What the steps of a registration work with. */
export type RegisteringParts = Pick<House, 'clock' | 'codes' | 'phoneCountries'> & {
  readonly registration: Registration;
  readonly device: DeviceCookie;
};

/** A request on any page of this journey. */
export type RegistrationWalk = Walk<RegistrationState, unknown>;
export type RegistrationSteps = ReturnType<typeof journeyRoutes<typeof REGISTRATION_JOURNEY, RegistrationState>>;

/** Epoch milliseconds. */
export const nowOf = ({ clock }: Pick<RegisteringParts, 'clock'>): number => clock.now().getTime();

/** A page of this journey: each relies on the registry's answer and says where that is simulated. */
export function showPage(deps: RegisteringParts, ctx: PageContext, view: VNode, options: PageOptions): void {
  renderPage(ctx, view, { ...options, ...(deps.registration.simulated && { notice: SIMULATED_REGISTRY }) });
}

/** Sends a code to the person's phone and goes to its page; a limit is the caller's to show. */
export async function sendCode(
  { codes, registration }: Pick<RegisteringParts, 'codes' | 'registration'>,
  ctx: PageContext,
  walk: RegistrationWalk,
  state: RegistrationState,
  phone: string,
): Promise<{ outcome: 'sent' } | { outcome: 'limited'; secondsLeft: number }> {
  const secondsLeft = await registration.takeCode(ctx.ip);
  if (secondsLeft > 0) return { outcome: 'limited', secondsLeft };
  const { locale, visit } = ctx.state;
  const sent = await codes.send({
    purpose: 'registration',
    visitDigest: visit.digest,
    identityId: null,
    phone,
    locale,
  });
  if (sent.outcome === 'limited') return sent;
  await walk.save({ ...state, code: { id: sent.codeId, phone, expiresAt: sent.expiresAt.getTime() } });
  walk.go('register/code');
  return { outcome: 'sent' };
}

/** Asks the registry and goes where its answer leads; an answer for this very name and number still stands. */
export async function askRegistry(
  deps: RegisteringParts,
  ctx: PageContext,
  walk: RegistrationWalk,
  state: RegistrationState,
  person: Person,
): Promise<void> {
  const { name, number } = person;
  if (state.matched?.name === name && state.matched.number === number) {
    await walk.save(state);
    return walk.go(state.matched.child ? 'register/guardian' : 'register/password');
  }
  const answer = await deps.registration.match(person, ctx.state.visit.digest);
  const rest = { ...state, pause: undefined, refusal: undefined, matched: undefined };
  switch (answer.outcome) {
    case 'matched': {
      const { outcome: _, ...told } = answer;
      const child = isChild(number, told.birthdate, deps.clock);
      await walk.save({ ...rest, matched: { name, number, ...told, child }, attempt: randomToken() });
      return walk.go(child ? 'register/guardian' : 'register/password');
    }
    case 'unavailable':
    case 'limited': {
      const wait = answer.outcome === 'limited' ? answer.secondsLeft : answer.retryAfter;
      await walk.save({ ...rest, pause: { why: answer.outcome, until: nowOf(deps) + wait * 1000 } });
      return walk.go('register/match');
    }
    default:
      await walk.save({ ...rest, refusal: answer.outcome });
      return walk.go('register');
  }
}

/** Whether someone with this number is younger than 14; where it does not say, as the registry does. */
function isChild(number: string, birthdate: string | undefined, clock: Clock): boolean {
  const parsed = CitizenNumber.parse(number, clock);
  return childMark((parsed.ok ? parsed.number.birthdate : undefined) ?? birthdate, clock.now()) === 1;
}
