import type { Shown, ShownElsewhere } from '../../domain/authenticators/index.js';
import { Button, Details, Heading, LinkP, P, QrCode } from '../../ui/components/index.js';
import type { Words } from '../../ui/context.js';
import { Form } from '../../ui/forms/forms.js';
import { useText } from '../../ui/page/environment.js';
import { AnswerEntry } from './factor-entry.js';
import type { Keep } from './login.journey.js';
import { LOGIN } from './login.messages.js';
import { Abort } from './login.views.js';

interface WayFrame {
  base: string;
  application: string;
  label: Words;
}

/** A login that begins without a password, here or at another site. */
export function WayPage({
  base,
  application,
  label,
  id,
  shown,
  keep,
}: WayFrame & {
  id: string;
  shown: Shown | { readonly entry: 'leave' };
  /** The box for a public computer was ticked. */
  keep: Keep;
}) {
  return (
    <>
      <Heading text={label} />
      <P text={LOGIN.towards} values={{ application }} />
      {shown.entry === 'leave' ? (
        <Form action={`${base}/login/with`}>
          <input type="hidden" name="keep" value={keep} />
          <Button name="way" value={id} text={LOGIN.wayAgain} />
        </Form>
      ) : (
        <AnswerEntry shown={shown} action={`${base}/way`} />
      )}
      <LinkP href={`${base}/login`} text={LOGIN.wayBack} />
      <Abort base={base} application={application} />
    </>
  );
}

/** A login that is confirmed on a phone: the page's script goes on by itself then, and without it the button does. */
export function ElsewherePage({ base, application, label, shown }: WayFrame & { shown: ShownElsewhere }) {
  const t = useText();
  return (
    <>
      <Heading text={label} />
      <P text={LOGIN.towards} values={{ application }} />
      <P text={LOGIN.qrSteps} />
      <div class="yihao-elsewhere">
        <QrCode of={shown.href} label={t(LOGIN.qrImage)} />
        <p class="yihao-elsewhere__number">
          <span class="govuk-body">{t(LOGIN.qrNumber)}</span>
          <strong id="qr-number">{shown.number}</strong>
        </p>
      </div>
      <P text={LOGIN.qrLasts} />
      <Form action={`${base}/way`}>
        <input type="hidden" name="code" value="confirmed" />
        <p
          class="govuk-body yihao-elsewhere__state"
          role="status"
          data-wait={`${base}/way/state`}
          data-here={t(LOGIN.qrHere)}
          data-over={t(LOGIN.qrOver)}
        />
        <Button text={LOGIN.qrGoOn} />
      </Form>
      <Details summary={LOGIN.qrTypeTitle}>
        <P text={LOGIN.qrType} />
        <p class="yihao-secret" id="qr-code">
          {shown.code.match(/.{1,4}/g)?.join(' ')}
        </p>
      </Details>
      <LinkP href={`${base}/login`} text={LOGIN.wayBack} />
      <Abort base={base} application={application} />
    </>
  );
}
