import type Router from '@koa/router';
import { checkPassword, type OneTimeCodes } from '../../domain/authenticators/index.js';
import { CitizenNumber } from '../../domain/identities/index.js';
import type { Clock } from '../../shared/clock.js';
import { AppError, BUSY } from '../../shared/errors.js';
import { randomToken } from '../../shared/random.js';
import type { Text } from '../../shared/text.js';
import type { PageContext, PageState } from '../../ui/context.js';
import { type FieldError, type FormState, keptValues, readForm, rejectForm } from '../../ui/forms.js';
import { type PageOptions, renderPage } from '../../ui/page.js';
import { SIMULATED_REGISTRY } from '../../ui/ui.messages.js';
import { beijingTime } from '../beijing-time.js';
import { codeError, codeForm, codeTexts, limitedError, maskPhone, minutesOf } from '../code-entry.js';
import type { DeviceCookie } from '../device-cookie.js';
import { keepHandover } from '../handover.js';
import { journeyRoutes, type Walk, type WalkDeps } from '../walk.js';
import {
  type Person,
  REGISTRATION_JOURNEY,
  type Refusal,
  type RegistrationState,
  registrationState,
} from './registration.journey.js';
import type { Registration } from './registration.js';
import { REGISTRATION } from './registration.messages.js';
import { detailsForm, detailsTexts, passwordError, passwordForm, passwordTexts } from './registration.schema.js';
import { DetailsPage, DonePage, PasswordPage, PausedPage, PhonePage } from './registration.views.js';

export interface RegistrationRoutesDeps {
  readonly walk: WalkDeps;
  readonly registration: Registration;
  readonly codes: Pick<OneTimeCodes, 'send' | 'verify'>;
  readonly device: DeviceCookie;
  readonly clock: Clock;
}

/** Seconds a draft is kept after it was last changed: the visit's own time. */
const DRAFT_SECONDS = 3600;

type AnyWalk = Walk<RegistrationState, unknown>;

