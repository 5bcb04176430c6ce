import ipaddr from 'ipaddr.js';
import { z } from 'zod';

const wholeNumber = (min: number, max: number, fallback: number) =>
  z.coerce
    .number({ error: 'must be a whole number' })
    .int('must be a whole number')
    .min(min)
    .max(max)
    .default(fallback);

const optionalNumber = (min: number, max: number) =>
  z.coerce.number({ error: 'must be a whole number' }).int('must be a whole number').min(min).max(max).optional();

const address = (...protocols: string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    error: `must be an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });

const key = z.string().refine((value) => /^[A-Za-z0-9+/_-]{43}=?$/.test(value), {
  error: 'must be 32 random bytes in base64 (openssl rand -base64 32)',
});

/** It stands between quotes in a signature's parameters, and is a setting at whoever verifies. */
const keyName = z
  .string()
  .regex(/^[\w.-]+$/, { error: 'must be Latin letters, digits, dots, hyphens or underscores' })
  .default('yihao');

const list = z
  .string()
  .default('')
  .transform((value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  );

/**
 * Every setting, with its unit in the name where it has one. The environment variable's name is the key; its
 * description is what `--help` and the operator's guide print.
 */
export const schema = z
  .object({
    YIHAO_ISSUER: address('http:', 'https:')
      .refine((value) => !new URL(value).search && !new URL(value).hash && new URL(value).pathname === '/', {
        error: 'must be an origin: no path, query or fragment',
      })
      .refine((value) => new URL(value).protocol === 'https:' || isLoopback(new URL(value).hostname), {
        error: 'must be https, except on localhost',
      })
      .transform((value) => new URL(value).origin)
      .default('http://localhost:3000')
      .describe('The public origin. Part of every token; the Host header decides nothing.'),
    YIHAO_PORT: wholeNumber(0, 65535, 3000).describe('The port to listen on.'),
    YIHAO_BIND: z.string().default('127.0.0.1').describe('The address to listen on; 0.0.0.0 for every interface.'),
    YIHAO_WORKERS: wholeNumber(1, 64, 1).describe(
      'Processes that share the port; more than one needs MySQL and Redis.',
    ),
    YIHAO_MANAGEMENT_PORT: optionalNumber(0, 65535).describe(
      'The port of /healthz, /readyz and /metrics, for a closed network; unset: none.',
    ),
    YIHAO_MANAGEMENT_BIND: z.string().default('127.0.0.1').describe('The address of that port.'),
    YIHAO_DRAIN_SECONDS: wholeNumber(0, 10, 5).describe(
      'After SIGTERM, with a management port: how long requests are still taken while /readyz says no.',
    ),
    YIHAO_DATA_DIR: z
      .string()
      .default('./data')
      .describe('Where the embedded default keeps its database and master key.'),
    YIHAO_DATABASE_URL: address('mysql:')
      .optional()
      .describe('mysql://user:password@host:3306/yihao; unset: an SQLite file.'),
    YIHAO_DATABASE_POOL: wholeNumber(2, 200, 20).describe('Connections to the database per process.'),
    YIHAO_REDIS_URL: address('redis:', 'rediss:')
      .optional()
      .describe('redis://host:6379/0; unset: a store in the process.'),
    YIHAO_MASTER_KEY: key
      .optional()
      .describe('Wraps every data key. The embedded default makes one; MySQL requires it.'),
    YIHAO_TRUSTED_PROXIES: list
      .refine((networks) => networks.every(isNetwork), {
        error: 'must be networks such as 10.0.0.0/8, separated by commas',
      })
      .describe('Networks whose X-Forwarded-For is believed for the client address; nothing else of it ever is.'),
    YIHAO_PLACE_HEADER: z
      .string()
      .regex(/^[A-Za-z0-9-]+$/, { error: 'must be the name of a header' })
      .optional()
      .describe(
        'The header in which a trusted proxy says where a request comes from: a GB/T 2260 code (330100) or a country (FR). Unset: nobody knows.',
      ),
    YIHAO_ARGON2_MEMORY_KIB: wholeNumber(7168, 1048576, 19456).describe('argon2id memory.'),
    YIHAO_ARGON2_TIME: wholeNumber(1, 20, 2).describe('argon2id passes.'),
    YIHAO_ARGON2_PARALLELISM: wholeNumber(1, 16, 1).describe('argon2id lanes.'),
    YIHAO_HASH_CONCURRENCY: wholeNumber(0, 256, 0).describe('Hashes at once; 0: one per core.'),
    YIHAO_HASH_QUEUE: wholeNumber(0, 10000, 64).describe('Hashes that may wait; beyond, 503 with Retry-After.'),
    YIHAO_REGISTRY: z
      .union([z.literal('simulated'), address('https:', 'http:')])
      .optional()
      .describe(
        'The population registry: an address, or "simulated" (labelled on every page). Unset: simulated with SQLite, required with MySQL.',
      ),
    YIHAO_REGISTRY_KEY: key.optional().describe('Signs requests to the registry.'),
    YIHAO_REGISTRY_KEY_ID: keyName.describe('The name of that key at the registry.'),
    YIHAO_SMS_URL: address('https:', 'http:')
      .optional()
      .describe('The SMS gateway; unset: messages are shown on the demo mailbox page.'),
    YIHAO_SMS_KEY: key.optional().describe('Signs requests to the SMS gateway.'),
    YIHAO_SMS_KEY_ID: keyName.describe('The name of that key at the gateway.'),
    YIHAO_PHONE_COUNTRIES: list
      .transform((codes) => (codes.length > 0 ? codes : ['86', '852', '853', '886']))
      .refine((codes) => codes.every((code) => /^[1-9]\d{0,3}$/.test(code)), {
        error: 'must be country codes such as 86, separated by commas',
      })
      .describe('Country codes of phones that may register; messages elsewhere cost much. Unset: 86,852,853,886.'),
    YIHAO_SMTP_URL: address('smtp:', 'smtps:').optional().describe('smtps://user:password@host:465'),
    YIHAO_MAIL_FROM: z.string().optional().describe('The sender of mail, for example Yihao <no-reply@yihao.example>.'),
    YIHAO_SESSION_IDLE_MINUTES: wholeNumber(5, 1440, 30).describe('A session ends after so long without use.'),
    YIHAO_SESSION_HOURS: wholeNumber(1, 24, 12).describe('A session ends after so long in any case.'),
    YIHAO_STAY_DAYS: wholeNumber(0, 30, 14).describe(
      'Where a citizen chose to stay signed in on their own device: it lasts so long, used or not; after YIHAO_SESSION_HOURS at AAL 1. 0: not offered.',
    ),
    YIHAO_TERMINAL_IDLE_MINUTES: wholeNumber(2, 30, 5).describe(
      'A public terminal forgets whoever leaves it after so long without use; it warns a minute before.',
    ),
    YIHAO_SESSION_RECORD_DAYS: wholeNumber(1, 3650, 180).describe(
      'For so long after its end it is known when a session was and which applications took part in it.',
    ),
    YIHAO_KEY_POLL_MS: wholeNumber(100, 60000, 1000).describe(
      'How often a node looks for new signing keys, in milliseconds.',
    ),
    YIHAO_EGRESS_PRIVATE: list
      .refine((origins) => origins.every((origin) => URL.canParse(origin)), {
        error: 'must be origins, separated by commas',
      })
      .describe(
        'Origins on private addresses that logout messages and outside providers may have, for example http://localhost:3001.',
      ),
    YIHAO_OUTSIDE_PROVIDERS_FILE: z
      .string()
      .optional()
      .describe('A JSON file with the sites whose accounts citizens may link (outside-accounts.md); unset: none.'),
    YIHAO_TRACES_URL: address('http:', 'https:')
      .optional()
      .describe(
        'An OpenTelemetry collector (OTLP over HTTP), for example http://collector:4318/v1/traces; unset: no traces.',
      ),
    YIHAO_LOG_LEVEL: z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])
      .default('info')
      .describe('Least level that is logged.'),
  })
  .superRefine((values, context) => {
    const fault = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (values.YIHAO_PLACE_HEADER && values.YIHAO_TRUSTED_PROXIES.length === 0)
      fault('YIHAO_TRUSTED_PROXIES', 'is required with YIHAO_PLACE_HEADER');
    if (values.YIHAO_DATABASE_URL && !values.YIHAO_MASTER_KEY) fault('YIHAO_MASTER_KEY', 'is required with MySQL');
    if (values.YIHAO_DATABASE_URL && !values.YIHAO_REDIS_URL) fault('YIHAO_REDIS_URL', 'is required with MySQL');
    if (values.YIHAO_DATABASE_URL && !values.YIHAO_REGISTRY) fault('YIHAO_REGISTRY', 'is required with MySQL');
    if (!values.YIHAO_DATABASE_URL && values.YIHAO_WORKERS > 1)
      fault('YIHAO_WORKERS', 'can be more than 1 only with MySQL and Redis: the embedded default is one process');
    if (values.YIHAO_REGISTRY && values.YIHAO_REGISTRY !== 'simulated' && !values.YIHAO_REGISTRY_KEY)
      fault('YIHAO_REGISTRY_KEY', 'is required with a registry address');
    // Without a gateway everybody can read the codes: on a page, and only for invented citizens.
    if (values.YIHAO_REGISTRY && values.YIHAO_REGISTRY !== 'simulated' && !values.YIHAO_SMS_URL)
      fault('YIHAO_SMS_URL', 'is required with a registry address');
    if (values.YIHAO_SMS_URL && !values.YIHAO_SMS_KEY) fault('YIHAO_SMS_KEY', 'is required with YIHAO_SMS_URL');
    if (values.YIHAO_SMTP_URL && !values.YIHAO_MAIL_FROM) fault('YIHAO_MAIL_FROM', 'is required with YIHAO_SMTP_URL');
  });

export type Settings = Readonly<z.output<typeof schema>>;

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
}

function isNetwork(value: string): boolean {
  return ipaddr.isValidCIDR(value) || ipaddr.isValid(value);
}
