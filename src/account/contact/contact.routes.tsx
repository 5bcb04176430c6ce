import { z } from 'zod';
import { type ContactWork, contactChange } from '../../domain/contacts/index.js';
import type { House } from '../../domain/house.js';
import { MASKS, normaliseEmail, normalisePhone } from '../../domain/identities/index.js';
import type { ContactKind } from '../../domain/records/index.js';
import { FRESH, SIGNED_IN } from '../../sections/door.js';
import { plusSeconds } from '../../shared/clock.js';
import type { PageContext } from '../../ui/context.js';
import { codeError, codeForm, codeTexts, codeTime, limitedError } from '../../ui/forms/code-entry.js';
import type { FormState } from '../../ui/forms/form-state.js';
import { readForm, rejectForm } from '../../ui/forms/forms.js';
import { seeOther } from '../../ui/page/see-other.js';
import type { AccountPages, AccountSection, Citizen } from '../section.js';
import { CONTACT, DONE, KINDS, TITLES } from './contact.messages.js';
import {
  ConfirmContactPage,
  ContactPage,
  NewContactPage,
  RemoveContactPage,
  StrongerLoginPage,
} from './contact.views.js';

const PATH = '/account/contact';
const CONFIRM = `${PATH}/confirm`;
const BACK = { href: PATH, text: CONTACT.back };
const KIND = ['phone', 'email'] as const satisfies readonly ContactKind[];

/** Seconds that a change which was begun waits for its codes. It began with a fresh login, and ends with that session. */
const WAITS_SECONDS = 15 * 60;

const DRAFT = 'contact-draft';
const WHICH = ['new', 'old'] as const;
type Which = (typeof WHICH)[number];
const sentCode = z.object({ id: z.string(), expiresAt: z.number() });
const draftSchema = z.object({
  identityId: z.string(),
  session: z.string(),
  kind: z.enum(KIND),
  from: z.string().optional(),
  to: z.string().optional(),
  /** What is not confirmed yet, in the order in which it is asked for. */
  due: z.array(z.enum(WHICH)).min(1),
  codes: z.object({ new: sentCode.optional(), old: sentCode.optional() }),
  until: z.number(),
});
type Draft = z.infer<typeof draftSchema>;
type SentCode = z.infer<typeof sentCode>;
type Begun = Pick<Draft, 'kind' | 'from' | 'to'>;

