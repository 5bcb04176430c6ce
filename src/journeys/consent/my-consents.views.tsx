import type { VNode } from 'preact';
import type { Consent } from '../../domain/consents/index.js';
import { claimLabel } from '../../domain/departments/index.js';
import { beijingDate } from '../../shared/beijing-time.js';
import type { Text } from '../../shared/text.js';
import { Button, ButtonLink, Heading, NotificationBanner, P, SummaryList } from '../../ui/components/index.js';
import { usePage, useText } from '../../ui/environment.js';
import { Form } from '../../ui/forms.js';
import { CONSENT } from './consent.messages.js';

export interface ConsentRow {
  readonly consent: Consent;
  readonly state: 'current' | 'expired' | 'withdrawn';
  readonly name: Text;
}

const STATES = {
  current: CONSENT.stateCurrent,
  expired: CONSENT.stateExpired,
  withdrawn: CONSENT.stateWithdrawn,
} as const;

export function MyConsents({ rows, withdrawn }: { rows: readonly ConsentRow[]; withdrawn: Text | undefined }) {
  const t = useText();
  return (
    <>
      {withdrawn && (
        <NotificationBanner success>
          <P text={CONSENT.withdrawn} values={{ application: t(withdrawn) }} />
        </NotificationBanner>
      )}
      <Heading text={CONSENT.mineTitle} />
      <P text={rows.length > 0 ? CONSENT.mineLead : CONSENT.mineNone} />
      {rows.map((row) => (
        <OneConsent key={row.consent.id} row={row} />
      ))}
      <ButtonLink look="secondary" href="/" text={CONSENT.home} />
    </>
  );
}

function OneConsent({ row: { consent, state, name } }: { row: ConsentRow }) {
  const t = useText();
  const { locale } = usePage();
  const labels = (granted: boolean): string | VNode => {
    const items = consent.items.filter((item) => item.granted === granted).map((item) => t(claimLabel(item)));
    if (items.length < 2) return items[0] ?? t(CONSENT.none);
    return (
      <ul class="govuk-list">
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    );
  };
  return (
    <section data-application={consent.applicationId}>
      <h2 class="govuk-heading-m">{t(name)}</h2>
      <SummaryList
        rows={[
          { key: CONSENT.state, value: STATES[state] },
          { key: CONSENT.granted, value: labels(true) },
          { key: CONSENT.refused, value: labels(false) },
          { key: CONSENT.given, value: beijingDate(consent.givenAt, locale) },
          { key: CONSENT.until, value: beijingDate(consent.expiresAt, locale) },
        ]}
      />
      {state !== 'withdrawn' && (
        <Form action="/consents">
          <input type="hidden" name="application" value={consent.applicationId} />
          <Button look="warning" text={t(CONSENT.withdraw, { application: t(name) })} />
        </Form>
      )}
    </section>
  );
}
