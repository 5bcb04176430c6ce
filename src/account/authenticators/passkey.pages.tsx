import { z } from 'zod';
import { type EnrolOutcome, hasRoom, passkeyData } from '../../domain/authenticators/index.js';
import type { House } from '../../domain/house.js';
import { OWN_DEVICE } from '../../sections/door.js';
import { Button, Heading, InsetText, P, TextInput, WebauthnField } from '../../ui/components/index.js';
import type { FormState } from '../../ui/forms/form-state.js';
import { Form, readForm, rejectForm } from '../../ui/forms/forms.js';
import type { AccountContext, Citizen } from '../section.js';
import { type AuthenticatorPages, BACK, LIST } from './authenticator-pages.js';
import { AUTHENTICATORS, PASSKEY } from './authenticators.messages.js';

const PATH = '/account/authenticators/passkey';
const LABEL_CHARACTERS = 40;
/** Characters of a new passkey as JSON, generously. */
const LONGEST = 32_768;

const form = z.object({
  code: z.string().min(1).max(LONGEST),
  label: z
    .string()
    .trim()
    .transform((label) => [...label].slice(0, LABEL_CHARACTERS).join('')),
});

/** Passkeys among the ways to log in, and the page on which one is added. */
export function passkeyPages({ passkeys }: { passkeys: NonNullable<House['passkeys']> }): AuthenticatorPages {
  return {
    kind: 'passkey',
    name: PASSKEY.name,
    about: PASSKEY.about,
    named: true,
    describe: async ({ data }) => (passkeyData.parse(data).synced ? PASSKEY.synced : PASSKEY.bound),
    add: { href: PATH, text: PASSKEY.add, help: PASSKEY.about, may: (all) => hasRoom(all, 'passkey') },
    mount({ show, take, page, done }) {
      async function draw(ctx: AccountContext, { identityId }: Citizen, state: FormState): Promise<void> {
        const { visit, locale } = ctx.state;
        const options = await passkeys.begin({ identityId, visitDigest: visit.digest }, locale);
        page(ctx, <AddPasskeyPage options={options} />, { title: PASSKEY.title, form: state, back: BACK });
      }
      const refuse = (ctx: AccountContext, citizen: Citizen, outcome: Exclude<EnrolOutcome, 'added'>): Promise<void> =>
        draw(ctx, citizen, rejectForm(ctx, { field: '', text: PASSKEY[outcome] }));

      show(PATH, OWN_DEVICE, (ctx, citizen) => draw(ctx, citizen, {}));
      take(PATH, OWN_DEVICE, async (ctx, citizen) => {
        const read = readForm(ctx, form);
        if (!read.ok) return refuse(ctx, citizen, 'wrong');
        const { code, label } = read.value;
        const { visit, locale } = ctx.state;
        const request = { identityId: citizen.identityId, visitDigest: visit.digest };
        const outcome = await passkeys.add(request, code, label || undefined, locale);
        if (outcome !== 'added') return refuse(ctx, citizen, outcome);
        await done(ctx, LIST, PASSKEY.done);
      });
    },
  };
}

function AddPasskeyPage({ options }: { options: string }) {
  return (
    <>
      <Heading text={PASSKEY.title} />
      <P text={PASSKEY.lead} />
      <InsetText>
        <P text={PASSKEY.own} />
      </InsetText>
      <Form autocomplete="off">
        <TextInput
          name="label"
          label={PASSKEY.label}
          hint={AUTHENTICATORS.labelHint}
          autocomplete="off"
          maxLength={LABEL_CHARACTERS}
        />
        <WebauthnField how="create" options={options} />
        <Button text={PASSKEY.submit} />
      </Form>
      <noscript>
        <P text={PASSKEY.needsScript} />
      </noscript>
    </>
  );
}
