import type { PlaceFinder } from '../../domain/sessions/index.js';
import type { Clock } from '../../shared/clock.js';
import type { EphemeralStore } from '../../shared/ephemeral.js';
import type { Sealer } from '../../shared/seal.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import type { ProviderApplications, ProviderRepositories, ProviderSessions, ProviderSettings } from '../ports.js';
import type { StandaloneAudit } from '../tokens/standalone-audit.js';
import type { Standings } from '../tokens/standings.js';

/** What every adapter works with. */
export interface AdapterContext {
  readonly issuer: string;
  readonly settings: Pick<ProviderSettings, 'sessionIdleMinutes' | 'sessionHours' | 'stayDays' | 'terminalIdleMinutes'>;
  readonly uow: UnitOfWork<ProviderRepositories>;
  readonly ephemeral: EphemeralStore;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly applications: ProviderApplications;
  readonly sessions: ProviderSessions;
  readonly standings: Standings;
  readonly standaloneAudit: StandaloneAudit;
  readonly places?: PlaceFinder;
}

/** oidc-provider's times are whole seconds since 1970. */
export const epoch = (at: Date): number => Math.floor(at.getTime() / 1000);
export const dateOf = (seconds: number): Date => new Date(seconds * 1000);

/** Seconds a spent row outlives the thing itself, so that no clock difference lets it live again. */
export const SPENT_MARGIN = 600;
