import type { Sealer } from '../../shared/seal.js';
import type { ProviderDeps, ProviderSettings } from '../ports.js';
import type { StandaloneAudit } from '../tokens/standalone-audit.js';
import type { Standings } from '../tokens/standings.js';

/** What every adapter works with. */
export interface AdapterContext
  extends Pick<ProviderDeps, 'uow' | 'ephemeral' | 'clock' | 'applications' | 'sessions' | 'places'> {
  readonly issuer: string;
  readonly settings: Pick<ProviderSettings, 'sessionIdleMinutes' | 'sessionHours' | 'stayDays' | 'terminalIdleMinutes'>;
  readonly sealer: Sealer;
  readonly standings: Standings;
  readonly standaloneAudit: StandaloneAudit;
}

/** oidc-provider's times are whole seconds since 1970. */
export const epoch = (at: Date): number => Math.floor(at.getTime() / 1000);
export const dateOf = (seconds: number): Date => new Date(seconds * 1000);

/** Seconds a spent row outlives the thing itself, so that no clock difference lets it live again. */
export const SPENT_MARGIN = 600;
