import { ButtonLink, Heading, Link, P } from '../../ui/components/index.js';
import type { Words } from '../../ui/context.js';
import { useText } from '../../ui/page/environment.js';
import { HISTORY } from './history.messages.js';

export interface Day {
  readonly day: string;
  readonly entries: readonly {
    readonly at: Date;
    readonly time: string;
    readonly sentence: string;
    readonly type: string;
    readonly count: number;
  }[];
}

export interface HistoryProps {
  days: readonly Day[];
  filters: readonly { readonly text: Words; readonly href: string; readonly current: boolean }[];
  older: string | undefined;
  newest: string | undefined;
}

export function History({ days, filters, older, newest }: HistoryProps) {
  const t = useText();
  return (
    <>
      <Heading text={HISTORY.section} />
      <P text={HISTORY.lead} />
      <P text={HISTORY.doubt} />
      <ButtonLink look="secondary" href="/account/history/not-me" text={HISTORY.notMe} />
      <nav aria-label={t(HISTORY.filter)}>
        <ul class="yihao-filter">
          {filters.map(({ text, href, current }) => (
            <li key={href}>
              <a href={href} aria-current={current ? 'true' : undefined}>
                {t(text)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {days.length === 0 && <P text={HISTORY.none} />}
      {days.map(({ day, entries }) => (
        <section key={day}>
          <h2 class="govuk-heading-m">{day}</h2>
          <ol class="yihao-history">
            {entries.map(({ at, time, sentence, type, count }, index) => (
              <li key={index} data-type={type}>
                <time dateTime={at.toISOString()}>{time}</time>
                <span>{count > 1 ? t(HISTORY.times, { sentence, count }) : sentence}</span>
              </li>
            ))}
          </ol>
        </section>
      ))}
      <p class="yihao-turn">
        {newest && <Link href={newest} text={HISTORY.newest} />}
        {older && <Link href={older} text={HISTORY.older} />}
      </p>
    </>
  );
}
