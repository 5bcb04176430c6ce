/** What a run is to do, from its options. */
export interface Plan {
  readonly rounds: number;
  /** What the operations of each round are multiplied with. */
  readonly share: number;
  /** What the warm-up of a side that names its length is multiplied with. */
  readonly warmUp: number;
  readonly only: readonly string[] | undefined;
  readonly profile: readonly string[];
  readonly servers: boolean;
  readonly embedded: boolean;
  /** So many identities, instead of the comparison with other servers. */
  readonly scale: number | undefined;
}

export function readPlan(options: readonly string[]): Plan {
  const value = (name: string): string | undefined =>
    options.find((option) => option.startsWith(`--${name}=`))?.slice(name.length + 3);
  const quick = options.includes('--quick');
  const scale = value('scale');
  const profile = value('profile');
  const whole = !(quick || value('share') || value('only') || profile);
  const stores = (value('stores') ?? (whole ? 'servers,embedded' : 'servers')).split(',');
  return {
    rounds: profile ? 1 : quick ? 2 : 5,
    share: quick ? 0.1 : Number(value('share') ?? 1),
    warmUp: quick ? 0.1 : 1,
    only: (value('only') ?? profile)?.split(','),
    profile: profile?.split(',') ?? [],
    servers: stores.includes('servers'),
    embedded: stores.includes('embedded'),
    scale: scale === undefined ? undefined : Number(scale),
  };
}
