import { record } from '../../domain/audit/index.js';
import type { House } from '../../domain/house.js';
import { FRESH, SIGNED_IN } from '../../sections/door.js';
import { Bullets, Button, ButtonGroup, ButtonLink, Heading, P } from '../../ui/components/index.js';
import { Form } from '../../ui/forms/forms.js';
import { seeOther } from '../../ui/page/see-other.js';
import type { AccountPages, Citizen } from '../section.js';
import { NOT_ME } from './history.messages.js';

const HISTORY = '/account/history';
const PATH = `${HISTORY}/not-me`;

/** "This was not me": says what will be done, does it, and leads to the password. */
export function notMePages(
  {
    uow,
    sessions,
    recoveries,
    notifications,
    clock,
  }: Pick<House, 'clock' | 'notifications' | 'recoveries' | 'sessions' | 'uow'>,
  { take, show, page }: AccountPages,
): void {
  /** In one transaction: either all of it holds, or nothing does and the citizen sees that. */
  function protect({ identityId, session }: Citizen): Promise<void> {
    return uow.run(async (repositories) => {
      const ended = await sessions.endAllIn(repositories, identityId, 'disputed', session.uid);
      await repositories.knownDevices.removeIdentity(identityId);
      await recoveries.stopIn(repositories, identityId);
      const detail = { sessions: ended };
      const event = { actor: identityId, identityId, detail };
      await record({ clock, notifications }, repositories, 'citizen.disputed', event);
    });
  }

  const back = { href: HISTORY, text: NOT_ME.back };
  show(PATH, FRESH, async (ctx) => page(ctx, <NotMe />, { title: NOT_ME.title, back }));
  take(PATH, FRESH, async (ctx, citizen) => {
    await protect(citizen);
    seeOther(ctx, `${PATH}/done`);
  });
  show(`${PATH}/done`, SIGNED_IN, async (ctx) => page(ctx, <Protected />, { title: NOT_ME.doneTitle, back }));
}

function NotMe() {
  return (
    <>
      <Heading text={NOT_ME.title} />
      <P text={NOT_ME.lead} />
      <Bullets texts={[NOT_ME.sessions, NOT_ME.devices, NOT_ME.recovery, NOT_ME.word, NOT_ME.support]} />
      <P text={NOT_ME.afterwards} />
      <Form>
        <ButtonGroup>
          <Button look="warning" text={NOT_ME.confirm} id="protect" />
          <ButtonLink look="secondary" href={HISTORY} text={NOT_ME.back} />
        </ButtonGroup>
      </Form>
    </>
  );
}

function Protected() {
  return (
    <>
      <Heading text={NOT_ME.doneTitle} />
      <P text={NOT_ME.done} />
      <P text={NOT_ME.help} />
      <ButtonGroup>
        <ButtonLink href="/account/authenticators/password" text={NOT_ME.password} />
        <ButtonLink look="secondary" href="/account/authenticators" text={NOT_ME.methods} />
      </ButtonGroup>
    </>
  );
}
