import type { ConsentPage as Page } from '../../domain/consents/index.js';
import { type ApplicationAndDepartment, claimLabel, LEVEL_NAMES, regionName } from '../../domain/departments/index.js';
import type { ClaimPermission } from '../../domain/records/index.js';
import { beijingDate } from '../../shared/beijing-time.js';
import type { Text } from '../../shared/text.js';
import {
  Button,
  ButtonGroup,
  Checkboxes,
  Heading,
  InsetText,
  NotificationBanner,
  P,
  SummaryList,
} from '../../ui/components/index.js';
import { Form } from '../../ui/forms/forms.js';
import { usePage, useText } from '../../ui/page/environment.js';
import { CONSENT, REASONS } from './consent.messages.js';

export interface ConsentViewProps {
  /** `/interaction/<uid>`. */
  base: string;
  asking: ApplicationAndDepartment;
  page: Page;
  /** Claim → the citizen's own value, masked; `account` is their name. */
  values: Readonly<Record<string, string>>;
  /** An answer was not taken, because the page it answered is no longer this one. */
  changed: boolean;
  /** Whoever reads it acts for the account's holder. */
  acting: boolean;
}

export function ConsentView({ base, asking, page, values, changed, acting }: ConsentViewProps) {
  const t = useText();
  const { locale } = usePage();
  const { application, department } = asking;
  const name = t(application.name);
  const statutory = page.items.filter(({ basis }) => basis.kind === 'statutory');
  const chosen = page.items.filter(({ basis, optional }) => basis.kind === 'consent' && optional);
  const needed = page.items.filter(({ basis, optional }) => basis.kind === 'consent' && !optional);
  const nothingToDecide = needed.length + chosen.length === 0;
  const level = t(LEVEL_NAMES[department.level]);
  const place = department.level === 'national' ? level : `${level} · ${t(regionName(department.region))}`;
  return (
    <>
      {changed && (
        <NotificationBanner title={CONSENT.changedTitle}>
          <P text={CONSENT.changed} />
        </NotificationBanner>
      )}
      {acting ? (
        <Heading text={CONSENT.titleActing} values={{ application: name, name: values.account ?? '' }} />
      ) : (
        <Heading text={CONSENT.title} values={{ application: name }} />
      )}
      <P text={REASONS[page.reason]} look="lead" />
      {acting && (
        <InsetText>
          <P text={CONSENT.acting} values={{ name: values.account ?? '' }} />
        </InsetText>
      )}
      <Section title={CONSENT.who} />
      <SummaryList
        rows={[
          { key: CONSENT.application, value: application.name },
          { key: CONSENT.department, value: department.name },
          { key: CONSENT.levelAndRegion, value: place },
          { key: acting ? CONSENT.actingFor : CONSENT.account, value: values.account ?? '' },
        ]}
      />
      <Form action={`${base}/consent`} id="consent">
        <input type="hidden" name="digest" value={page.digest} />
        {page.items.length === 0 && <P text={CONSENT.nothing} />}
        <Items title={CONSENT.statutory} lead={CONSENT.statutoryLead} items={statutory} values={values} />
        <Items title={CONSENT.needed} lead={CONSENT.neededLead} items={needed} values={values} />
        {chosen.length > 0 && (
          <Checkboxes
            name="claims"
            legend={CONSENT.optional}
            hint={CONSENT.optionalHint}
            items={chosen.map((item) => ({
              value: item.claim,
              label: useLabel(item, values),
              hint: t(CONSENT.purposeOf, { purpose: t(item.purpose) }),
            }))}
          />
        )}
        <P text={CONSENT.subject} />
        <Section title={CONSENT.howLong} />
        <P
          text={CONSENT.untilConsent}
          values={{ date: beijingDate(page.expiresAt, locale), days: application.consentDays }}
        />
        <P text={CONSENT.withdrawHow} />
        <Button text={nothingToDecide ? CONSENT.noted : CONSENT.agree} id="agree" />
      </Form>
      <Form action={`${base}/abort`}>
        <ButtonGroup>
          <Button look="secondary" id="refuse" text={t(CONSENT.refuse, { application: name })} />
        </ButtonGroup>
      </Form>
    </>
  );
}

function Section({ title }: { title: Text }) {
  return <h2 class="govuk-heading-m">{useText()(title)}</h2>;
}

interface ItemsProps {
  title: Text;
  lead: Text;
  items: readonly ClaimPermission[];
  values: Readonly<Record<string, string>>;
}

/** What is told without a box to tick, with its purpose and its basis. */
function Items({ title, lead, items, values }: ItemsProps) {
  const t = useText();
  if (items.length === 0) return null;
  return (
    <>
      <Section title={title} />
      <P text={lead} />
      <ul class="govuk-list govuk-list--spaced">
        {items.map((item) => (
          <li key={item.claim} data-claim={item.claim}>
            <strong>{useLabel(item, values)}</strong>
            <br />
            {t(CONSENT.purposeOf, { purpose: t(item.purpose) })}
            {item.basis.kind === 'statutory' && (
              <>
                <br />
                {t(CONSENT.basisOf, { basis: t(item.basis.reference) })}
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

/** What the claim is called, with the citizen's own value where the page shows it. */
function useLabel(item: ClaimPermission, values: Readonly<Record<string, string>>): string {
  const t = useText();
  const claim = t(claimLabel(item));
  const value = values[item.claim];
  return value ? t(CONSENT.yours, { claim, value }) : claim;
}
