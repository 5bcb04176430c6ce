import type { Text } from '../../shared/text.js';
import { regionName } from '../departments/index.js';

/** Tells roughly where an internet address is. An installation that has such a service brings it as a connector. */
export interface PlaceFinder {
  /**
   * @param address IPv4 or IPv6
   * @returns a GB/T 2260 code (`330100`) or an ISO 3166-1 country of two letters (`FR`); undefined where it is not known
   */
  find(address: string): string | undefined;
}

/** Says nothing, where there is nothing to ask. */
export const NOWHERE: PlaceFinder = { find: () => undefined };

const UNKNOWN: Text = { zh: '未知地点', en: 'an unknown place' };

/** What a `PlaceFinder` said, in words. */
export function placeText(place: string | null): Text {
  if (place === null) return UNKNOWN;
  if (/^\d{6}$/.test(place)) return regionName(place);
  if (!/^[A-Z]{2}$/.test(place)) return UNKNOWN;
  const named = (locale: string): string => new Intl.DisplayNames(locale, { type: 'region' }).of(place) ?? place;
  return { zh: named('zh-CN'), en: named('en') };
}
