import { z } from 'zod';
import { checkPassword, usableOf } from '../../domain/authenticators/index.js';
import type { House } from '../../domain/house.js';
import { FRESH } from '../../sections/door.js';
import { unlessBusy } from '../../shared/errors.js';
import { Button, Checkboxes, Heading, P } from '../../ui/components/index.js';
import type { PageContext } from '../../ui/context.js';
import type { FormState } from '../../ui/forms/form-state.js';
import { busyForm, Form, readForm, rejectForm } from '../../ui/forms/forms.js';
import { NewPassword, newPasswordError, newPasswordFields, newPasswordTexts } from '../../ui/forms/new-password.js';
import type { Citizen } from '../section.js';
import { type AuthenticatorPages, BACK, LIST } from './authenticator-pages.js';
import { PASSWORD } from './authenticators.messages.js';

const PATH = '/account/authenticators/password';

const form = z.object({ ...newPasswordFields, others: z.literal('yes').optional() });

/** The password among the ways to log in, and the page on which it is changed. */
export function passwordPages(
  deps: Pick<House, 'authenticators' | 'clock' | 'hasher' | 'identities' | 'sessions' | 'uow'>,
): AuthenticatorPages {
  const { authenticators, identities, sessions, hasher, uow, clock } = deps;

  /** Changes the password and, where asked to, ends every other session, in one transaction. */
  async function change(citizen: Citizen, secret: string, others: boolean): Promise<void> {
    const { identityId, session } = citizen;
    const usable = usableOf(await authenticators.list(identityId), clock.now());
    const kept = usable.find(({ kind }) => kind === 'password');
    if (!kept) return;
    await uow.run(async (repositories) => {
      await authenticators.changeIn(repositories, identityId, kept.id, { secret });
      if (others) await sessions.endAllIn(repositories, identityId, 'authenticator_changed', session.uid);
    });
  }

  return {
    kind: 'password',
    name: PASSWORD.name,
    about: PASSWORD.about,
    named: false,
    change: { href: PATH, text: PASSWORD.change },
    mount({ show, take, page, done }) {
      const draw = (ctx: PageContext, state: FormState): void =>
        page(ctx, <ChangePasswordPage />, {
          title: PASSWORD.title,
          form: state,
          back: BACK,
        });
      show(PATH, FRESH, async (ctx) => draw(ctx, {}));
      take(PATH, FRESH, async (ctx, citizen) => {
        const read = readForm(ctx, form, newPasswordTexts);
        if (!read.ok) return draw(ctx, read);
        const { password, others } = read.value;
        const personal = await identities.reveal(citizen.identityId, ['name', 'number', 'phone', 'email']);
        const error = newPasswordError(checkPassword(password, Object.values(personal)), read.value);
        if (error) return draw(ctx, rejectForm(ctx, error));
        const secret = await unlessBusy(hasher.hash(password));
        if (secret === undefined) return draw(ctx, busyForm(ctx));
        await change(citizen, secret, others === 'yes');
        await done(ctx, LIST, PASSWORD.done);
      });
    },
  };
}

function ChangePasswordPage() {
  return (
    <>
      <Heading text={PASSWORD.title} />
      <P text={PASSWORD.lead} />
      <Form>
        <NewPassword />
        <Checkboxes
          name="others"
          items={[{ value: 'yes', label: PASSWORD.others, hint: PASSWORD.othersHint, checked: true }]}
        />
        <Button text={PASSWORD.submit} />
      </Form>
    </>
  );
}
