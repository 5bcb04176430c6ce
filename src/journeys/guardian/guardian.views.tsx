import { Button, ButtonGroup, ButtonLink, Heading, P } from '../../ui/components/index.js';
import { Form } from '../../ui/forms/forms.js';
import { GuardianList, type ListedGuardian } from '../../ui/guardian-list.js';
import { useText } from '../../ui/page/environment.js';
import { GUARDIAN } from './guardian.messages.js';

export interface GuardianNeededProps {
  /** `/interaction/<uid>`. */
  base: string;
  application: string;
  guardians: readonly ListedGuardian[];
}

export function GuardianNeeded({ base, application, guardians }: GuardianNeededProps) {
  const t = useText();
  const waiting = guardians.some(({ state }) => state === 'asked');
  return (
    <>
      <Heading text={GUARDIAN.title} />
      <P text={GUARDIAN.lead} values={{ application }} />
      <GuardianList guardians={guardians} />
      <P text={waiting ? GUARDIAN.waiting : GUARDIAN.none} />
      {waiting ? (
        <Form action={`${base}/guardian`}>
          <ButtonGroup>
            <Button text={GUARDIAN.look} id="look" />
            <ButtonLink look="secondary" href="/account/family/guardian" text={GUARDIAN.other} />
          </ButtonGroup>
        </Form>
      ) : (
        <ButtonLink href="/account/family/guardian" text={GUARDIAN.name} />
      )}
      <Form action={`${base}/abort`}>
        <button type="submit" class="govuk-link yihao-link-button" id="leave">
          {t(GUARDIAN.leave, { application })}
        </button>
      </Form>
      <P text={GUARDIAN.help} look="small" />
    </>
  );
}

/** At a login into Yihao itself, where no guardian is named who could still agree. */
export function GuardianAsked({ base, guardians }: Pick<GuardianNeededProps, 'base' | 'guardians'>) {
  return (
    <>
      <Heading text={GUARDIAN.title} />
      <P text={GUARDIAN.homeLead} />
      <GuardianList guardians={guardians} />
      <Form action={`${base}/guardian`}>
        <ButtonGroup>
          <ButtonLink href="/account/family/guardian" text={GUARDIAN.name} />
          <Button look="secondary" text={GUARDIAN.later} id="later" />
        </ButtonGroup>
      </Form>
    </>
  );
}
