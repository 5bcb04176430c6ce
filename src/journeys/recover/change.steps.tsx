import { z } from 'zod';
import { checkPassword } from '../../domain/authenticators/index.js';
import { MASKS } from '../../domain/identities/index.js';
import { beijingTime } from '../../shared/beijing-time.js';
import { unlessBusy } from '../../shared/errors.js';
import type { PageContext } from '../../ui/context.js';
import { codeError, codeForm, codeTexts, codeTime, limitedError } from '../../ui/forms/code-entry.js';
import type { FieldError, FormState } from '../../ui/forms/form-state.js';
import { busyForm, readForm, rejectForm } from '../../ui/forms/forms.js';
import { newPasswordError, newPasswordFields, newPasswordTexts } from '../../ui/forms/new-password.js';
import type { StateOf } from '../journey.js';
import type { Walk } from '../walk.js';
import type { RECOVER_JOURNEY, RecoverState, RecoverWalk } from './recover.journey.js';
import { RECOVER } from './recover.messages.js';
import { phoneForm, phoneTexts } from './recover.schema.js';
import { DonePage, PasswordPage, PhoneCodePage, PhonePage } from './recover.views.js';
import { begin, type RecoveringParts, type RecoverSteps, showPage } from './recovering.js';

type Proven = StateOf<(typeof RECOVER_JOURNEY)['phone']>;
type PhoneWalk = Walk<RecoverState, StateOf<(typeof RECOVER_JOURNEY)['phoneCode']>>;

const passwordForm = z.object(newPasswordFields);

/** What comes in place of what was lost, once it is proven whose it is. */
export function changeSteps({ show, take, also }: RecoverSteps, deps: RecoveringParts): void {
  const { codes, hasher, identities, clock } = deps;
  const page = phoneForm(deps.phoneCountries);

  const passwordPage = (ctx: PageContext, { base }: RecoverWalk, form: FormState): void =>
    showPage(deps, ctx, <PasswordPage base={base} />, { title: RECOVER.passwordTitle, form });
  show('password', async (ctx, walk) => passwordPage(ctx, walk, {}));
  take('password', async (ctx, walk) => {
    const read = readForm(ctx, passwordForm, newPasswordTexts);
    if (!read.ok) return passwordPage(ctx, walk, read);
    const { identityId, proof } = walk.at.proven;
    const personal = await identities.reveal(identityId, ['name', 'number', 'phone', 'email']);
    const error = newPasswordError(checkPassword(read.value.password, Object.values(personal)), read.value);
    if (error) return passwordPage(ctx, walk, rejectForm(ctx, error));
    const secret = await unlessBusy(hasher.hash(read.value.password));
    if (secret === undefined) return passwordPage(ctx, walk, busyForm(ctx));
    const refused = await begin(deps, ctx, walk, { identityId, goal: 'password', secret }, proof);
    if (refused) passwordPage(ctx, walk, refused);
  });

  const phonePage = (ctx: PageContext, { base }: RecoverWalk, form: FormState): void =>
    showPage(deps, ctx, <PhonePage base={base} />, { title: RECOVER.phoneTitle, form });
  show('phone', async (ctx, walk) => phonePage(ctx, walk, {}));
  take('phone', async (ctx, walk) => {
    const read = readForm(ctx, page, phoneTexts);
    if (!read.ok) return phonePage(ctx, walk, read);
    const limited = await send(ctx, walk, read.value.phone);
    if (limited) phonePage(ctx, walk, rejectForm(ctx, limited));
  });

  show('phoneCode', async (ctx, walk) => codePage(ctx, walk, {}));
  take('phoneCode', async (ctx, walk) => {
    const read = readForm(ctx, codeForm, codeTexts);
    if (!read.ok) return codePage(ctx, walk, read);
    const { phone, code } = walk.at.phone;
    const { identityId, proof } = walk.at.proven;
    const { outcome } = await codes.verify({
      ...{ codeId: code.id, code: read.value.code, purpose: 'recovery', identityId, phone },
      visitDigest: ctx.state.visit.digest,
    });
    if (outcome !== 'right') return codePage(ctx, walk, rejectForm(ctx, codeError(outcome)));
    const refused = await begin(deps, ctx, walk, { identityId, goal: 'phone', phone }, proof);
    if (refused) codePage(ctx, walk, refused);
  });
  also('phoneCode', '/resend', async (ctx, walk) => {
    const limited = await send(ctx, walk, walk.at.phone.phone);
    if (limited) codePage(ctx, walk, rejectForm(ctx, limited));
  });

  show('done', async (ctx, { base, at }) => {
    const { goal, effectiveAt } = at.done;
    const time = beijingTime(new Date(effectiveAt), ctx.state.locale);
    showPage(deps, ctx, <DonePage base={base} goal={goal} time={time} />, { title: RECOVER.doneTitle });
  });

  /** @returns what to say where none may be sent now */
  async function send(
    ctx: PageContext,
    walk: Walk<RecoverState, Proven>,
    phone: string,
  ): Promise<FieldError | undefined> {
    const { visit, locale } = ctx.state;
    const { proven } = walk.at;
    const bound = { visitDigest: visit.digest, identityId: proven.identityId } as const;
    const sent = await codes.send({ purpose: 'recovery', ...bound, phone, locale });
    if (sent.outcome === 'limited') return limitedError(sent.secondsLeft);
    const code = { id: sent.codeId, expiresAt: sent.expiresAt.getTime() };
    await walk.save({ proven, phone: { phone, code } });
    walk.go('recover/phone/code');
    return undefined;
  }

  function codePage(ctx: PageContext, { base, at }: PhoneWalk, form: FormState): void {
    const { phone, code } = at.phone;
    const action = `${base}/recover/phone/code`;
    const entry = { phone: MASKS.phone(phone), ...codeTime(code.expiresAt, clock), action, resend: `${action}/resend` };
    const back = { href: `${base}/recover/phone` };
    showPage(deps, ctx, <PhoneCodePage {...entry} />, { title: RECOVER.phoneCodeTitle, form, back });
  }
}
