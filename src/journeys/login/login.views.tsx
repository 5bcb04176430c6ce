import {
  Button,
  Checkboxes,
  Details,
  Heading,
  InsetText,
  Link,
  P,
  PasswordInput,
  TextInput,
} from '../../ui/components/index.js';
import type { Words } from '../../ui/context.js';
import { useText } from '../../ui/environment.js';
import { Form } from '../../ui/forms.js';
import { CodeEntry, type CodeEntryProps } from '../code-entry.js';
import { LOGIN } from './login.messages.js';

export interface LoginPageProps {
  /** Below which every address of this interaction lies: `/interaction/<uid>`. */
  base: string;
  application: string;
  /** Somebody is logged in and must prove it anew. */
  again: boolean;
}

export function LoginPage({ base, application, again }: LoginPageProps) {
  return (
    <>
      <Heading text={LOGIN.title} />
      <P text={again ? LOGIN.reauthenticate : LOGIN.towards} values={{ application }} />
      <Form action={`${base}/login`}>
        <TextInput name="login" label={LOGIN.login} autocomplete="username" />
        <PasswordInput name="password" label={LOGIN.password} autocomplete="current-password" />
        <Checkboxes name="shared" small items={[{ value: 'yes', label: LOGIN.shared, hint: LOGIN.sharedHint }]} />
        <Button text={LOGIN.submit} class="login-submit" />
      </Form>
      <p class="govuk-body">
        <Link href={`${base}/register`} text={LOGIN.register} />
      </p>
      <Details summary={LOGIN.help}>
        <P text={LOGIN.helpNumber} />
        <P text={LOGIN.helpPassword} />
      </Details>
      <Abort base={base} application={application} />
    </>
  );
}

export interface CodePageProps extends CodeEntryProps {
  base: string;
  application: string;
  why: 'device' | 'application';
}

export function CodePage({ base, application, why, ...entry }: CodePageProps) {
  return (
    <>
      <Heading text={LOGIN.codeTitle} />
      <P text={why === 'device' ? LOGIN.codeWhyDevice : LOGIN.codeWhyApplication} values={{ application }} />
      <CodeEntry {...entry}>
        <CodeWaysOut base={base} application={application} />
      </CodeEntry>
    </>
  );
}

export interface SendCodePageProps {
  base: string;
  application: string;
  phone: string;
  why: 'device' | 'application';
}

/** Before a code is sent: opening a page sends nothing, only a press of the button does. */
export function SendCodePage({ base, application, phone, why }: SendCodePageProps) {
  return (
    <>
      <Heading text={LOGIN.codeSendTitle} />
      <P text={why === 'device' ? LOGIN.codeWhyDevice : LOGIN.codeWhyApplication} values={{ application }} />
      <P text={LOGIN.codeWillSend} values={{ phone }} />
      <Form action={`${base}/code/send`}>
        <Button text={LOGIN.codeSend} />
      </Form>
      <CodeWaysOut base={base} application={application} />
    </>
  );
}

function CodeWaysOut({ base, application }: { base: string; application: string }) {
  return (
    <>
      <Details summary={LOGIN.codeLostPhone}>
        <P text={LOGIN.codeLostPhoneHelp} />
      </Details>
      <Form action={`${base}/code/other`}>
        <Button text={LOGIN.codeOtherAccount} look="secondary" />
      </Form>
      <Abort base={base} application={application} />
    </>
  );
}

/** Something only its holder is told: the account is locked, or has no factor strong enough. */
export function NoWayPage({
  base,
  application,
  title,
  lead,
}: {
  base: string;
  application: string;
  title: Words;
  lead: Words;
}) {
  const t = useText();
  return (
    <>
      <Heading text={title} />
      <InsetText>
        <p class="govuk-body">{t(lead, { application })}</p>
      </InsetText>
      <Abort base={base} application={application} />
    </>
  );
}

function Abort({ base, application }: { base: string; application: string }) {
  return (
    <Form action={`${base}/abort`}>
      <button type="submit" class="govuk-link yihao-link-button">
        {useText()(LOGIN.abort, { application })}
      </button>
    </Form>
  );
}
