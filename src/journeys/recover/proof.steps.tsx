import { z } from 'zod';
import { type Way, waysTo } from '../../domain/recovery/index.js';
import { unlessBusy } from '../../shared/errors.js';
import type { PageContext } from '../../ui/context.js';
import { limitedError, minutesOf } from '../../ui/forms/code-entry.js';
import type { FieldError, FormState } from '../../ui/forms/form-state.js';
import { busyForm, readForm, rejectForm } from '../../ui/forms/forms.js';
import type { StateOf } from '../journey.js';
import type { Walk } from '../walk.js';
import type { RECOVER_JOURNEY, RecoverState, RecoverWalk } from './recover.journey.js';
import { RECOVER } from './recover.messages.js';
import { beginForm, beginTexts, givenOf, proveForm, proveTexts } from './recover.schema.js';
import { BeginPage, PasskeyPage, ProvePage, WaysPage } from './recover.views.js';
import { type RecoveringParts, type RecoverSteps, showPage } from './recovering.js';

type Chosen = StateOf<(typeof RECOVER_JOURNEY)['prove']>;
type ProveWalk = Walk<RecoverState, Chosen>;

const wayForm = z.object({ way: z.enum(['0', '1', '2']) });
const wayTexts = { way: { required: RECOVER.waysMissing, invalid: RECOVER.waysMissing } };

/** What was lost, by whose word, and the two proofs of it. Nothing on these pages depends on whom the name leads to. */
export function proofSteps({ show, take, also }: RecoverSteps, deps: RecoveringParts): void {
  const { recoveryDoor: door, device, clock } = deps;

  const beginPage = (ctx: PageContext, { base }: RecoverWalk, form: FormState): void =>
    showPage(deps, ctx, <BeginPage base={base} />, {
      title: RECOVER.title,
      form,
      back: { href: `${base}/login`, text: RECOVER.back },
    });
  show('begin', async (ctx, walk) => beginPage(ctx, walk, {}));
  take('begin', async (ctx, walk) => {
    const read = readForm(ctx, beginForm, beginTexts);
    if (!read.ok) return beginPage(ctx, walk, read);
    const { goal, login = '' } = read.value;
    if (goal === 'passkey') return walk.go('recover/passkey');
    if (login === '') return beginPage(ctx, walk, rejectForm(ctx, { field: 'login', text: RECOVER.loginMissing }));
    await walk.save({ lost: { goal, login } });
    walk.go('recover/ways');
  });

  show('passkey', async (ctx, { base }) =>
    showPage(deps, ctx, <PasskeyPage base={base} />, {
      title: RECOVER.passkeyTitle,
      back: { href: `${base}/recover` },
    }),
  );

  const waysPage = (ctx: PageContext, { base, at }: Walk<RecoverState, Pick<Chosen, 'lost'>>, form: FormState): void =>
    showPage(deps, ctx, <WaysPage base={base} ways={waysTo(at.lost.goal)} />, {
      title: RECOVER.waysTitle,
      form,
      back: { href: `${base}/recover` },
    });
  show('ways', async (ctx, walk) => waysPage(ctx, walk, {}));
  take('ways', async (ctx, walk) => {
    const read = readForm(ctx, wayForm, wayTexts);
    if (!read.ok) return waysPage(ctx, walk, read);
    const way = Number(read.value.way);
    const { lost } = walk.at;
    if (!waysTo(lost.goal)[way]!.proofs.includes('sms')) {
      await walk.save({ lost, way });
      return walk.go('recover/prove');
    }
    const limited = await send(ctx, { ...walk, at: { lost, way } });
    if (limited) waysPage(ctx, walk, rejectForm(ctx, limited));
  });

  show('prove', async (ctx, walk) => provePage(ctx, walk, {}));
  take('prove', async (ctx, walk) => {
    const { lost, code } = walk.at;
    const { proofs } = wayOf(walk.at);
    const read = readForm(ctx, proveForm(proofs), proveTexts);
    if (!read.ok) return provePage(ctx, walk, read);
    const given = givenOf(read.value, code?.id ?? '', clock);
    const asked = { ...lost, visitDigest: ctx.state.visit.digest, deviceSecret: device.read(ctx) };
    const answer = await unlessBusy(door.prove(asked, proofs, given));
    if (!answer) return provePage(ctx, walk, busyForm(ctx));
    if (answer.outcome === 'proven') {
      const { identityId, proof } = answer;
      await walk.save({ proven: { goal: lost.goal, identityId, proof } });
      return walk.go(`recover/${lost.goal}`);
    }
    if (answer.outcome === 'refused')
      return provePage(ctx, walk, rejectForm(ctx, { field: '', text: RECOVER.refused }));
    ctx.set('Retry-After', String(answer.retryAfter));
    const values = { minutes: minutesOf(answer.retryAfter) };
    provePage(ctx, walk, { ...rejectForm(ctx, { field: '', text: RECOVER.unavailable, values }), status: 503 });
  });
  also('prove', '/resend', async (ctx, walk) => {
    if (!wayOf(walk.at).proofs.includes('sms')) return walk.go('recover/prove');
    const limited = await send(ctx, walk);
    if (limited) provePage(ctx, walk, rejectForm(ctx, limited));
  });

  /** Sends a code and goes to the page that takes it. @returns what to say where none may be sent now */
  async function send(ctx: PageContext, walk: ProveWalk): Promise<FieldError | undefined> {
    const { lost, way } = walk.at;
    const asked = { ...lost, visitDigest: ctx.state.visit.digest, deviceSecret: undefined };
    const sent = await door.sendCode(asked, ctx.state.locale);
    if (sent.outcome === 'limited') return limitedError(sent.secondsLeft);
    await walk.save({ lost, way, code: { id: sent.codeId, expiresAt: sent.expiresAt.getTime() } });
    walk.go('recover/prove');
    return undefined;
  }

  function provePage(ctx: PageContext, { base, at }: ProveWalk, form: FormState): void {
    const codeUntil = at.code && new Date(at.code.expiresAt);
    showPage(deps, ctx, <ProvePage base={base} way={wayOf(at)} codeUntil={codeUntil} />, {
      title: RECOVER.proveTitle,
      form,
      back: { href: `${base}/recover/ways` },
    });
  }
}

/** The form offers no other: three ways to each goal. */
const wayOf = ({ lost, way }: Chosen): Way => waysTo(lost.goal)[way] ?? waysTo(lost.goal)[0]!;
