import type { SecondFactor, Shown } from '../../domain/authenticators/index.js';
import {
  Button,
  ButtonGroup,
  ButtonLink,
  type Choice,
  Details,
  Heading,
  InsetText,
  LinkP,
  P,
  PasswordInput,
  Radios,
  TextInput,
  WebauthnField,
} from '../../ui/components/index.js';
import type { Words } from '../../ui/context.js';
import { CodeEntry, type CodeEntryProps } from '../../ui/forms/code-entry.js';
import { Form } from '../../ui/forms/forms.js';
import { usePage, useText } from '../../ui/page/environment.js';
import { AnswerEntry } from './factor-entry.js';
import type { Keep } from './login.journey.js';
import { LOGIN } from './login.messages.js';

export interface LoginPageProps {
  /** Below which every address of this interaction lies: `/interaction/<uid>`. */
  base: string;
  application: string;
  /** Somebody is logged in and must prove it anew. */
  again: boolean;
  /** What can be used in place of a password. */
  ways: readonly {
    readonly id: string;
    readonly label: Words;
    /** For the page's script, where the browser can offer this way by itself. */
    readonly offer: string | undefined;
  }[];
  times: KeepTimes;
}

export function LoginPage({ base, application, again, ways, times }: LoginPageProps) {
  const offered = ways.find(({ offer }) => offer !== undefined);
  return (
    <>
      <Heading text={LOGIN.title} />
      <P text={again ? LOGIN.reauthenticate : LOGIN.towards} values={{ application }} />
      <Form action={`${base}/login`}>
        <TextInput name="login" label={LOGIN.login} autocomplete={offered ? 'username webauthn' : 'username'} />
        <PasswordInput name="password" label={LOGIN.password} autocomplete="current-password" />
        {!usePage().ctx.state.terminal && <KeepChoice {...times} />}
        <Button text={LOGIN.submit} class="login-submit" />
        {ways.length > 0 && (
          <>
            <P text={LOGIN.withoutPassword} />
            {offered?.offer && <WebauthnField how="offer" options={offered.offer} way={offered.id} />}
            <ButtonGroup>
              {ways.map(({ id, label }) => (
                <Button
                  key={id}
                  look="secondary"
                  name="way"
                  value={id}
                  text={label}
                  formAction={`${base}/login/with`}
                />
              ))}
            </ButtonGroup>
          </>
        )}
      </Form>
      <LinkP href={`${base}/recover`} text={LOGIN.recover} />
      <LinkP href={`${base}/register`} text={LOGIN.register} />
      <Details summary={LOGIN.help}>
        <P text={LOGIN.helpNumber} />
        <P text={LOGIN.helpPassword} />
      </Details>
      <Abort base={base} application={application} />
    </>
  );
}

interface KeepTimes {
  /** 0 where nobody stays signed in. */
  stayDays: number;
  idleMinutes: number;
}

type KeepItem = Choice & { value: Keep };

/** Whose device it is, and what follows from that. */
function KeepChoice({ stayDays, idleMinutes }: KeepTimes) {
  const t = useText();
  const once: KeepItem = {
    value: 'once',
    label: LOGIN.once,
    hint: t(LOGIN.onceHint, { minutes: idleMinutes }),
    checked: true,
  };
  const stay: KeepItem = { value: 'stay', label: t(LOGIN.stay, { days: stayDays }) };
  const shared: KeepItem = { value: 'shared', label: LOGIN.shared, hint: LOGIN.sharedHint };
  return <Radios name="keep" legend={LOGIN.keep} small items={[once, ...(stayDays > 0 ? [stay] : []), shared]} />;
}

/** A second factor by the name and the words it brings. */
type Asked = Pick<SecondFactor, 'kind' | 'label' | 'help'>;

export interface FactorFrame {
  base: string;
  application: string;
  why: 'device' | 'application';
  /** The other factors that can be used instead. */
  others: readonly Asked[];
}

export function CodePage({ base, application, why, others, ...entry }: FactorFrame & CodeEntryProps) {
  return (
    <>
      <Heading text={LOGIN.codeTitle} />
      <P text={why === 'device' ? LOGIN.codeWhyDevice : LOGIN.codeWhyApplication} values={{ application }} />
      <CodeEntry {...entry}>
        <CodeWaysOut base={base} application={application} others={others} lostPhone />
      </CodeEntry>
    </>
  );
}

/** The page of a factor that nothing is sent for. */
export function FactorPage({
  base,
  application,
  why,
  others,
  factor,
  hint,
  shown,
}: FactorFrame & { factor: Asked; hint: string; shown: Shown }) {
  return (
    <>
      <Heading text={factor.label} />
      <P text={why === 'device' ? LOGIN.codeWhyDevice : LOGIN.factorWhyApplication} values={{ application }} />
      <P text={factor.help} values={{ hint }} />
      <AnswerEntry shown={shown} action={`${base}/code`} only={others.length === 0} />
      <CodeWaysOut base={base} application={application} others={others} />
    </>
  );
}

/** Before a code is sent: opening a page sends nothing, only a press of the button does. */
export function SendCodePage({ base, application, phone, why, others }: FactorFrame & { phone: string }) {
  return (
    <>
      <Heading text={LOGIN.codeSendTitle} />
      <P text={why === 'device' ? LOGIN.codeWhyDevice : LOGIN.codeWhyApplication} values={{ application }} />
      <P text={LOGIN.codeWillSend} values={{ phone }} />
      <Form action={`${base}/code/send`}>
        <Button text={LOGIN.codeSend} />
      </Form>
      <CodeWaysOut base={base} application={application} others={others} lostPhone />
    </>
  );
}

function CodeWaysOut({ base, application, others, lostPhone }: Omit<FactorFrame, 'why'> & { lostPhone?: boolean }) {
  return (
    <>
      {others.length > 0 && (
        <Details summary={LOGIN.otherWay}>
          {others.map(({ kind, label }) => (
            <Form action={`${base}/code/send`} key={kind}>
              <Button look="secondary" name="kind" value={kind} text={label} />
            </Form>
          ))}
        </Details>
      )}
      {lostPhone && (
        <Details summary={LOGIN.codeLostPhone}>
          <P text={LOGIN.codeLostPhoneHelp} />
          <LinkP href={`${base}/recover`} text={LOGIN.recoverLink} />
        </Details>
      )}
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
  why,
  title,
  lead,
}: {
  base: string;
  application: string;
  why: 'inactive' | 'factor' | 'passkey';
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
      {why === 'passkey' && <ButtonLink href="/account/authenticators/passkey" text={LOGIN.passkeyAdd} />}
      {why === 'factor' && <LinkP href={`${base}/recover`} text={LOGIN.recoverLink} />}
      <Abort base={base} application={application} unmet={why !== 'inactive'} />
    </>
  );
}

/** Back to the portal without a login. @param unmet the portal is told that it asks for more than this citizen has */
export function Abort({ base, application, unmet = false }: { base: string; application: string; unmet?: boolean }) {
  return (
    <Form action={`${base}/abort`}>
      {unmet && <input type="hidden" name="unmet" value="yes" />}
      <button type="submit" class="govuk-link yihao-link-button">
        {useText()(LOGIN.abort, { application })}
      </button>
    </Form>
  );
}