/** Adds the registration pages below `/interaction/:uid/register`. */
export function registrationRoutes(router: Router<PageState>, deps: RegistrationRoutesDeps): void {
  const { registration, codes, clock, device } = deps;
  const form = detailsForm(clock);
  const { show, take } = journeyRoutes(router, deps.walk, REGISTRATION_JOURNEY, {
    name: 'registration',
    schema: registrationState,
    empty: {},
  });
  const now = (): number => clock.now().getTime();
  const page = (ctx: PageContext, view: Parameters<typeof renderPage>[1], options: PageOptions): void =>
    renderPage(ctx, view, { ...options, ...(registration.simulated && { notice: SIMULATED_REGISTRY }) });

  show('details', async (ctx, walk) => {
    const { typed, refusal } = walk.state;
    const errors = refusal ? refusalErrors(refusal) : [];
    detailsPage(ctx, walk, { values: typed ?? {}, errors }, 200);
  });

  take('details', async (ctx, walk) => {
    const read = readForm(ctx, form, detailsTexts);
    const typed = typedDetails(ctx);
    if (!read.ok) {
      await walk.save({ ...walk.state, typed, refusal: undefined });
      return detailsPage(ctx, walk, read);
    }
    const state = withPerson({ ...walk.state, typed }, read.value);
    if (state.confirmedPhone === read.value.phone) return askRegistry(ctx, walk, state, read.value);
    if (state.code && state.code.expiresAt > now()) {
      await walk.save(state);
      return walk.go('register/code');
    }
    const sent = await sendCode(ctx, walk, state, read.value.phone);
    if (sent.outcome === 'limited') detailsPage(ctx, walk, rejectForm(ctx, limitedError(sent.secondsLeft)));
  });

  show('code', async (ctx, walk) => phonePage(ctx, walk, {}));

  take('code', async (ctx, walk) => {
    const read = readForm(ctx, codeForm, codeTexts);
    if (!read.ok) return phonePage(ctx, walk, read);
    const { code, person } = walk.at;
    const { outcome } = await codes.verify({
      codeId: code.id,
      visitDigest: ctx.state.visit.digest,
      purpose: 'registration',
      code: read.value.code,
      identityId: null,
      phone: person.phone,
    });
    const state =
      outcome === 'right' ? { ...walk.state, confirmedPhone: person.phone, code: undefined } : await walk.reload();
    // The same form sent twice: the first one used the code up and confirmed the phone.
    if (outcome !== 'right' && state.confirmedPhone !== person.phone) {
      return phonePage(ctx, walk, rejectForm(ctx, codeError(outcome)));
    }
    await walk.save(state);
    await askRegistry(ctx, walk, state, person);
  });

  take(
    'code',
    async (ctx, walk) => {
      const sent = await sendCode(ctx, walk, walk.state, walk.at.person.phone);
      if (sent.outcome === 'limited') phonePage(ctx, walk, rejectForm(ctx, limitedError(sent.secondsLeft)));
    },
    '/resend',
  );

  show('match', async (ctx, walk) => {
    const { why, until } = walk.at.pause ?? { why: 'unavailable', until: now() };
    const { locale } = ctx.state;
    page(
      ctx,
      <PausedPage
        base={walk.base}
        why={why}
        time={beijingTime(new Date(until), locale)}
        minutes={minutesOf((until - now()) / 1000)}
        until={beijingTime(new Date(now() + DRAFT_SECONDS * 1000), locale)}
      />,
      { title: why === 'unavailable' ? REGISTRATION.unavailableTitle : REGISTRATION.limitedTitle, status: 503 },
    );
    // Shown again, kept again: whoever comes back within the hour finds the draft.
    await walk.save(walk.state);
    ctx.set('Retry-After', String(Math.max(1, Math.ceil((until - now()) / 1000))));
  });

  take('match', async (ctx, walk) => askRegistry(ctx, walk, walk.state, walk.at.person));

  show('password', async (ctx, walk) => passwordPage(ctx, walk, {}));

  take('password', async (ctx, walk) => {
    const read = readForm(ctx, passwordForm, passwordTexts);
    if (!read.ok) return passwordPage(ctx, walk, read);
    const { password, password_again: again, shared } = read.value;
    const { person, matched, attempt } = walk.at;
    const error = passwordError(checkPassword(password, Object.values(person)), password, again);
    if (error) return passwordPage(ctx, walk, rejectForm(ctx, error));
    const number = CitizenNumber.parse(person.number, clock);
    if (!number.ok) throw new TypeError('the draft holds a number that was never read');
    try {
      const { residence, birthdate, gender } = matched;
      const finished = await registration.finish({
        attempt,
        person,
        number: number.number,
        registry: { outcome: 'matched', residence, birthdate, gender },
        password,
        deviceSecret: device.read(ctx),
        shared: shared !== undefined,
        locale: ctx.state.locale,
      });
      if (finished.outcome === 'being_finished') return walk.go('register/done');
      if (finished.deviceSecret) device.write(ctx, finished.deviceSecret);
      const made = finished.identityId === undefined ? null : { identityId: finished.identityId, at: now() };
      await keepHandover(ctx.state.visit, walk.interaction.uid, { name: person.number, made });
    } catch (fault) {
      if (!(fault instanceof AppError && fault.entry === BUSY)) throw fault;
      ctx.set('Retry-After', String(BUSY.retryAfter));
      return passwordPage(ctx, walk, { ...rejectForm(ctx, { field: '', text: BUSY.text }) }, BUSY.status);
    }
    await walk.save({ complete: { attempt } });
    walk.go('register/done');
  });

  show('done', async (ctx, walk) => page(ctx, <DonePage base={walk.base} />, { title: REGISTRATION.doneTitle }));

  /** Sends a code and goes to its page; a limit is the caller's to show. */
  async function sendCode(ctx: PageContext, walk: AnyWalk, state: RegistrationState, phone: string) {
    const { locale, visit } = ctx.state;
    const sent = await codes.send({
      purpose: 'registration',
      visitDigest: visit.digest,
      identityId: null,
      phone,
      locale,
    });
    if (sent.outcome === 'sent') {
      await walk.save({ ...state, code: { id: sent.codeId, phone, expiresAt: sent.expiresAt.getTime() } });
      walk.go('register/code');
    }
    return sent;
  }

  /** Asks the registry and goes where its answer leads. */
  async function askRegistry(ctx: PageContext, walk: AnyWalk, state: RegistrationState, person: Person): Promise<void> {
    const { name, number } = person;
    if (state.matched?.name === name && state.matched.number === number) {
      await walk.save(state);
      return walk.go('register/password');
    }
    const { outcome, ...answer } = await registration.match(person, ctx.state.visit.digest);
    const rest = { ...state, pause: undefined, refusal: undefined, matched: undefined };
    if (outcome === 'matched') {
      await walk.save({ ...rest, matched: { name, number, ...answer }, attempt: randomToken() });
      return walk.go('register/password');
    }
    if (outcome === 'unavailable' || outcome === 'limited') {
      const wait = 'retryAfter' in answer ? answer.retryAfter : 'secondsLeft' in answer ? answer.secondsLeft : 60;
      await walk.save({ ...rest, pause: { why: outcome, until: now() + wait * 1000 } });
      return walk.go('register/match');
    }
    await walk.save({ ...rest, refusal: outcome });
    walk.go('register');
  }

  function detailsPage(ctx: PageContext, walk: AnyWalk, state: FormState, status?: number): void {
    const back = { href: `${walk.base}/login` };
    page(ctx, <DetailsPage base={walk.base} />, {
      title: REGISTRATION.detailsTitle,
      form: state,
      back,
      ...(status && { status }),
    });
  }

  function phonePage(
    ctx: PageContext,
    walk: Walk<RegistrationState, { person: Person; code: { expiresAt: number } }>,
    state: FormState,
  ): void {
    const { person, code } = walk.at;
    page(
      ctx,
      <PhonePage
        base={walk.base}
        phone={maskPhone(person.phone)}
        minutes={minutesOf((code.expiresAt - now()) / 1000)}
        action={`${walk.base}/register/code`}
        resend={`${walk.base}/register/code/resend`}
      />,
      { title: REGISTRATION.codeTitle, form: state, back: { href: `${walk.base}/register` } },
    );
  }

  function passwordPage(ctx: PageContext, walk: AnyWalk, state: FormState, status?: number): void {
    const view = <PasswordPage base={walk.base} />;
    page(ctx, view, { title: REGISTRATION.passwordTitle, form: state, ...(status && { status }) });
  }
}

function typedDetails(ctx: PageContext): { name: string; number: string; phone: string } {
  const kept = keptValues(ctx);
  const one = (field: string): string => [kept[field] ?? ''].flat()[0]!.slice(0, 200);
  return { name: one('name'), number: one('number'), phone: one('phone') };
}

/** The state after new details: what was proven of the old ones stays only where they are the same. */
function withPerson(state: RegistrationState, person: Person): RegistrationState {
  const { matched, code } = state;
  return {
    ...state,
    person,
    refusal: undefined,
    complete: undefined,
    code: code?.phone === person.phone ? code : undefined,
    matched: matched?.name === person.name && matched.number === person.number ? matched : undefined,
  };
}

function refusalErrors(refusal: Refusal): FieldError[] {
  const texts: Record<Refusal, Text> = {
    mismatch: REGISTRATION.mismatch,
    not_found: REGISTRATION.notFound,
    deceased: REGISTRATION.deceased,
  };
  return [{ field: 'number', text: texts[refusal] }];
}
