import { sentenceOf } from '../../domain/audit/index.js';
import { AUTHENTICATOR_NAMES } from '../../domain/authenticators/index.js';
import { claimLabel } from '../../domain/departments/index.js';
import type { ExportReading, ToldEvent } from '../../domain/holdings/index.js';
import type { House } from '../../domain/house.js';
import { maskName } from '../../domain/identities/index.js';
import type { AuditEvent, AuthenticatorKind, RecoveryGoal } from '../../domain/records/index.js';
import { RECOVERY_CHANGES } from '../../domain/recovery/index.js';
import { type Locale, say, sayList, type Text } from '../../shared/text.js';
import { HISTORY } from './history.messages.js';

/** An event as its sentence; undefined where the history leaves it out. */
export type Telling = (event: AuditEvent, locale: Locale) => string | undefined;

/** What events call applications and other people. */
interface Names {
  readonly applications: ReadonlyMap<string, Text>;
  readonly people: ReadonlyMap<unknown, string>;
}

/** How these events are told: with the applications' names, and other people's masked ones. */
export async function toldBy(
  { applications, identities }: Pick<House, 'applications' | 'identities'>,
  events: readonly AuditEvent[],
): Promise<Telling> {
  const ids = new Set(events.flatMap(({ applicationId }) => (applicationId === null ? [] : [applicationId])));
  // An application is disabled, never removed: one that is not on record is Yihao's own home page.
  const named = async (id: string): Promise<Text> => (await applications.load(id))?.name ?? HISTORY.yihao;
  const people = new Set(events.flatMap(({ detail: { person } }) => (typeof person === 'string' ? [person] : [])));
  // Whose data was erased has no name.
  const masked = async (id: string): Promise<string> => maskName((await identities.reveal(id, ['name'])).name ?? '');
  const names: Names = {
    applications: new Map(await Promise.all([...ids].map(async (id) => [id, await named(id)] as const))),
    people: new Map(await Promise.all([...people].map(async (id) => [id, await masked(id)] as const))),
  };
  return (event, locale) => {
    const sentence = sentenceOf(event);
    return sentence && say(sentence, locale, valuesOf(event, names, locale));
  };
}

function valuesOf(
  { applicationId, detail }: AuditEvent,
  names: Names,
  locale: Locale,
): Readonly<Record<string, string>> {
  const claims = [detail.claims ?? detail.granted ?? []].flat().map(String);
  const labels = claims.map((claim) => claimLabel({ claim }));
  return {
    application: say(names.applications.get(applicationId ?? '') ?? HISTORY.yihao, locale),
    claims: sayList(labels, locale) || say(HISTORY.nothing, locale),
    person: names.people.get(detail.person) || say(HISTORY.somebody, locale),
    method: say(AUTHENTICATOR_NAMES[detail.kind as AuthenticatorKind] ?? HISTORY.aMethod, locale),
    change: say(RECOVERY_CHANGES[detail.goal as RecoveryGoal] ?? HISTORY.aMethod, locale),
  };
}

/**
 * Events as the citizen's export has them: the sentence in both languages where the history has one, and who did it as
 * far as the citizen is to know: they themselves, an application, our staff, or the system.
 */
export function createTell(deps: Pick<House, 'applications' | 'identities'>): ExportReading['tell'] {
  return async (events) => {
    const told = await toldBy(deps, events);
    return events.map((event): ToldEvent => {
      const { at, type, actor, identityId, applicationId } = event;
      const zh = told(event, 'zh-CN');
      const words = zh === undefined ? null : { zh, en: told(event, 'en') };
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
