import { beijingDay, beijingHour } from '../../shared/beijing-time.js';
import { plusSeconds } from '../../shared/clock.js';
import { mac } from '../../shared/mac.js';
import type { Sealer } from '../../shared/seal.js';
import type { KeyManagement } from '../identities/index.js';
import type { Guardianship } from '../records/index.js';

/** Whom a child names. */
export interface NamedGuardian {
  readonly name: string;
  /** Normalised. */
  readonly number: string;
}

export function sealNamed(sealer: Sealer, identityId: string, id: string, named: NamedGuardian): string {
  return sealer.seal(JSON.stringify([named.name, named.number]), context(identityId, id));
}

export function openNamed(sealer: Sealer, { identityId, id, named }: Guardianship): NamedGuardian {
  const [name, number] = JSON.parse(sealer.open(named, context(identityId, id))) as [string, string];
  return { name, number };
}

function context(identityId: string, id: string): string {
  return `guardianships|named|${identityId}|${id}`;
}

/** What leads from a guardian's number to the requests that name it. */
export async function askedDigest(keys: Pick<KeyManagement, 'derive'>, number: string, name: string): Promise<string> {
  return mac(await keys.derive('guardian-number'), `${number}|${name}`).toString('base64url');
}

/** Beijing's hour at which upkeep looks: what it sends wakes nobody. */
const REVIEW_HOUR = 8;

/**
 * When upkeep looks next at whether a child has turned 14: when the month of that birthday begins, and from then on once
 * a day. So the day itself stands nowhere in the clear.
 * @param fourteenOn YYYY-MM-DD
 */
export function nextReview(fourteenOn: string, now: Date): Date {
  const month = beijingHour(`${fourteenOn.slice(0, 7)}-01`, REVIEW_HOUR);
  if (month > now) return month;
  const today = beijingHour(beijingDay(now), REVIEW_HOUR);
  return today > now ? today : plusSeconds(today, 24 * 3600);
}
