import type { VNode } from 'preact';
import { claimLabel } from '../../domain/departments/index.js';
import type { Consent, ConsentItem } from '../../domain/records/index.js';
import { beijingDate } from '../../shared/beijing-time.js';
import { sayList, type Text } from '../../shared/text.js';
import { Button, Heading, P, SummaryList, type SummaryRow, Tag } from '../../ui/components/index.js';
import { Form } from '../../ui/forms/forms.js';
import { usePage, useText } from '../../ui/page/environment.js';
import { DEPARTMENTS } from './departments.messages.js';

export interface ConnectedRow {
  readonly consent: Consent;
  readonly state: 'current' | 'expired' | 'withdrawn';
  readonly name: Text;
  /** Undefined where the department is gone. */
  readonly department: Text | undefined;
}

export function DepartmentList({ rows }: { rows: readonly ConnectedRow[] }) {
  const t = useText();
  const current = rows.filter(({ state }) => state === 'current');
  const ended = rows.filter(({ state }) => state !== 'current');
  return (
    <>
      <Heading text={DEPARTMENTS.section} />
      <P text={rows.length > 0 ? DEPARTMENTS.lead : DEPARTMENTS.none} />
      {rows.length > 0 && current.length === 0 && <P text={DEPARTMENTS.noneNow} />}
      <Rows rows={current} />
      {ended.length > 0 && (
        <section>
          <h2 class="govuk-heading-m">{t(DEPARTMENTS.endedTitle)}</h2>
          <Rows rows={ended} />
        </section>
      )}
    </>
  );
}

function Rows({ rows }: { rows: readonly ConnectedRow[] }) {
  if (rows.length === 0) return null;
  return (
    <ul class="yihao-things">
      {rows.map((row) => (
        <Connected key={row.consent.id} {...row} />
      ))}
    </ul>
  );
}

function Connected({ consent, state, name, department }: ConnectedRow) {
  const t = useText();
  const { locale } = usePage();
  const { applicationId, items, givenAt, expiresAt, withdrawnAt } = consent;
  const refused = items.filter(({ granted }) => !granted);
  const rows: readonly SummaryRow[] = [
    {
      key: state === 'current' ? DEPARTMENTS.granted : DEPARTMENTS.grantedThen,
      value: <Items items={items.filter(({ granted }) => granted)} />,
    },
    ...(refused.length > 0 ? [{ key: DEPARTMENTS.refused, value: sayList(refused.map(claimLabel), locale) }] : []),
    { key: DEPARTMENTS.given, value: beijingDate(givenAt, locale) },
    withdrawnAt
      ? { key: DEPARTMENTS.withdrawnOn, value: beijingDate(withdrawnAt, locale) }
      : { key: DEPARTMENTS.until, value: beijingDate(expiresAt, locale) },
  ];
  const Name = state === 'current' ? 'h2' : 'h3';
  return (
    <li class="yihao-thing" data-application={applicationId} data-state={state}>
      <Name class="yihao-thing__name">
        {t(name)}
        {department && <span class="yihao-thing__kind">{t(department)}</span>}
        {state !== 'current' && <Tag text={DEPARTMENTS[state]} colour="grey" />}
      </Name>
      <SummaryList rows={rows} plain />
      {state !== 'withdrawn' && (
        <Form action="/account/departments/withdraw">
          <input type="hidden" name="application" value={applicationId} />
          <Button look="secondary" text={t(DEPARTMENTS.withdraw, { application: t(name) })} />
        </Form>
      )}
    </li>
  );
}

/** Each with what for, and on which basis it was given. */
function Items({ items }: { items: readonly ConsentItem[] }): VNode {
  const t = useText();
  if (items.length === 0) return <>{t(DEPARTMENTS.nothing)}</>;
  return (
    <ul class="govuk-list yihao-given">
      {items.map((item) => (
        <li key={item.claim}>
          {t(claimLabel(item))}
          <small>
            {t(DEPARTMENTS.purpose, { purpose: t(item.purpose) })}
            <br />
            {item.basis.kind === 'statutory'
              ? t(DEPARTMENTS.byLaw, { reference: t(item.basis.reference) })
              : t(DEPARTMENTS.byConsent)}
          </small>
        </li>
      ))}
    </ul>
  );
}
