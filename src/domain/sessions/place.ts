import type { Text } from '../../shared/text.js';
import { regionName } from '../departments/index.js';

/** What a request says of where it comes from. */
export interface Whence {
  /** The client's, IPv4 or IPv6. */
  readonly ip: string;
  readonly req: {
    readonly headers: Readonly<Record<string, string | string[] | undefined>>;
    readonly socket: { readonly remoteAddress?: string | undefined };
  };
}

/** Tells roughly where a request comes from. An installation that has such a service brings it as a connector. */
export interface PlaceFinder {
  /**
   * @returns a GB/T 2260 code (`330100`) or an ISO 3166-1 country of two letters (`FR`); undefined where it is not known
   */
  find(request: Whence): string | undefined;
}

/** Says nothing, where there is nothing to ask. */
export const NOWHERE: PlaceFinder = { find: () => undefined };

/** Digits of a GB/T 2260 code that name its city: whoever is in another county of it has not travelled. */
const CITY_DIGITS = 4;

/** Whether two places are the same for somebody who goes there. */
export const isSamePlace = (one: string, other: string): boolean =>
  one.slice(0, CITY_DIGITS) === other.slice(0, CITY_DIGITS);

const UNKNOWN: Text = { zh: '未知地点', en: 'an unknown place' };

/** What a `PlaceFinder` said, in words. */
export function placeText(place: string | null): Text {
  if (place === null) return UNKNOWN;
  if (/^\d{6}$/.test(place)) return regionName(place);
  if (!/^[A-Z]{2}$/.test(place)) return UNKNOWN;
  const named = (locale: string): string => new Intl.DisplayNames(locale, { type: 'region' }).of(place) ?? place;
  return { zh: named('zh-CN'), en: named('en') };
}
