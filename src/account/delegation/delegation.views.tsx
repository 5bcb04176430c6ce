import { DELEGATION_DAYS, MOST_HELPERS } from '../../domain/delegations/index.js';
import type { Delegation, DelegationState } from '../../domain/records/index.js';
import { beijingDate } from '../../shared/beijing-time.js';
import { sayList, type Text } from '../../shared/text.js';
import {
  Button,
  ButtonGroup,
  ButtonLink,
  Checkboxes,
  Heading,
  P,
  Radios,
  SummaryList,
  type SummaryRow,
  Tag,
  type TagColour,
  TextInput,
} from '../../ui/components/index.js';
import { Form } from '../../ui/forms/forms.js';
import { usePage, useText } from '../../ui/page/environment.js';
import { DELEGATION } from './delegation.messages.js';

/** A delegation as one of its two sides sees it. */
export interface DelegationRow {
  readonly one: Delegation;
  readonly side: 'given' | 'received';
  readonly state: DelegationState;
  /** The other's name; undefined where it was erased. */
  readonly name: string | undefined;
  readonly applications: readonly Text[];
}

const PATH = '/account/delegation';

export function DelegationList({
  rows,
  mayInvite,
}: {
  rows: readonly DelegationRow[];
  /** Whether there is a place left, and an application to name. */
  mayInvite: 'yes' | 'full' | 'nowhere';
}) {
  const t = useText();
  const live = rows.filter(({ state }) => state !== 'ended');
  const given = live.filter(({ side }) => side === 'given');
  const received = live.filter(({ side }) => side === 'received');
  const ended = rows.filter(({ state }) => state === 'ended');
  return (
    <>
      <Heading text={DELEGATION.section} />
      <P text={DELEGATION.lead} />
      <section id="given">
        <h2 class="govuk-heading-m">{t(DELEGATION.givenTitle)}</h2>
        {given.length === 0 && <P text={DELEGATION.givenNone} />}
        <Rows rows={given} />
        {mayInvite === 'yes' && <ButtonLink href={`${PATH}/invite`} text={DELEGATION.invite} />}
        {mayInvite === 'full' && <P text={DELEGATION.full} values={{ most: MOST_HELPERS }} />}
        {mayInvite === 'nowhere' && <P text={DELEGATION.nowhere} />}
      </section>
      <section id="received">
        <h2 class="govuk-heading-m">{t(DELEGATION.receivedTitle)}</h2>
        <P text={received.length === 0 ? DELEGATION.receivedNone : DELEGATION.receivedHow} />
        <Rows rows={received} />
      </section>
      {ended.length > 0 && (
        <section id="ended">
          <h2 class="govuk-heading-m">{t(DELEGATION.endedTitle)}</h2>
          <Rows rows={ended} />
        </section>
      )}
    </>
  );
}

function Rows({ rows }: { rows: readonly DelegationRow[] }) {
  if (rows.length === 0) return null;
  return (
    <ul class="yihao-things">
      {rows.map((row) => (
        <Row key={`${row.side} ${row.one.id}`} {...row} />
      ))}
    </ul>
  );
}

function Row({ one, side, state, name, applications }: DelegationRow) {
  const t = useText();
  const { locale } = usePage();
  const date = (at: Date): string => beijingDate(at, locale);
  const who = name ?? t(DELEGATION.somebody);
  const [tag, colour]: readonly [Text, TagColour] =
    state === 'active'
      ? [DELEGATION.active, 'green']
      : state === 'ended'
        ? [DELEGATION.ended, 'grey']
        : [side === 'given' ? DELEGATION.waiting : DELEGATION.asked, 'blue'];
  const rows: readonly SummaryRow[] = [
    { key: DELEGATION.applications, value: useList(applications) },
    one.startedAt
      ? { key: DELEGATION.since, value: date(one.startedAt) }
      : { key: DELEGATION.invitedOn, value: date(one.invitedAt) },
    state === 'ended'
      ? { key: DELEGATION.endedOn, value: date(one.endedAt ?? one.endsAt) }
      : { key: state === 'active' ? DELEGATION.until : DELEGATION.answerBy, value: date(one.endsAt) },
  ];
  const asked = state === 'invited' && side === 'received';
  const ending = state === 'invited' ? t(DELEGATION.withdraw) : t(DELEGATION.end, { name: who });
  return (
    <li class="yihao-thing" data-state={state} data-side={side}>
      <h3 class="yihao-thing__name">
        {who}
        <Tag text={tag} colour={colour} />
      </h3>
      <SummaryList rows={rows} plain />
      {asked && <ButtonLink href={`${PATH}/answer/${one.id}`} text={DELEGATION.look} />}
      {state !== 'ended' && !asked && (
        <Form action={`${PATH}/end`}>
          <input type="hidden" name="delegation" value={one.id} />
          <Button look="secondary" text={ending} />
        </Form>
      )}
    </li>
  );
}

export interface Offer {
  readonly id: string;
  readonly name: Text;
  readonly department: Text;
}

export function InvitePage({ offers }: { offers: readonly Offer[] }) {
  const t = useText();
  return (
    <>
      <Heading text={DELEGATION.inviteTitle} />
      <P text={DELEGATION.inviteLead} />
      <Form autocomplete="off">
        <TextInput name="name" label={DELEGATION.name} width={20} autocomplete="off" />
        <TextInput
          name="number"
          label={DELEGATION.number}
          hint={DELEGATION.numberHint}
          width={20}
          spaced
          autocomplete="off"
        />
        <Checkboxes
          name="applications"
          legend={DELEGATION.which}
          hint={DELEGATION.whichHint}
          items={offers.map(({ id, name, department }) => ({ value: id, label: name, hint: department }))}
        />
        <Radios
          name="days"
          legend={DELEGATION.howLong}
          items={DELEGATION_DAYS.map((days) => ({
            value: String(days),
            label: days === 365 ? t(DELEGATION.year) : t(DELEGATION.days, { days }),
          }))}
        />
        <Button text={DELEGATION.send} id="send" />
      </Form>
    </>
  );
}

export function AnswerPage({
  one,
  name,
  applications,
}: Pick<DelegationRow, 'one' | 'applications'> & { name: string }) {
  const t = useText();
  const { locale } = usePage();
  return (
    <>
      <Heading text={DELEGATION.answerTitle} values={{ name }} />
      <P text={DELEGATION.answerLead} values={{ name }} />
      <SummaryList
        rows={[
          { key: DELEGATION.applications, value: useList(applications) },
          { key: DELEGATION.lasts, value: t(DELEGATION.lastsDays, { days: one.days }) },
          { key: DELEGATION.answerBy, value: beijingDate(one.endsAt, locale) },
        ]}
      />
      <Form>
        <ButtonGroup>
          <Button name="answer" value="yes" text={DELEGATION.accept} id="accept" />
          <Button name="answer" value="no" look="secondary" text={DELEGATION.refuse} id="refuse" />
        </ButtonGroup>
      </Form>
    </>
  );
}

function useList(names: readonly Text[]): string {
  return sayList(names, usePage().locale);
}