/** `/account/contact`: the phone and the mail address, and how they are changed. */
export function contactSection(
  deps: Pick<House, 'clock' | 'contacts' | 'identities' | 'phoneCountries'>,
): AccountSection {
  const { contacts, identities, clock } = deps;

  const workOf = (ctx: PageContext, { identityId }: Citizen, { kind, from, to }: Begun): ContactWork => ({
    ...{ identityId, visitDigest: ctx.state.visit.digest },
    ...{ kind, from, to },
  });

  /** What this login has begun in this browser and may still finish. */
  async function begun(ctx: PageContext, { identityId, session }: Citizen): Promise<Draft | undefined> {
    const draft = await ctx.state.visit.get(DRAFT, draftSchema);
    const mine = draft?.identityId === identityId && draft.session === session.uid;
    return mine && draft.until > clock.now().getTime() ? draft : undefined;
  }

  async function send(
    ctx: PageContext,
    work: ContactWork,
    which: Which,
  ): Promise<SentCode | { readonly secondsLeft: number }> {
    const sent = await contacts.send(work, which, ctx.state.locale);
    return sent.outcome === 'limited' ? sent : { id: sent.codeId, expiresAt: sent.expiresAt.getTime() };
  }

  /**
   * Sends the codes that are due and keeps what was begun. One that went to the old address stays good while the new one
   * is typed anew.
   * @returns seconds to wait where no more may be sent now
   */
  async function begin(ctx: PageContext, citizen: Citizen, change: Begun, due: readonly Which[]): Promise<number> {
    const { identityId, session } = citizen;
    const now = clock.now();
    const before = await begun(ctx, citizen);
    const kept = before?.from === change.from ? before?.codes.old : undefined;
    const codes: Draft['codes'] = kept && kept.expiresAt > now.getTime() ? { old: kept } : {};
    const until = plusSeconds(now, WAITS_SECONDS).getTime();
    for (const which of due.toReversed()) {
      if (codes[which]) continue;
      const code = await send(ctx, workOf(ctx, citizen, change), which);
      if ('secondsLeft' in code) return code.secondsLeft;
      codes[which] = code;
      const draft: Draft = { identityId, session: session.uid, ...change, due: [...due], codes, until };
      await ctx.state.visit.set(DRAFT, draft);
    }
    return 0;
  }

  return {
    path: PATH,
    name: CONTACT.section,
    mount(pages) {
      pages.show(PATH, SIGNED_IN, async (ctx, { identityId }) => {
        const { phone, email } = await identities.reveal(identityId, KIND);
        const masked = { ...(phone && { phone: MASKS.phone(phone) }), ...(email && { email: MASKS.email(email) }) };
        pages.page(ctx, <ContactPage masked={masked} />, { title: CONTACT.section });
      });
      for (const kind of KIND) newContact(pages, kind);
      removal(pages);
      confirmation(pages);
    },
  };

  /** `/account/contact/phone`, `/account/contact/email`: the new one. */
  function newContact({ show, take, page }: AccountPages, kind: ContactKind): void {
    const path = `${PATH}/${kind}`;
    const draw = (ctx: PageContext, from: string | undefined, form: FormState): void => {
      const view = <NewContactPage kind={kind} masked={from && MASKS[kind](from)} />;
      page(ctx, view, { title: TITLES[contactChange(kind, from, 'new')], form, back: BACK });
    };
    show(path, FRESH, async (ctx, citizen) => {
      const { from, proof } = await standing(citizen, kind);
      if (proof === 'stronger_login') return stronger(ctx, page, path);
      draw(ctx, from, {});
    });
    take(path, FRESH, async (ctx, citizen) => {
      const { from, proof } = await standing(citizen, kind);
      if (proof === 'stronger_login') return stronger(ctx, page, path);
      const { missing, strange, country, same } = KINDS[kind];
      const texts = { address: { required: missing, invalid: strange, ...(country && { country }), same } };
      const read = readForm(ctx, addressForm(kind, deps.phoneCountries, from), texts);
      if (!read.ok) return draw(ctx, from, read);
      const due: Which[] = proof === 'code' ? ['new', 'old'] : ['new'];
      const seconds = await begin(ctx, citizen, { kind, from, to: read.value.address }, due);
      if (seconds > 0) return draw(ctx, from, rejectForm(ctx, limitedError(seconds)));
      seeOther(ctx, CONFIRM);
    });
  }

  /** `/account/contact/email/remove`: everybody has a phone, and goes on having one. */
  function removal({ show, take, page, done }: AccountPages): void {
    const path = `${PATH}/email/remove`;
    const draw = (ctx: PageContext, from: string, coded: boolean, form: FormState): void =>
      page(ctx, <RemoveContactPage masked={MASKS.email(from)} coded={coded} />, {
        title: TITLES.email_removed,
        form,
        back: BACK,
      });
    show(path, FRESH, async (ctx, citizen) => {
      const { from, proof } = await standing(citizen, 'email');
      if (proof === 'stronger_login') return stronger(ctx, page, path);
      if (from === undefined) return seeOther(ctx, PATH);
      draw(ctx, from, proof === 'code', {});
    });
    take(path, FRESH, async (ctx, citizen) => {
      const { from, proof } = await standing(citizen, 'email');
      if (proof === 'stronger_login') return stronger(ctx, page, path);
      if (from === undefined) return seeOther(ctx, PATH);
      if (proof === 'none') {
        await contacts.change(workOf(ctx, citizen, { kind: 'email', from }), undefined);
        return done(ctx, PATH, DONE.email_removed);
      }
      const seconds = await begin(ctx, citizen, { kind: 'email', from }, ['old']);
      if (seconds > 0) return draw(ctx, from, true, rejectForm(ctx, limitedError(seconds)));
      seeOther(ctx, CONFIRM);
    });
  }

  /** `/account/contact/confirm`: one code after the other; the last one changes it. */
  function confirmation({ show, take, page, done }: AccountPages): void {
    /** The code that is asked for now; undefined where none was sent that could be. */
    const asked = (draft: Draft | undefined) => {
      const [which, ...later] = draft?.due ?? [];
      const code = which && draft?.codes[which];
      return draft && code ? { draft, which, code, later } : undefined;
    };
    type Asked = NonNullable<ReturnType<typeof asked>>;

    const draw = (ctx: PageContext, { draft, which, code }: Asked, form: FormState): void => {
      const { kind, from, to } = draft;
      const time = codeTime(code.expiresAt, clock);
      const change = contactChange(kind, from, to);
      const addresses = { action: CONFIRM, resend: `${CONFIRM}/resend`, again: signInAgain(`${PATH}/${kind}`) };
      const masked = MASKS[kind]((which === 'new' ? to : from) ?? '');
      const view = <ConfirmContactPage {...{ change, kind, which, masked, ...time, ...addresses }} />;
      page(ctx, view, { title: KINDS[kind].confirm[which], form, back: BACK });
    };
    const on = (ctx: PageContext, to: string): void => {
      seeOther(ctx, to);
    };

    show(CONFIRM, SIGNED_IN, async (ctx, citizen) => {
      const now = asked(await begun(ctx, citizen));
      if (!now) return on(ctx, PATH);
      draw(ctx, now, {});
    });
    take(CONFIRM, SIGNED_IN, async (ctx, citizen) => {
      const now = asked(await begun(ctx, citizen));
      if (!now) return done(ctx, PATH, CONTACT.moved);
      const read = readForm(ctx, codeForm, codeTexts);
      if (!read.ok) return draw(ctx, now, read);
      const { draft, which, later } = now;
      const work = workOf(ctx, citizen, draft);
      const code = { which, codeId: now.code.id, code: read.value.code };
      const { outcome } = later.length > 0 ? await contacts.confirm(work, code) : await contacts.change(work, code);
      if (outcome !== 'right') {
        // The same form sent twice: the first one used the code up, and this one is taken where it led.
        ctx.state.visit.reread();
        const since = asked(await begun(ctx, citizen));
        if (since?.code.id !== now.code.id) return on(ctx, since ? CONFIRM : PATH);
        return draw(ctx, now, rejectForm(ctx, codeError(outcome)));
      }
      if (later.length > 0) {
        await ctx.state.visit.set(DRAFT, { ...draft, due: later });
        return on(ctx, CONFIRM);
      }
      await ctx.state.visit.remove(DRAFT);
      await done(ctx, PATH, DONE[contactChange(work.kind, work.from, work.to)]);
    });
    take(`${CONFIRM}/resend`, SIGNED_IN, async (ctx, citizen) => {
      const now = asked(await begun(ctx, citizen));
      if (!now) return done(ctx, PATH, CONTACT.moved);
      const { draft, which } = now;
      const code = await send(ctx, workOf(ctx, citizen, draft), which);
      if ('secondsLeft' in code) return draw(ctx, now, rejectForm(ctx, limitedError(code.secondsLeft)));
      await ctx.state.visit.set(DRAFT, { ...draft, codes: { ...draft.codes, [which]: code } });
      on(ctx, CONFIRM);
    });
  }

  /** What is there now, and what is due beside the code to a new one. */
  async function standing({ identityId, session }: Citizen, kind: ContactKind) {
    const { [kind]: from } = await identities.reveal(identityId, [kind]);
    return { from, proof: await contacts.proofDue(identityId, session.used, from) };
  }
}

/** A new login, however young this one is: this time with something stronger. */
const signInAgain = (to: string): string => `/sign-in?${new URLSearchParams({ to, again: '1' })}`;

function stronger(ctx: PageContext, page: AccountPages['page'], path: string): void {
  page(ctx, <StrongerLoginPage again={signInAgain(path)} />, { title: CONTACT.strongerTitle, back: BACK });
}

function addressForm(kind: ContactKind, phoneCountries: readonly string[], from: string | undefined) {
  const fault = (context: z.RefinementCtx, message: string): never => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  return z.object({
    address: z
      .string()
      .max(300)
      .transform((typed, context) => {
        if (typed.trim() === '') return fault(context, 'required');
        const plain = kind === 'phone' ? normalisePhone(typed) : normaliseEmail(typed);
        if (plain === undefined) return fault(context, 'invalid');
        if (plain === from) return fault(context, 'same');
        const reached = kind === 'email' || phoneCountries.some((code) => plain.startsWith(`+${code}`));
        return reached ? plain : fault(context, 'country');
      }),
  });
}
