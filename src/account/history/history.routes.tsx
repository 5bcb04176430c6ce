import { type HistoryKind, KINDS, typesShown } from '../../domain/audit/index.js';
import type { House } from '../../domain/house.js';
import type { AuditEvent } from '../../domain/records/index.js';
import { SIGNED_IN } from '../../sections/door.js';
import { beijingDate } from '../../shared/beijing-time.js';
import type { Locale } from '../../shared/text.js';
import { clockTime } from '../../ui/clock-time.js';
import type { AccountSection } from '../section.js';
import { HISTORY } from './history.messages.js';
import { type Day, History } from './history.views.js';
import { notMePages } from './not-me.pages.js';
import { type Telling, toldBy } from './telling.js';

const PATH = '/account/history';
const PAGE = 50;
/** Where the next page begins: milliseconds and the id of the last event that was shown. */
const CURSOR = /^(\d{1,15})\.([A-Za-z0-9_-]{1,64})$/;

/** `/account/history`: what was done in the citizen's name, by day, the latest first. */
export function historySection(
  deps: Pick<House, 'applications' | 'clock' | 'identities' | 'notifications' | 'recoveries' | 'sessions' | 'uow'>,
): AccountSection {
  const { uow } = deps;

  return {
    path: PATH,
    name: HISTORY.section,
    mount(pages) {
      pages.show(PATH, SIGNED_IN, async (ctx, { identityId }) => {
        const { locale } = ctx.state;
        const kind = KINDS.find((one) => one === ctx.query.kind);
        const [, at, id] = CURSOR.exec(String(ctx.query.before ?? '')) ?? [];
        const cursor = at && id ? { at: new Date(Number(at)), id } : undefined;
        const found = await uow.read.audit.before(identityId, cursor, typesShown(kind), PAGE + 1);
        const events = found.slice(0, PAGE);
        const last = found.length > PAGE ? events.at(-1) : undefined;
        const older = last && addressOf(kind, `${last.at.getTime()}.${last.id}`);
        const days = daysOf(events, await toldBy(deps, events), locale);
        const filters = [undefined, ...KINDS].map((one) => ({
          text: HISTORY[one ?? 'all'],
          href: addressOf(one),
          current: one === kind,
        }));
        const newest = cursor && addressOf(kind);
        pages.page(ctx, <History days={days} filters={filters} older={older} newest={newest} />, {
          title: HISTORY.section,
        });
      });
      notMePages(deps, pages);
    },
  };
}

function addressOf(kind: HistoryKind | undefined, before?: string): string {
  const query = new URLSearchParams({ ...(kind && { kind }), ...(before && { before }) }).toString();
  return query === '' ? PATH : `${PATH}?${query}`;
}

/** By day in Beijing; what happened several times in a row stands there once, with the time of the last. */
function daysOf(events: readonly AuditEvent[], told: Telling, locale: Locale): readonly Day[] {
  const days: { day: string; entries: { at: Date; time: string; sentence: string; type: string; count: number }[] }[] =
    [];
  for (const event of events) {
    const sentence = told(event, locale);
    if (sentence === undefined) continue;
    const day = beijingDate(event.at, locale);
    if (days.at(-1)?.day !== day) days.push({ day, entries: [] });
    const { entries } = days.at(-1)!;
    const before = entries.at(-1);
    if (before?.sentence === sentence) before.count += 1;
    else entries.push({ at: event.at, time: clockTime(event.at, locale), sentence, type: event.type, count: 1 });
  }
  return days;
}
