import type { AuditEvent } from '../../domain/audit/index.js';
import { AUTHENTICATOR_NAMES, type AuthenticatorKind } from '../../domain/authenticators/index.js';
import { type Applications, claimLabel } from '../../domain/departments/index.js';
import type { ExportReading, ToldEvent } from '../../domain/rights/index.js';
import { type Locale, say, type Text } from '../../shared/text.js';
import { HISTORY } from './history.messages.js';
import { sentenceOf, typesOf } from './sentences.js';

/** An event that the history shows, as its sentence. */
export type Telling = (event: AuditEvent, locale: Locale) => string;

/** How these events are told: with the applications' names. */
export async function toldBy(
  applications: Pick<Applications, 'load'>,
  events: readonly AuditEvent[],
): Promise<Telling> {
  const ids = new Set(events.flatMap(({ applicationId }) => (applicationId === null ? [] : [applicationId])));
  // An application is disabled, never removed: one that is not on record is Yihao's own home page.
  const named = async (id: string): Promise<Text> => (await applications.load(id))?.name ?? HISTORY.yihao;
  const names = new Map(await Promise.all([...ids].map(async (id) => [id, await named(id)] as const)));
  return (event, locale) => say(sentenceOf(event), locale, valuesOf(event, names, locale));
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

/**
 * Events as the citizen's export has them: the sentence in both languages where the history has one, and who did it as
 * far as the citizen is to know: they themselves, an application, our staff, or the system.
 */
export function createTell(applications: Pick<Applications, 'load'>): ExportReading['tell'] {
  const shown = new Set(typesOf(undefined));
  return async (events) => {
    const told = await toldBy(applications, events);
    return events.map((event): ToldEvent => {
      const { at, type, actor, identityId, applicationId } = event;
      const words = shown.has(type) ? { zh: told(event, 'zh-CN'), en: told(event, 'en') } : null;
      const by =
        actor === identityId
          ? 'self'
          : actor === applicationId
            ? 'application'
            : actor === 'system'
              ? 'system'
              : 'other';
      return { at, type, words, by, applicationId };
    });
  };
}
