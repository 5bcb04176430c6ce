import type { House } from '../../domain/house.js';
import type { Interactions } from '../../provider/interactions.js';
import type { DeviceCookie } from '../device-cookie.js';
import type { Finish } from './finish.js';
import type { LoginRecord } from './login-record.js';
import type { PasswordLogin } from './password-login.js';

/** What the steps of a login work with. */
export type LoginParts = Pick<
  House,
  'clock' | 'devices' | 'factors' | 'idleMinutes' | 'places' | 'recoveries' | 'stayDays'
> &
  Finish & {
    readonly interactions: Pick<Interactions, 'anySession'>;
    readonly checkLogin: PasswordLogin;
    readonly record: LoginRecord;
    readonly device: DeviceCookie;
  };
