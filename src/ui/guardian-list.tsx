import { beijingTime } from '../shared/beijing-time.js';
import type { Text } from '../shared/text.js';
import { SummaryList, Tag, type TagColour } from './components/index.js';
import { GUARDIAN_LIST as G } from './forms/person-fields.messages.js';
import { usePage } from './page/environment.js';

/** A guardian as the child sees them; the name and number masked. */
export interface ListedGuardian {
  readonly state: 'asked' | 'confirmed' | 'refused' | 'ended';
  readonly name: string;
  readonly number: string;
  readonly askedAt: Date;
  readonly changedAt: Date;
}

const STATES: Readonly<Record<ListedGuardian['state'], { text: Text; colour: TagColour; since: Text }>> = {
  asked: { text: G.asked, colour: 'yellow', since: G.askedSince },
  confirmed: { text: G.confirmed, colour: 'green', since: G.confirmedSince },
  refused: { text: G.refused, colour: 'grey', since: G.refusedSince },
  ended: { text: G.ended, colour: 'grey', since: G.endedSince },
};

/** The guardians that a child has named, and what each has answered. */
export function GuardianList({ guardians }: { guardians: readonly ListedGuardian[] }) {
  const { locale } = usePage();
  if (guardians.length === 0) return null;
  return (
    <ul class="yihao-things">
      {guardians.map(({ state, name, number, changedAt }, n) => (
        <li key={n} class="yihao-thing" data-state={state}>
          <h2 class="yihao-thing__name">
            {name}
            <Tag text={STATES[state].text} colour={STATES[state].colour} />
          </h2>
          <SummaryList
            plain
            rows={[
              { key: G.number, value: number },
              { key: STATES[state].since, value: beijingTime(changedAt, locale) },
            ]}
          />
        </li>
      ))}
    </ul>
  );
}
