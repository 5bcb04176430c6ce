import type { Settings } from '../../settings/index.js';

/** One thing looked at. Never holds a secret or personal data: it is copied into support tickets. */
export interface Finding {
  readonly part: string;
  /** `look`: it runs, but an operator should know. `bad`: it does not run, or not safely. */
  readonly state: 'good' | 'look' | 'bad';
  readonly found: string;
  /** What to do. */
  readonly remedy?: string;
}

export const good = (part: string, found: string): Finding => ({ part, state: 'good', found });
export const look = (part: string, found: string, remedy: string): Finding => ({ part, state: 'look', found, remedy });
export const bad = (part: string, found: string, remedy: string): Finding => ({ part, state: 'bad', found, remedy });

/** OWASP's least parameters for argon2id at one lane. */
const LEAST_HASH = { memoryKib: 19_456, time: 2 };

/** Settings that are valid and yet not what a service in the open should have. */
export function* examineSettings(settings: Settings): Generator<Finding> {
  yield good('settings', `All are valid; the service is ${settings.YIHAO_ISSUER}.`);
  if (settings.YIHAO_ISSUER.startsWith('http:'))
    yield look(
      'settings',
      'The issuer is http on this machine.',
      'Fine for a try-out; YIHAO_ISSUER is https in the open.',
    );
  if (settings.YIHAO_REGISTRY === 'simulated' || !settings.YIHAO_REGISTRY)
    yield look('settings', 'The population registry is simulated.', 'Set YIHAO_REGISTRY before a real citizen comes.');
  if (!settings.YIHAO_SMS_URL && !settings.YIHAO_SMTP_URL)
    yield look(
      'settings',
      'Messages, with their codes, are shown on a page of the service.',
      'Set YIHAO_SMS_URL and YIHAO_SMTP_URL before a real citizen comes.',
    );
  if (settings.YIHAO_TRUSTED_PROXIES.length === 0 && settings.YIHAO_ISSUER.startsWith('https:'))
    yield look(
      'settings',
      'No proxy is trusted, so everyone seems to come from its address.',
      'Set YIHAO_TRUSTED_PROXIES to the network of the proxy that ends TLS.',
    );
  if (settings.YIHAO_MANAGEMENT_PORT === undefined)
    yield look('settings', 'There is no management port.', 'Set YIHAO_MANAGEMENT_PORT for health checks and figures.');
  const { YIHAO_ARGON2_MEMORY_KIB: memory, YIHAO_ARGON2_TIME: time } = settings;
  if (memory * time < LEAST_HASH.memoryKib * LEAST_HASH.time)
    yield look(
      'settings',
      `Passwords are hashed with ${memory} KiB and ${time} passes.`,
      `Use at least ${LEAST_HASH.memoryKib} KiB and ${LEAST_HASH.time} passes.`,
    );
}

/** @returns whether `version`, as numbers in a text, is at least `least` */
export function atLeast(version: string, least: readonly [number, number]): boolean {
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(major) > least[0] || (Number(major) === least[0] && Number(minor) >= least[1]);
}
