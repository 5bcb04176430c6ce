import {
  Button,
  ButtonLink,
  Checkboxes,
  Details,
  Heading,
  InsetText,
  LinkP,
  P,
  Panel,
  TextInput,
} from '../../ui/components/index.js';
import { CodeEntry, type CodeEntryProps } from '../../ui/forms/code-entry.js';
import { Form } from '../../ui/forms/forms.js';
import { NewPassword } from '../../ui/forms/new-password.js';
import { GuardianFields } from '../../ui/forms/person-fields.js';
import { usePage, useText } from '../../ui/page/environment.js';
import { REGISTRATION } from './registration.messages.js';

/** Below which every address of this interaction lies: `/interaction/<uid>`. */
interface Base {
  base: string;
}

interface StepHeadingProps {
  step: 1 | 2 | 3 | 4;
  text: (typeof REGISTRATION)[keyof typeof REGISTRATION];
  /** A child names a guardian, and has a step more. */
  child?: boolean | undefined;
}

function StepHeading({ step, text, child }: StepHeadingProps) {
  const t = useText();
  return (
    <Heading
      text={text}
      caption={`${t(REGISTRATION.caption)} · ${t(REGISTRATION.progress, { step, of: child ? 4 : 3 })}`}
    />
  );
}

export function DetailsPage({ base }: Base) {
  return (
    <>
      <StepHeading step={1} text={REGISTRATION.detailsTitle} />
      <P text={REGISTRATION.detailsLead} />
      <Form action={`${base}/register`}>
        <TextInput name="name" label={REGISTRATION.name} hint={REGISTRATION.nameHint} autocomplete="name" width={20} />
        <TextInput name="number" label={REGISTRATION.number} hint={REGISTRATION.numberHint} autocomplete="off" spaced />
        <TextInput
          name="phone"
          label={REGISTRATION.phone}
          hint={REGISTRATION.phoneHint}
          type="tel"
          inputmode="tel"
          autocomplete="tel"
          width={20}
        />
        <Button text={REGISTRATION.next} />
      </Form>
      <LinkP href={`${base}/login`} text={REGISTRATION.haveAccount} />
    </>
  );
}

export function PhonePage({ base, ...entry }: Base & CodeEntryProps) {
  return (
    <>
      <StepHeading step={2} text={REGISTRATION.codeTitle} />
      <CodeEntry {...entry}>
        <LinkP href={`${base}/register`} text={REGISTRATION.changePhone} />
      </CodeEntry>
    </>
  );
}

export interface PausedPageProps extends Base {
  why: 'unavailable' | 'limited';
  /** When to come back, as a clock in Beijing shows it; and in how many minutes. */
  time: string;
  minutes: number;
  /** Until when the draft is kept. */
  until: string;
}

export function PausedPage({ base, why, time, minutes, until }: PausedPageProps) {
  const t = useText();
  return (
    <>
      <Heading text={why === 'unavailable' ? REGISTRATION.unavailableTitle : REGISTRATION.limitedTitle} />
      {why === 'limited' && <P text={REGISTRATION.registrySlow} />}
      <P text={REGISTRATION.unavailableWhen} values={{ time, minutes }} />
      <InsetText>{t(REGISTRATION.unavailableKept, { until })}</InsetText>
      <Form action={`${base}/register/match`}>
        <Button text={REGISTRATION.tryAgain} />
      </Form>
      <LinkP href={`${base}/register`} text={REGISTRATION.changeDetails} />
    </>
  );
}

export function GuardianPage({ base }: Base) {
  return (
    <>
      <StepHeading step={3} child text={REGISTRATION.guardianTitle} />
      <P text={REGISTRATION.guardianLead} />
      <P text={REGISTRATION.guardianUntil} />
      <Form action={`${base}/register/guardian`} autocomplete="off">
        <GuardianFields />
        <Button text={REGISTRATION.next} />
      </Form>
    </>
  );
}

export function PasswordPage({ base, child }: Base & { child: boolean | undefined }) {
  return (
    <>
      <StepHeading step={child ? 4 : 3} child={child} text={REGISTRATION.passwordTitle} />
      <Form action={`${base}/register/password`}>
        <NewPassword label={REGISTRATION.passwordLabel} />
        {!usePage().ctx.state.terminal && (
          <Checkboxes
            name="shared"
            small
            items={[{ value: 'yes', label: REGISTRATION.shared, hint: REGISTRATION.sharedHint }]}
          />
        )}
        <Button text={REGISTRATION.finish} />
      </Form>
      <Details summary={REGISTRATION.passwordHelp}>
        <P text={REGISTRATION.passwordKeepSafe} />
      </Details>
    </>
  );
}

export function DonePage({ base, guardian }: Base & { guardian: boolean | undefined }) {
  return (
    <>
      <Panel title={REGISTRATION.doneTitle} />
      <P text={REGISTRATION.doneLead} look="lead" />
      {guardian && <P text={REGISTRATION.doneGuardian} />}
      <ButtonLink href={`${base}/login`} text={REGISTRATION.doneNext} />
      <InsetText>{useText()(REGISTRATION.doneTaken)}</InsetText>
    </>
  );
}
