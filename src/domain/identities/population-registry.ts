/** What the population registry says of a name and a number. */
export type RegistryAnswer =
  | {
      readonly outcome: 'matched';
      /** Registered residence, GB/T 2260, six digits; undefined where the registry does not tell. */
      readonly residence?: string;
      /** For kinds of number that do not carry them (old permanent-resident IDs). YYYY-MM-DD. */
      readonly birthdate?: string;
      readonly gender?: 'male' | 'female';
    }
  | { readonly outcome: 'mismatch' }
  | { readonly outcome: 'not_found' }
  | { readonly outcome: 'deceased' }
  /** Did not answer, or not in time; try again after so many seconds. */
  | { readonly outcome: 'unavailable'; readonly retryAfter: number };

export interface PopulationRegistry {
  /** True for the simulated registry: every page that relies on it says so. */
  readonly simulated: boolean;
  /** @param number normalised. Never throws for an outage: answers `unavailable`. */
  match(person: { readonly name: string; readonly number: string }): Promise<RegistryAnswer>;
}
