import { Button, Heading, P } from '../../ui/components/index.js';
import { useText } from '../../ui/environment.js';
import { Form } from '../../ui/forms.js';
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
