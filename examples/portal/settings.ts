import { readFileSync } from 'node:fs';

/** Where this portal stands and how it proves itself to Yihao; all from the environment. */
export interface PortalSettings {
  /** Yihao's address, exactly as its discovery document names it. */
  readonly issuer: URL;
  readonly clientId: string;
  readonly credential: { readonly secret: string } | { readonly privateJwk: Readonly<Record<string, unknown>> };
  readonly port: number;
  /** This portal's own address, as citizens' browsers see it. */
  readonly baseUrl: string;
}

/**
 * ISSUER, CLIENT_ID, PORT, PORTAL_URL (default http://localhost:PORT), and one of CLIENT_SECRET, CLIENT_SECRET_FILE
 * and CLIENT_KEY_FILE (a private JWK).
 * @throws Error naming what is missing
 */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
  defaults: { clientId: string; port: number },
): PortalSettings {
  const port = Number(environment.PORT ?? defaults.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('PORT must be a port number');
  const issuer = URL.parse(environment.ISSUER ?? 'http://localhost:3000');
  if (!issuer) throw new Error('ISSUER must be the address of Yihao, for example https://yihao.gov.cn');
  return {
    issuer,
    clientId: environment.CLIENT_ID ?? defaults.clientId,
    credential: readCredential(environment),
    port,
    baseUrl: (environment.PORTAL_URL ?? `http://localhost:${port}`).replace(/\/$/, ''),
  };
}

function readCredential(environment: Readonly<Record<string, string | undefined>>): PortalSettings['credential'] {
  const { CLIENT_SECRET, CLIENT_SECRET_FILE, CLIENT_KEY_FILE } = environment;
  if (CLIENT_KEY_FILE) return { privateJwk: JSON.parse(readFileSync(CLIENT_KEY_FILE, 'utf8')) };
  if (CLIENT_SECRET) return { secret: CLIENT_SECRET };
  if (CLIENT_SECRET_FILE) return { secret: readFileSync(CLIENT_SECRET_FILE, 'utf8').trim() };
  throw new Error('set CLIENT_SECRET, CLIENT_SECRET_FILE or CLIENT_KEY_FILE: what the portal proves itself with');
}
