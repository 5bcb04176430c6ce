import type { Ward } from '../../domain/guardians/index.js';
import type { ToldEvent } from '../../domain/holdings/index.js';
import type { SessionRecord } from '../../domain/records/index.js';
import { browserText, placeText } from '../../domain/sessions/index.js';
import { beijingDate, beijingHour, beijingTime } from '../../shared/beijing-time.js';
import { sayList, type Text } from '../../shared/text.js';
import {
  Bullets,
  Button,
  ButtonGroup,
  ButtonLink,
  Heading,
  P,
  SummaryList,
  TextInput,
} from '../../ui/components/index.js';
import { Form } from '../../ui/forms/forms.js';
import { usePage, useText } from '../../ui/page/environment.js';
import { FAMILY } from './family.messages.js';

export interface ChildPageProps {
  ward: Ward;
  sessions: readonly SessionRecord[];
  connected: readonly { readonly name: Text; readonly claims: readonly Text[] }[];
  events: readonly ToldEvent[];
}

export function ChildPage({ ward, sessions, connected, events }: ChildPageProps) {
  const t = useText();
  const { locale } = usePage();
  const path = `/account/family/children/${ward.id}`;
  const listed = (words: readonly Text[]): string => sayList(words, locale);
  return (
    <>
      <Heading text={FAMILY.childTitle} values={{ name: ward.name }} />
      <P text={FAMILY.childLead} />
      <SummaryList
        rows={[
          { key: FAMILY.number, value: ward.number },
          { key: FAMILY.state, value: ward.state === 'locked' ? FAMILY.locked : FAMILY.active },
          { key: FAMILY.since, value: beijingTime(ward.since, locale) },
          { key: FAMILY.until, value: beijingDate(beijingHour(ward.fourteenOn), locale) },
        ]}
      />
      <section>
        <h2 class="govuk-heading-m">{t(FAMILY.sessionsTitle)}</h2>
        {sessions.length === 0 && <P text={FAMILY.sessionsNone} />}
        <ul class="govuk-list govuk-list--bullet" id="sessions">
          {sessions.map(({ uid, browser, place, lastSeenAt, startedAt }) => (
            <li key={uid}>
              {t(FAMILY.session, {
                browser: t(browserText(browser)),
                place: place === null ? t(FAMILY.somewhere) : t(placeText(place)),
                time: beijingTime(lastSeenAt ?? startedAt, locale),
              })}
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h2 class="govuk-heading-m">{t(FAMILY.departmentsTitle)}</h2>
        {connected.length === 0 && <P text={FAMILY.departmentsNone} />}
        <ul class="govuk-list govuk-list--bullet" id="departments">
          {connected.map(({ name, claims }) => (
            <li key={name.en}>
              {t(FAMILY.department, { application: t(name), claims: listed(claims) || t(FAMILY.nothing) })}
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h2 class="govuk-heading-m">{t(FAMILY.historyTitle)}</h2>
        {events.length === 0 && <P text={FAMILY.historyNone} />}
        <ol class="yihao-history" id="history">
          {events.map(({ at, words }, n) => (
            <li key={n}>
              <time dateTime={at.toISOString()}>{beijingTime(at, locale)}</time>
              <span>{t(words as Text)}</span>
            </li>
          ))}
        </ol>
      </section>
      <section>
        <h2 class="govuk-heading-m">{t(FAMILY.actsTitle)}</h2>
        <ButtonGroup>
          <ButtonLink look="secondary" href={`${path}/withdraw`} text={FAMILY.withdraw} />
          <ButtonLink look="warning" href={`${path}/close`} text={FAMILY.close} />
        </ButtonGroup>
      </section>
    </>
  );
}

export function WithdrawPage({ ward: { name } }: { ward: Ward }) {
  return (
    <>
      <Heading text={FAMILY.withdrawTitle} values={{ name }} />
      <P text={FAMILY.withdrawLead} />
      <Form>
        <Button look="warning" text={FAMILY.withdrawDo} id="withdraw" />
      </Form>
    </>
  );
}

export function ClosePage({ ward: { name } }: { ward: Ward }) {
  return (
    <>
      <Heading text={FAMILY.closeTitle} values={{ name }} />
      <P text={FAMILY.closeLead} />
      <Bullets texts={[FAMILY.closeSessions, FAMILY.closeData, FAMILY.closeNumber, FAMILY.closeKept]} />
      <Form autocomplete="off">
        <TextInput name="name" label={FAMILY.closeTyped} autocomplete="off" width={20} />
        <Button look="warning" text={FAMILY.closeDo} id="close" />
      </Form>
    </>
  );
}
