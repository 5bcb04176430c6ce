import { z } from 'zod';
import { FRESH_SECONDS, hasRoom, newTotpKey, TOTP_DIGITS, totpUri } from '../../domain/authenticators/index.js';
import type { House } from '../../domain/house.js';
import { MASKS } from '../../domain/identities/index.js';
import { FRESH } from '../../sections/door.js';
import { plusSeconds } from '../../shared/clock.js';
import { plainCode, say } from '../../shared/text.js';
import { Button, Heading, LinkP, P, QrCode, TextInput } from '../../ui/components/index.js';
import type { PageContext } from '../../ui/context.js';
import type { FormState } from '../../ui/forms/form-state.js';
import { Form, readForm, rejectForm } from '../../ui/forms/forms.js';
import { useText } from '../../ui/page/environment.js';
import type { Citizen } from '../section.js';
import { type AuthenticatorPages, BACK, LIST } from './authenticator-pages.js';
import { TOTP } from './authenticators.messages.js';

const PATH = '/account/authenticators/totp';

/** The key that waits for its first code: one citizen's, and for a while. */
const DRAFT = 'totp-draft';
const draft = z.object({ identityId: z.string(), key: z.string(), until: z.number() });

const form = z.object({
  code: z
    .string()
    .transform(plainCode)
    .pipe(
      z
        .string()
        .min(1)
        .regex(new RegExp(`^\\d{${TOTP_DIGITS}}$`)),
    ),
});
const texts = { code: { required: TOTP.codeMissing, invalid: TOTP.codeInvalid } };

/** Apps that show one-time passwords, among the ways to log in: added by a QR code or by typing the key. */
export function totpPages(deps: Pick<House, 'authenticators' | 'clock' | 'identities' | 'totp'>): AuthenticatorPages {
  const { totp, authenticators, identities, clock } = deps;
  const may: NonNullable<AuthenticatorPages['add']>['may'] = (all) => hasRoom(all, 'totp');

  /** The same key for as long as its page is open, so that coming back to it does not outdate what an app has read. */
  async function keyFor(ctx: PageContext, identityId: string): Promise<string> {
    const now = clock.now();
    const kept = await ctx.state.visit.get(DRAFT, draft);
    if (kept && kept.identityId === identityId && kept.until > now.getTime()) return kept.key;
    const key = newTotpKey();
    await ctx.state.visit.set(DRAFT, { identityId, key, until: plusSeconds(now, 2 * FRESH_SECONDS).getTime() });
    return key;
  }

  return {
    kind: 'totp',
    name: TOTP.name,
    about: TOTP.about,
    named: true,
    add: { href: PATH, text: TOTP.add, help: TOTP.addHelp, may },
    mount({ show, take, page, done }) {
      async function draw(ctx: PageContext, { identityId }: Citizen, key: string, state: FormState): Promise<void> {
        const { name = '' } = await identities.reveal(identityId, ['name']);
        const uri = totpUri(key, say(TOTP.issuer, ctx.state.locale), MASKS.name(name));
        page(ctx, <AddTotpPage uri={uri} secret={key} />, { title: TOTP.title, form: state, back: BACK });
      }
      const room = async ({ identityId }: Citizen): Promise<boolean> => may(await authenticators.list(identityId));

      show(PATH, FRESH, async (ctx, citizen) => {
        if (!(await room(citizen))) return done(ctx, LIST, TOTP.full);
        await draw(ctx, citizen, await keyFor(ctx, citizen.identityId), {});
      });
      take(PATH, FRESH, async (ctx, citizen) => {
        if (!(await room(citizen))) return done(ctx, LIST, TOTP.full);
        const { identityId } = citizen;
        const key = await keyFor(ctx, identityId);
        const read = readForm(ctx, form, texts);
        if (!read.ok) return draw(ctx, citizen, key, read);
        const { outcome } = await totp.confirm(identityId, key, read.value.code);
        if (outcome === 'wrong')
          return draw(ctx, citizen, key, rejectForm(ctx, { field: 'code', text: TOTP.codeWrong }));
        await ctx.state.visit.remove(DRAFT);
        await done(ctx, LIST, outcome === 'full' ? TOTP.full : TOTP.done);
      });
    },
  };
}

function AddTotpPage({ uri, secret }: { uri: string; secret: string }) {
  const t = useText();
  return (
    <>
      <Heading text={TOTP.title} />
      <P text={TOTP.lead} />
      <section>
        <h2 class="govuk-heading-m">{t(TOTP.scanTitle)}</h2>
        <P text={TOTP.scan} />
        <QrCode of={uri} label={t(TOTP.qr)} />
        <LinkP href={uri} text={TOTP.open} />
        <P text={TOTP.type} />
        <p class="yihao-secret" id="totp-key" translate={false}>
          {secret.match(/.{1,4}/g)?.join(' ')}
        </p>
      </section>
      <section>
        <h2 class="govuk-heading-m">{t(TOTP.codeTitle)}</h2>
        <Form autocomplete="off">
          <TextInput
            name="code"
            label={TOTP.code}
            hint={TOTP.codeHint}
            autocomplete="one-time-code"
            inputmode="numeric"
            width={10}
            maxLength={TOTP_DIGITS * 2}
            spaced
          />
          <Button text={TOTP.submit} />
        </Form>
      </section>
    </>
  );
}
