import type { OutsideProvider } from '../../domain/authenticators/index.js';
import type { Clock } from '../../shared/clock.js';
import { EgressClient, type EgressOptions } from '../egress/egress-client.js';
import { OAuthProvider } from './oauth-provider.js';
import { OpenIdProvider } from './openid-provider.js';
import type { OutsideSettings } from './settings.js';
import type { OutsideTrouble } from './trouble.js';

export { OutsideSettingsError, readOutsideSettings } from './settings.js';

export interface OutsideDeps extends Pick<EgressOptions, 'privateOrigins'> {
  readonly clock: Clock;
  onTrouble(trouble: OutsideTrouble): void;
}

/** Each provider as the settings have it, with a way out to its own origins and to no other's. */
export function createOutsideProviders(
  settings: readonly OutsideSettings[],
  { privateOrigins = [], ...deps }: OutsideDeps,
): readonly OutsideProvider[] {
  return settings.map((one) => {
    const origins = new Set(originsOf(one));
    const { fetch } = new EgressClient({ isAllowed: (origin) => origins.has(origin), privateOrigins });
    return one.protocol === 'openid'
      ? new OpenIdProvider(one, { ...deps, fetch })
      : new OAuthProvider(one, { ...deps, fetch });
  });
}

function originsOf(one: OutsideSettings): readonly string[] {
  const urls =
    one.protocol === 'openid'
      ? [one.issuer, ...one.origins]
      : [one.token.url, ...(one.profile ? [one.profile.url] : [])];
  return urls.map((url) => new URL(url).origin);
}
