import type { Proof, Way } from '../../domain/recovery/index.js';
import { clockTime } from '../../ui/clock-time.js';
import {
  Button,
  ButtonLink,
  Details,
  Heading,
  InsetText,
  LinkP,
  P,
  Panel,
  PasswordInput,
  Radios,
  TextInput,
} from '../../ui/components/index.js';
import type { Words } from '../../ui/context.js';
import { CodeEntry, type CodeEntryProps } from '../../ui/forms/code-entry.js';
import { Form } from '../../ui/forms/forms.js';
import { NewPassword } from '../../ui/forms/new-password.js';
import { usePage, useText } from '../../ui/page/environment.js';
import { RECOVER } from './recover.messages.js';

/** Below which every address of this interaction lies: `/interaction/<uid>`. */
interface Base {
  base: string;
}

export function BeginPage({ base }: Base) {
  return (
    <>
      <Heading text={RECOVER.title} />
      <P text={RECOVER.lead} />
      <Form action={`${base}/recover`}>
        <Radios
          name="goal"
          legend={RECOVER.goal}
          items={[
            { value: 'password', label: RECOVER.goalPassword },
            { value: 'phone', label: RECOVER.goalPhone },
            { value: 'passkey', label: RECOVER.goalPasskey },
          ]}
        />
        <TextInput name="login" label={RECOVER.login} hint={RECOVER.loginHint} autocomplete="username" />
        <Button text={RECOVER.next} />
      </Form>
      <InsetText>
        <P text={RECOVER.hasPasskey} />
      </InsetText>
      <Window summary={RECOVER.otherwise} />
    </>
  );
}

export function PasskeyPage({ base }: Base) {
  return (
    <>
      <Heading text={RECOVER.passkeyTitle} />
      <P text={RECOVER.passkeyLead} />
      <ButtonLink href={`${base}/login`} text={RECOVER.passkeyGo} />
    </>
  );
}

export type WayName = Extract<keyof typeof RECOVER, `${string}+${string}`>;
const nameOf = ({ proofs }: Way): WayName => proofs.join('+') as WayName;

export function WaysPage({ base, ways }: Base & { ways: readonly Way[] }) {
  return (
    <>
      <Form action={`${base}/recover/ways`}>
        <Radios
          name="way"
          legend={RECOVER.waysTitle}
          heading
          items={ways.map((way, index) => ({
            value: String(index),
            label: RECOVER[nameOf(way)],
            ...(way.upTo === 1 && { hint: RECOVER.upToOne }),
          }))}
        />
        <Button text={RECOVER.next} />
      </Form>
      <Window summary={RECOVER.window} />
    </>
  );
}

function Window({ summary }: { summary: Words }) {
  return (
    <Details summary={summary}>
      <P text={RECOVER.windowHelp} />
    </Details>
  );
}

export function ProvePage({ base, way, codeUntil }: Base & { way: Way; codeUntil: Date | undefined }) {
  const { locale } = usePage();
  return (
    <>
      <Heading text={RECOVER.proveTitle} caption={RECOVER[nameOf(way)]} />
      {codeUntil && <P text={RECOVER.proveSms} values={{ time: clockTime(codeUntil, locale) }} />}
      <Form action={`${base}/recover/prove`} autocomplete="off">
        {way.proofs.map((proof) => (
          <ProofFields proof={proof} key={proof} />
        ))}
        <Button text={RECOVER.prove} id="prove" />
      </Form>
      {codeUntil && (
        <Form action={`${base}/recover/prove/resend`}>
          <Button text={RECOVER.resend} look="secondary" />
        </Form>
      )}
      <LinkP href={`${base}/recover/ways`} text={RECOVER.otherWay} />
    </>
  );
}

function ProofFields({ proof }: { proof: Proof }) {
  if (proof === 'password')
    return <PasswordInput name="password" label={RECOVER.password} autocomplete="current-password" />;
  if (proof === 'recovery')
    return (
      <TextInput name="recovery_code" label={RECOVER.recovery} hint={RECOVER.recoveryHint} autocomplete="off" spaced />
    );
  const figures = { inputmode: 'numeric', autocomplete: 'one-time-code', width: 10, spaced: true } as const;
  if (proof === 'totp') return <TextInput name="totp_code" label={RECOVER.totp} {...figures} />;
  if (proof === 'sms') return <TextInput name="code" label={RECOVER.sms} hint={RECOVER.smsHint} {...figures} />;
  return (
    <>
      <TextInput name="name" label={RECOVER.name} autocomplete="name" width={20} />
      <TextInput name="number" label={RECOVER.number} autocomplete="off" spaced />
    </>
  );
}

export function PasswordPage({ base }: Base) {
  return (
    <>
      <Heading text={RECOVER.passwordTitle} />
      <P text={RECOVER.passwordLead} />
      <Form action={`${base}/recover/password`}>
        <NewPassword />
        <Button text={RECOVER.passwordSubmit} />
      </Form>
    </>
  );
}

export function PhonePage({ base }: Base) {
  return (
    <>
      <Heading text={RECOVER.phoneTitle} />
      <P text={RECOVER.phoneLead} />
      <Form action={`${base}/recover/phone`}>
        <TextInput name="phone" label={RECOVER.phone} type="tel" inputmode="tel" autocomplete="tel" width={20} />
        <Button text={RECOVER.next} />
      </Form>
    </>
  );
}

export function PhoneCodePage(entry: CodeEntryProps) {
  return (
    <>
      <Heading text={RECOVER.phoneCodeTitle} />
      <CodeEntry {...entry} />
    </>
  );
}

export function DonePage({ base, goal, time }: Base & { goal: 'password' | 'phone'; time: string }) {
  const t = useText();
  return (
    <>
      <Panel title={RECOVER.doneTitle} />
      <P text={goal === 'password' ? RECOVER.donePassword : RECOVER.donePhone} values={{ time }} look="lead" />
      <InsetText>{t(RECOVER.doneWord)}</InsetText>
      <ButtonLink href={`${base}/login`} text={RECOVER.back} look="secondary" />
    </>
  );
}
