import type { Recovery } from '../domain/records/index.js';
import { RECOVERY_CHANGES } from '../domain/recovery/index.js';
import { beijingTime } from '../shared/beijing-time.js';
import { Button, NotificationBanner, P } from '../ui/components/index.js';
import { Form } from '../ui/forms/forms.js';
import { usePage, useText } from '../ui/page/environment.js';
import { WAITING } from './waiting.messages.js';

export function WaitingBanner({ recovery }: { recovery: Recovery }) {
  const t = useText();
  const { locale } = usePage();
  const values = { change: t(RECOVERY_CHANGES[recovery.goal]), time: beijingTime(recovery.effectiveAt, locale) };
  return (
    <NotificationBanner title={WAITING.title} id="waiting">
      <P text={WAITING.what} values={values} />
      <P text={WAITING.mine} />
      <Form action="/account/stop">
        <Button look="warning" text={WAITING.stop} id="stop-recovery" />
      </Form>
    </NotificationBanner>
  );
}
