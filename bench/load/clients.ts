/** The password of everyone who logs in here. */
export const PASSWORD = 'one-number-one-login';

/** A portal as every server knows it. */
export interface Client {
  readonly id: string;
  readonly redirectUri: string;
  readonly scope: string;
  /** What else it asks for when someone is to log in. */
  readonly asks: Readonly<Record<string, string>>;
  /** Undefined for a public client. */
  secret?: string;
}

const client = (id: string, scope: string, asks: Client['asks'] = {}): Client => ({
  id,
  scope,
  asks,
  redirectUri: `https://${id}.example/callback`,
});

/** Each side has its own copies, because each makes its own secrets. */
export const createClients = () => ({
  /** A department's web portal: learns name, birthdate and gender. */
  web: client('bench-web', 'openid profile'),
  /** Learns nothing but the subject, and calls interfaces. */
  plain: client('bench-plain', 'openid'),
  /** A public client, whose refresh tokens rotate; the citizen is asked for that. */
  mobile: client('bench-mobile', 'openid offline_access', { prompt: 'consent' }),
});

/** Interfaces that `plain` calls in its own name: one with each kind of access token. */
export const APIS = { jwt: 'https://api.bench.example/', opaque: 'https://opaque.bench.example/' } as const;

export type Clients = ReturnType<typeof createClients>;
