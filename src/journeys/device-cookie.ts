import type { PageContext } from '../ui/context.js';

const YEAR_SECONDS = 365 * 24 * 3600;
/** What `KnownDevices` makes; anything else in the cookie is as good as none. */
const SECRET = /^[\w-]{43}$/;

/** The secret by which this browser is known to the identities that confirmed it. It names nobody. */
export interface DeviceCookie {
  read(ctx: PageContext): string | undefined;
  /** Keeps `secret` for a year. */
  write(ctx: PageContext, secret: string): void;
}

/** @param secure whether the issuer is https */
export function createDeviceCookie(secure: boolean): DeviceCookie {
  const name = secure ? '__Host-yihao_device' : 'yihao_device';
  return {
    read(ctx) {
      const sent = ctx.cookies.get(name);
      return sent && SECRET.test(sent) ? sent : undefined;
    },
    write(ctx, secret) {
      const maxAge = YEAR_SECONDS * 1000;
      ctx.cookies.set(name, secret, { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge, overwrite: true });
    },
  };
}
