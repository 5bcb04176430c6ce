import type { Ial, SessionRecord } from '../../domain/records/index.js';
import { browserText, placeText } from '../../domain/sessions/index.js';
import { beijingTime } from '../../shared/beijing-time.js';
import { Heading, Link, P, SummaryList } from '../../ui/components/index.js';
import type { Words } from '../../ui/context.js';
import { usePage, useText } from '../../ui/page/environment.js';
import { ASSURANCE, OVERVIEW } from './overview.messages.js';

export interface OverviewProps {
  /** Personal data as it may be read over the shoulder. */
  masked: Readonly<Partial<Record<'name' | 'number' | 'phone' | 'email', string>>>;
  ial: Ial;
  counts: { readonly methods: number; readonly departments: number; readonly sessions: number };
  /** This login, and the one before it. */
  current: SessionRecord | undefined;
  before: SessionRecord | undefined;
}

export function Overview({ masked, ial, counts, current, before }: OverviewProps) {
  const t = useText();
  const { locale } = usePage();
  const login = (record: SessionRecord | undefined): Words => {
    if (!record) return OVERVIEW.first;
    const place = record.place === null ? [] : [t(placeText(record.place))];
    const said = [beijingTime(record.startedAt, locale), t(browserText(record.browser)), ...place];
    return said.join(locale === 'en' ? ', ' : '，');
  };
  return (
    <>
      <Heading text={OVERVIEW.greeting} values={{ name: masked.name ?? '' }} />
      <P text={OVERVIEW.lead} />
      <ul class="yihao-facts">
        <Fact
          count={counts.methods}
          text={OVERVIEW.methods}
          href="/account/authenticators"
          link={OVERVIEW.manageMethods}
        />
        <Fact
          count={counts.departments}
          text={OVERVIEW.departments}
          href="/account/departments"
          link={OVERVIEW.manageDepartments}
        />
        <Fact
          count={counts.sessions}
          text={OVERVIEW.sessions}
          href="/account/sessions"
          link={OVERVIEW.manageSessions}
        />
      </ul>
      <section>
        <h2 class="govuk-heading-m">{t(OVERVIEW.who)}</h2>
        <SummaryList
          rows={[
            { key: OVERVIEW.fullName, value: masked.name ?? OVERVIEW.none },
            { key: OVERVIEW.number, value: masked.number ?? OVERVIEW.none },
            { key: OVERVIEW.phone, value: masked.phone ?? OVERVIEW.none },
            { key: OVERVIEW.email, value: masked.email ?? OVERVIEW.none },
            { key: OVERVIEW.assurance, value: ASSURANCE[ial] },
          ]}
        />
      </section>
      <section>
        <h2 class="govuk-heading-m">{t(OVERVIEW.lastTitle)}</h2>
        <SummaryList
          rows={[
            { key: OVERVIEW.now, value: login(current) },
            { key: OVERVIEW.before, value: login(before) },
          ]}
        />
        <p class="govuk-body">
          {t(OVERVIEW.notYou)} <Link href="/account/history/not-me" text={OVERVIEW.protect} />
          {' · '}
          <Link href="/account/history" text={OVERVIEW.history} />
        </p>
      </section>
    </>
  );
}

function Fact({ count, text, href, link }: { count: number; text: Words; href?: string; link?: Words }) {
  const t = useText();
  return (
    <li class="yihao-fact">
      <strong>{count}</strong> {t(text)}
      {href && link && (
        <div>
          <a href={href}>{t(link)}</a>
        </div>
      )}
    </li>
  );
}
