import type { Clock } from '../../shared/clock.js';
import type { EgressClient } from '../egress/egress-client.js';
import type { OutsideTrouble } from './trouble.js';

/** What a provider of either protocol needs. */
export interface ProviderDeps {
  readonly clock: Clock;
  readonly fetch: EgressClient['fetch'];
  onTrouble(trouble: OutsideTrouble): void;
}
