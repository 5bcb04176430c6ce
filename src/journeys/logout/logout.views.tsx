import type { ComponentChildren } from 'preact';
import type { ApplicationAndDepartment } from '../../domain/departments/index.js';
import type { Text } from '../../shared/text.js';
import { Button, ButtonLink, Heading, Link, LinkP, P } from '../../ui/components/index.js';
import { useText } from '../../ui/page/environment.js';
import { LOGOUT } from './logout.messages.js';

export interface LogoutViewProps {
  /** Where the answer is posted. */
  action: string;
  /** The provider's token against forged forms. */
  xsrf: string;
  /** The portal that began the logout; undefined from Yihao's own pages. */
  from: { readonly name: Text; readonly homeUri: string } | undefined;
  /** The other portals that are live in this session. */
  others: readonly ApplicationAndDepartment[];
  /** Masked. */
  name: string;
}

/** One button is one form: both work by keyboard, without a script, and say what they do. */
export function LogoutView({ action, xsrf, from, others, name }: LogoutViewProps) {
  const t = useText();
  const application = from && t(from.name);
  return (
    <>
      <Heading text={LOGOUT.title} />
      <P text={LOGOUT.account} values={{ name }} />
      {application && <P text={LOGOUT.fromPortal} values={{ application }} />}
      <P text={others.length === 0 ? LOGOUT.noOthers : from ? LOGOUT.others : LOGOUT.live} />
      {others.length > 0 && (
        <ul class="govuk-list govuk-list--bullet" id="live-portals">
          {others.map((other) => (
            <li key={other.application.id} data-application={other.application.id}>
              {t(other.application.name)} · {t(other.department.name)}
            </li>
          ))}
        </ul>
      )}
      <P text={LOGOUT.everywhereHint} />
      <Answer action={action} xsrf={xsrf} everywhere>
        <Button text={LOGOUT.everywhere} id="sign-out-everywhere" />
      </Answer>
      {application && (
        <>
          <P text={LOGOUT.onlyHereHint} />
          <Answer action={action} xsrf={xsrf}>
            <Button look="secondary" id="sign-out-here" text={t(LOGOUT.onlyHere, { application })} />
          </Answer>
        </>
      )}
      <p class="govuk-body">
        {from && application ? (
          <Link href={from.homeUri} text={t(LOGOUT.cancelPortal, { application })} />
        ) : (
          <Link href="/" text={LOGOUT.cancelHome} />
        )}
      </p>
    </>
  );
}

interface AnswerProps {
  action: string;
  xsrf: string;
  everywhere?: boolean;
  children: ComponentChildren;
}

function Answer({ action, xsrf, everywhere, children }: AnswerProps) {
  return (
    <form method="post" action={action}>
      <input type="hidden" name="xsrf" value={xsrf} />
      {everywhere && <input type="hidden" name="logout" value="yes" />}
      {children}
    </form>
  );
}

/** After a logout whose portal gave no address to return to. */
export function LoggedOutView({ stillSignedIn }: { stillSignedIn: Text | undefined }) {
  const t = useText();
  if (stillSignedIn)
    return (
      <>
        <Heading text={LOGOUT.doneHereTitle} values={{ application: t(stillSignedIn) }} />
        <P text={LOGOUT.doneHere} />
        <ButtonLink href="/" text={LOGOUT.home} />
        <LinkP href="/logout" text={LOGOUT.rest} />
      </>
    );
  return (
    <>
      <Heading text={LOGOUT.doneTitle} />
      <P text={LOGOUT.done} look="lead" />
      <P text={LOGOUT.doneShared} />
      <ButtonLink href="/" text={LOGOUT.home} />
    </>
  );
}
