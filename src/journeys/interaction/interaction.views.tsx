import type { Text } from '../../shared/text.js';
import { Button, Heading, InsetText, LinkP, P, Radios } from '../../ui/components/index.js';
import { Form } from '../../ui/forms/forms.js';
import { useText } from '../../ui/page/environment.js';
import { INTERACTION } from './interaction.messages.js';

export interface ContinuePageProps {
  /** `/interaction/<uid>`. */
  base: string;
  application: string;
  /** Masked: the next person at this screen may read it. */
  name: string;
}

export function ContinuePage({ base, application, name }: ContinuePageProps) {
  const t = useText();
  return (
    <>
      <Heading text={INTERACTION.continueTitle} values={{ name }} />
      <P text={INTERACTION.continueLead} values={{ application }} />
      <Form action={`${base}/continue`}>
        <Button name="as" value="me" text={t(INTERACTION.continueYes, { name })} />
      </Form>
      <Others base={base} application={application} name={name} />
    </>
  );
}

export interface ForWhomPageProps extends ContinuePageProps {
  /** For whom they may come beside themselves, by delegation; names masked. */
  principals: readonly { readonly delegationId: string; readonly name: string }[];
  /** For whom they are here now, where that is somebody for whom they may not come to this portal. */
  stranded: { readonly name: string; readonly why: Text } | undefined;
}

/** Who may act for others says for whom they come, every time that they log in. */
export function ForWhomPage({ base, application, name, principals, stranded }: ForWhomPageProps) {
  const t = useText();
  const choices = [
    { value: 'me', label: t(INTERACTION.forMyself, { name }) },
    ...principals.map((one) => ({ value: one.delegationId, label: t(INTERACTION.forOther, { name: one.name }) })),
  ];
  const why = stranded && (
    <InsetText>
      <P text={stranded.why} values={{ name: stranded.name, application }} />
    </InsetText>
  );
  return (
    <>
      {principals.length > 0 ? (
        <>
          {why}
          <Form action={`${base}/continue`}>
            <Radios
              name="as"
              legend={INTERACTION.forWhomTitle}
              heading
              hint={t(INTERACTION.forWhomLead, { application })}
              items={choices}
            />
            <Button text={INTERACTION.goOn} id="go-on" />
          </Form>
        </>
      ) : (
        <>
          <Heading text={INTERACTION.myselfTitle} />
          {why}
          <Form action={`${base}/continue`}>
            <Button name="as" value="me" text={INTERACTION.myself} />
          </Form>
        </>
      )}
      <Others base={base} application={application} name={name} />
    </>
  );
}

/** The ways out: as another person, and not at all. */
function Others({ base, application, name }: ContinuePageProps) {
  const t = useText();
  return (
    <>
      <P text={INTERACTION.continueOtherHint} values={{ name }} />
      <Form action={`${base}/continue`}>
        <Button name="as" value="other" look="secondary" text={INTERACTION.continueOther} />
      </Form>
      <Form action={`${base}/abort`}>
        <button type="submit" class="govuk-link yihao-link-button">
          {t(INTERACTION.abort, { application })}
        </button>
      </Form>
    </>
  );
}

export function ClosingPage({ base, application, day }: Omit<ContinuePageProps, 'name'> & { day: string }) {
  return (
    <>
      <Heading text={INTERACTION.closingTitle} values={{ day }} />
      <P text={INTERACTION.closingLead} values={{ application }} />
      <Form action={`${base}/closing`}>
        <Button text={INTERACTION.keep} id="keep" />
      </Form>
      <Form action={`${base}/abort`}>
        <Button look="secondary" text={INTERACTION.stillClose} />
      </Form>
      <LinkP href="/account/data/export" text={INTERACTION.copy} />
    </>
  );
}
