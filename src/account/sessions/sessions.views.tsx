import { AUTHENTICATOR_NAMES } from '../../domain/authenticators/index.js';
import type { AuthenticatorKind, SessionRecord } from '../../domain/records/index.js';
import { browserText, placeText } from '../../domain/sessions/index.js';
import { beijingTime } from '../../shared/beijing-time.js';
import { sayList, type Text } from '../../shared/text.js';
import { Button, ButtonLink, Heading, LinkP, P, SummaryList, type SummaryRow, Tag } from '../../ui/components/index.js';
import { Form } from '../../ui/forms/forms.js';
import { usePage, useText } from '../../ui/page/environment.js';
import { SESSIONS } from './sessions.messages.js';

export interface SessionRow {
  readonly record: SessionRecord;
  /** It is the one this page is read with. */
  readonly here: boolean;
  /** The applications it has entered, by name. */
  readonly entered: readonly Text[];
  /** Who acts in it for the citizen, or for whom the citizen does. */
  readonly acting: { readonly by: 'me' | 'other'; readonly name: string } | undefined;
  /** Its holder chose to stay signed in. */
  readonly stays: boolean;
}

export function SessionList({ rows }: { rows: readonly SessionRow[] }) {
  const t = useText();
  const others = rows.some(({ here }) => !here);
  return (
    <>
      <Heading text={SESSIONS.section} />
      <P text={SESSIONS.lead} />
      <ul class="yihao-things">
        {rows.map((row) => (
          <Row key={row.record.uid} {...row} />
        ))}
      </ul>
      {!usePage().ctx.state.terminal && <LinkP href="/account/sessions/screen" text={SESSIONS.screen} />}
      {others ? (
        <section>
          <h2 class="govuk-heading-m">{t(SESSIONS.othersTitle)}</h2>
          <P text={SESSIONS.othersLead} />
          <Form action="/account/sessions/end-others">
            <Button look="warning" text={SESSIONS.endOthers} id="end-others" />
          </Form>
        </section>
      ) : (
        <P text={SESSIONS.none} />
      )}
    </>
  );
}

function Row({ record, here, entered, stays, acting }: SessionRow) {
  const t = useText();
  const { locale } = usePage();
  const { browser, place, startedAt, lastSeenAt, used, terminal } = record;
  const listed = (words: readonly Text[]): string => sayList(words, locale);
  const name = t(browserText(browser));
  const seen = t(SESSIONS.seenAbout, { time: beijingTime(lastSeenAt ?? startedAt, locale) });
  const kinds = used.map((kind) => AUTHENTICATOR_NAMES[kind as AuthenticatorKind]).filter(Boolean);
  const facts: readonly SummaryRow[] = [
    ...(place === null ? [] : [{ key: SESSIONS.place, value: placeText(place) }]),
    { key: SESSIONS.since, value: beijingTime(startedAt, locale) },
    { key: SESSIONS.seen, value: here ? SESSIONS.now : seen },
    ...(stays ? [{ key: SESSIONS.stays, value: beijingTime(record.expiresAt, locale) }] : []),
    ...(kinds.length === 0 ? [] : [{ key: SESSIONS.how, value: listed(kinds) }]),
    { key: SESSIONS.entered, value: entered.length > 0 ? listed(entered) : SESSIONS.nothing },
  ];
  return (
    <li class="yihao-thing" data-here={here ? 'yes' : 'no'}>
      <h2 class="yihao-thing__name">
        {name}
        {here && <Tag text={SESSIONS.here} colour="green" />}
        {acting && <Tag text={t(SESSIONS[acting.by], { name: acting.name })} colour="blue" />}
        {terminal === 1 && <Tag text={t(SESSIONS.terminal, { place: t(placeText(place)) })} colour="grey" />}
      </h2>
      <SummaryList rows={facts} plain />
      {here ? (
        <ButtonLink look="secondary" href="/logout" text={SESSIONS.endHere} />
      ) : (
        <Form action="/account/sessions/end">
          <input type="hidden" name="session" value={record.uid} />
          <Button look="secondary" text={t(SESSIONS.end, { browser: name })} />
        </Form>
      )}
    </li>
  );
}
