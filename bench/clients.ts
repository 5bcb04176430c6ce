/** The password of everyone who logs in here. */
export const PASSWORD = 'one-number-one-login';

/** A portal as both servers know it. */
export interface Client {
  readonly id: string;
  readonly redirectUri: string;
  readonly scope: string;
  /** Undefined for a public client. */
  secret?: string;
}

const client = (id: string, scope: string): Client => ({ id, scope, redirectUri: `https://${id}.example/callback` });

/** Each side has its own copies, because each makes its own secrets. */
export const createClients = () => ({
  /** A department's web portal: learns name, birthdate and gender. */
  web: client('bench-web', 'openid profile'),
  /** Learns nothing but the subject, and calls interfaces. */
  plain: client('bench-plain', 'openid'),
  /** A public client, whose refresh tokens rotate. */
  mobile: client('bench-mobile', 'openid offline_access'),
});

/** Interfaces that `plain` calls in its own name: one with each kind of access token. */
export const APIS = { jwt: 'https://api.bench.example/', opaque: 'https://opaque.bench.example/' } as const;

export type Clients = ReturnType<typeof createClients>;
