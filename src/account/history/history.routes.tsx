import type { AuditEvent, AuditLog } from '../../domain/audit/index.js';
import { AUTHENTICATOR_NAMES, type AuthenticatorKind } from '../../domain/authenticators/index.js';
import { type Applications, claimLabel } from '../../domain/departments/index.js';
import { beijingDate } from '../../shared/beijing-time.js';
import { type Locale, say, type Text } from '../../shared/text.js';
import { clockTime } from '../../ui/clock-time.js';
import type { AccountSection } from '../section.js';
import { HISTORY } from './history.messages.js';
import { type Day, History } from './history.views.js';
import { type NotMeDeps, notMePages } from './not-me.pages.js';
import { type HistoryKind, KINDS, sentenceOf, typesOf } from './sentences.js';

export interface HistoryDeps extends NotMeDeps {
  readonly uow: NotMeDeps['uow'] & { readonly read: { readonly audit: Pick<AuditLog, 'before'> } };
  readonly applications: Pick<Applications, 'load'>;
}

const PATH = '/account/history';
const PAGE = 50;
/** Where the next page begins: milliseconds and the id of the last event that was shown. */
const CURSOR = /^(\d{1,15})\.([A-Za-z0-9_-]{1,64})$/;

/** `/account/history`: what was done in the citizen's name, by day, the latest first. */
export function historySection(deps: HistoryDeps): AccountSection {
  const { uow, applications } = deps;

  /** What events call each application. */
  async function namesOf(events: readonly AuditEvent[]): Promise<ReadonlyMap<string, Text>> {
    const ids = new Set(events.flatMap(({ applicationId }) => (applicationId === null ? [] : [applicationId])));
    // An application is disabled, never removed: one that is not on record is Yihao's own home page.
    const named = async (id: string): Promise<Text> => (await applications.load(id))?.name ?? HISTORY.yihao;
    return new Map(await Promise.all([...ids].map(async (id) => [id, await named(id)] as const)));
  }

  return {
    path: PATH,
    name: HISTORY.section,
    mount(pages) {
      pages.show(PATH, async (ctx, { identityId }) => {
        const { locale } = ctx.state;
        const kind = KINDS.find((one) => one === ctx.query.kind);
        const [, at, id] = CURSOR.exec(String(ctx.query.before ?? '')) ?? [];
        const cursor = at && id ? { at: new Date(Number(at)), id } : undefined;
        const found = await uow.read.audit.before(identityId, cursor, typesOf(kind), PAGE + 1);
        const events = found.slice(0, PAGE);
        const last = found.length > PAGE ? events.at(-1) : undefined;
        const older = last && addressOf(kind, `${last.at.getTime()}.${last.id}`);
        const days = daysOf(events, await namesOf(events), locale);
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
function daysOf(events: readonly AuditEvent[], names: ReadonlyMap<string, Text>, locale: Locale): readonly Day[] {
  const days: { day: string; entries: { at: Date; time: string; sentence: string; type: string; count: number }[] }[] =
    [];
  for (const event of events) {
    const day = beijingDate(event.at, locale);
    if (days.at(-1)?.day !== day) days.push({ day, entries: [] });
    const { entries } = days.at(-1)!;
    const sentence = say(sentenceOf(event), locale, valuesOf(event, names, locale));
    const before = entries.at(-1);
    if (before?.sentence === sentence) before.count += 1;
    else entries.push({ at: event.at, time: clockTime(event.at, locale), sentence, type: event.type, count: 1 });
  }
  return days;
}

function valuesOf(
  { applicationId, detail }: AuditEvent,
  names: ReadonlyMap<string, Text>,
  locale: Locale,
): Readonly<Record<string, string>> {
  const claims = [detail.claims ?? detail.granted ?? []].flat().map(String);
  const labels = claims.map((claim) => say(claimLabel({ claim }), locale));
  return {
    application: say(names.get(applicationId ?? '') ?? HISTORY.yihao, locale),
    claims: labels.join(locale === 'en' ? ', ' : '、') || say(HISTORY.nothing, locale),
    method: say(AUTHENTICATOR_NAMES[detail.kind as AuthenticatorKind] ?? HISTORY.aMethod, locale),
  };
}
