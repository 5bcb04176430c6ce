import type { Adapter, AdapterFactory } from 'oidc-provider';
import { ClientStore } from './client-store.js';
import type { AdapterContext } from './context.js';
import { EphemeralModel } from './ephemeral-model.js';
import { GrantStore } from './grant-store.js';
import { InteractionStore } from './interaction-store.js';
import { RefreshTokenStore } from './refresh-token-store.js';
import { SessionStore } from './session-store.js';

export { ClientStore } from './client-store.js';
export { type AdapterContext, dateOf, SPENT_MARGIN } from './context.js';
export { GrantRevoked } from './grant-store.js';
export { originOf } from './interaction-store.js';
export { REFRESH_TOKEN_LETTERS } from './refresh-token-store.js';
export { beginsNow, SessionStore } from './session-store.js';

/**
 * Where each kind of thing that oidc-provider stores belongs: applications in their department's register, grants and
 * refresh tokens in the durable store, everything else in the ephemeral one.
 */
export function createAdapterFactory(context: AdapterContext): AdapterFactory {
  const make: Readonly<Record<string, () => Adapter>> = {
    Client: () => new ClientStore(context),
    Grant: () => new GrantStore(context),
    Interaction: () => new InteractionStore(context),
    RefreshToken: () => new RefreshTokenStore(context),
    Session: () => new SessionStore(context),
  };
  return (model) => make[model]?.() ?? new EphemeralModel(model, context);
}
