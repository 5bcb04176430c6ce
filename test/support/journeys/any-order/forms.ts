import { randomToken } from '../../../../src/shared/random.js';
import type { HtmlForm, Page } from '../../http/journey-browser.js';
import { SoftPasskey } from '../../identities/soft-passkey.js';
import type { Device } from './device.js';
import { codeOf, type Person } from './people.js';

/** The newest code that came to each address, and which browser had it sent. */
export type Mail = Map<string, { readonly code: string; readonly by: Device }>;

/** Who fills in a form, with whose data, and whether what is secret in it is right. */
export interface Filling {
  readonly device: Device;
  /** The other browser. */
  readonly elsewhere: Device;
  readonly person: Person;
  /** Another person. */
  readonly other: Person;
  readonly right: boolean;
  /** Chooses among several right answers. */
  readonly pick: number;
  /** Where it is sent. */
  readonly path: string;
  /** The origin that passkeys are made for. */
  readonly origin: string;
  /** Of the person's sessions, one. */
  readonly session: string;
  readonly mail: Mail;
}

/**
 * The fields of every form there is, by its route. One that is missing here fails the test: add it, and if it has a
 * field of a new name, what that is filled with.
 */
export const FIELDS: Readonly<Record<string, readonly string[]>> = {
  '/preferences': ['locale', 'elder', 'return_to'],
  '/stay': [],
  '/consents': [],
  '/interaction/:uid/continue': ['as'],
  '/interaction/:uid/more-time': ['ends'],
  '/interaction/:uid/abort': [],
  '/interaction/:uid/login': ['login', 'password', 'keep'],
  '/interaction/:uid/login/with': ['way', 'code', 'shared'],
  '/interaction/:uid/way': ['code'],
  '/interaction/:uid/code': ['code'],
  '/interaction/:uid/code/send': ['kind'],
  '/interaction/:uid/code/other': [],
  '/interaction/:uid/register': ['name', 'number', 'phone'],
  '/interaction/:uid/register/code': ['code'],
  '/interaction/:uid/register/code/resend': [],
  '/interaction/:uid/register/match': [],
  '/interaction/:uid/register/password': ['password', 'password_again', 'shared'],
  '/interaction/:uid/consent': ['digest', 'claims'],
  '/account/authenticators/name/:id': ['label'],
  '/account/authenticators/remove/:id': [],
  '/account/authenticators/passkey': ['code', 'label'],
  '/account/authenticators/password': ['password', 'password_again', 'others'],
  '/account/authenticators/totp': ['code'],
  '/account/authenticators/recovery': [],
  '/account/departments/withdraw': ['application'],
  '/account/sessions/end': ['session'],
  '/account/sessions/end-others': [],
  '/account/history/not-me': [],
  '/interaction/:uid/guardian': [],
  '/interaction/:uid/closing': [],
  '/interaction/:uid/recover': ['goal', 'login'],
  '/interaction/:uid/recover/ways': ['way'],
  '/interaction/:uid/recover/prove': ['password', 'recovery_code', 'totp_code', 'code', 'name', 'number'],
  '/interaction/:uid/recover/prove/resend': [],
  '/interaction/:uid/recover/password': ['password', 'password_again'],
  '/interaction/:uid/recover/phone': ['phone'],
  '/interaction/:uid/recover/phone/code': ['code'],
  '/interaction/:uid/recover/phone/code/resend': [],
  '/account/family/guardian': ['guardian_name', 'guardian_number'],
  '/account/family/requests/:id': ['answer', 'guardian'],
  '/account/family/children/:id/withdraw': [],
  '/account/family/children/:id/close': ['name'],
  '/account/data/closing/confirm': ['confirm'],
  '/account/data/closing/keep': [],
  '/account/data/return': ['departments'],
  '/account/settings': ['language', 'size'],
  '/account/settings/notices': ['consent'],
  '/interaction/:uid/register/guardian': ['guardian_name', 'guardian_number'],
  '/account/authenticators/outside': ['provider'],
  '/interaction/:uid/waiting': [],
  '/interaction/:uid/waiting/stop': [],
  '/terminal': ['setup_code'],
  '/terminal/finish': [],
  '/stop': ['code'],
  '/account/stop': [],
  '/account/authenticators/lost/:id': [],
  '/account/contact/phone': ['address'],
  '/account/contact/email': ['address'],
  '/account/contact/email/remove': [],
  '/account/contact/confirm': ['code'],
  '/account/contact/confirm/resend': [],
  '/account/delegation/invite': ['name', 'number', 'applications', 'days'],
  '/account/delegation/answer/:id': ['answer'],
  '/account/delegation/end': ['delegation'],
  '/account/sessions/screen': ['screen_code'],
  '/account/sessions/screen/:code': ['number_code', 'opened'],
  '/account/sessions/screen/:code/refuse': [],
  '/account/data/export/ask': [],
  '/account/data/export/fetch': ['form'],
  '/account/data/correction': ['field', 'request'],
};

const NEW_PASSWORD = /\/password$/;

/** What each field is filled with, in any form; undefined leaves it out. */
const VALUES: Readonly<Record<string, (filling: Filling) => string | undefined>> = {
  login: ({ person }) => person.number,
  password: ({ path, device, person, right }) => {
    if (!right) return 'not the right one';
    if (!NEW_PASSWORD.test(path)) return person.password;
    device.newPassword = `a new one ${randomToken()}`;
    return device.newPassword;
  },
  password_again: ({ device, right }) => (right ? device.newPassword : 'something else'),
  code: (filling) => codeFor(filling),
  kind: ({ pick }) => ['sms', 'totp', 'recovery', 'passkey'][pick % 4],
  way: ({ pick, path }) => (path.endsWith('/ways') ? String(pick % 3) : pick % 3 === 0 ? 'qr' : 'passkey'),
  as: ({ right }) => (right ? 'me' : 'other'),
  shared: ({ pick }) => (pick % 3 === 0 ? 'yes' : undefined),
  others: ({ pick }) => (pick % 2 === 0 ? 'yes' : undefined),
  name: ({ person }) => person.name,
  number: ({ person }) => person.number,
  phone: ({ person, other, pick }) => (pick % 5 === 4 ? other.phone : person.phone),
  label: () => 'mine',
  address: ({ path, person, other, pick }) => {
    const whose = pick % 3 === 0 ? person : other;
    return path.endsWith('/email') ? whose.email : whose.phone;
  },
  applications: () => 'portal',
  keep: ({ pick }) => ['once', 'stay', 'shared'][pick % 3],
  goal: ({ pick }) => ['password', 'phone', 'passkey'][pick % 3],
  recovery_code: ({ person, right }) => (right ? person.recoveryCodes.at(-1) : undefined) ?? 'AAAA-AAAA-AAAA-AAAA',
  totp_code: ({ person, right }) => (right ? person.totpCode() : undefined) ?? '000000',
  guardian_name: ({ other }) => other.name,
  guardian_number: ({ other }) => other.number,
  guardian: () => 'yes',
  confirm: () => '注销',
  language: () => 'zh-CN',
  size: () => 'ordinary',
  consent: () => 'phone',
  setup_code: () => 'AAAA-AAAA',
  departments: () => 'office',
  provider: () => 'nobody',
  days: () => '30',
  answer: ({ right }) => (right ? 'yes' : 'no'),
  delegation: () => randomToken(),
  screen_code: ({ device, elsewhere }) => (elsewhere.screen ?? device.screen)?.code ?? '00000000',
  number_code: ({ right, elsewhere }) => (right && elsewhere.screen ? elsewhere.screen.number : '00'),
  opened: () => randomToken(),
  form: ({ pick }) => (pick % 2 === 0 ? 'page' : 'json'),
  field: () => 'name',
  request: () => 'My name is spelled otherwise',
  session: ({ session }) => session,
  application: () => 'portal',
  claims: () => 'name',
  digest: () => randomToken(),
  ends: () => 'kept',
  locale: () => 'zh-CN',
  elder: () => 'off',
  return_to: () => '/account',
};

/** @throws Error for a field that nobody said how to fill in */
export function fillIn(fields: readonly string[], filling: Filling): Record<string, string> {
  const body: Record<string, string> = {};
  for (const name of fields) {
    const value = VALUES[name];
    if (!value) throw new Error(`${filling.path} has a field "${name}": say in ${import.meta.filename} what it holds`);
    const filled = value(filling);
    if (filled !== undefined) body[name] = filled;
  }
  return body;
}

/** The names of what a form asks for; what it brings along by itself is not among them. */
export function fieldsOf({ element, fields }: HtmlForm): readonly string[] {
  const named = (selector: string): readonly string[] =>
    Array.from(element.find(selector), ({ attribs }) => attribs.name).filter((name) => name !== undefined);
  const hidden = named('input[type=hidden]');
  return [...new Set(named('input, select, textarea, button'))].filter(
    (name) => !(hidden.includes(name) && fields[name]),
  );
}

function codeFor({ device, elsewhere, person, other, right, pick, path, origin, mail }: Filling): string {
  if (!right) return pick % 2 === 0 ? '000000' : new SoftPasskey(origin).get(device.options);
  if (path.endsWith('/authenticators/totp')) return device.totpKey ? codeOf(device.totpKey) : '000000';
  if (path.endsWith('/authenticators/passkey')) {
    device.newPasskey = new SoftPasskey(origin);
    return device.newPasskey.create(device.options);
  }
  const passkey = person.passkeys.at(-1);
  // Now and then what the other browser was asked.
  if (passkey && wantsPasskey(device.page)) return passkey.get(pick % 7 === 6 ? elsewhere.options : device.options);
  const received = [person.phone, person.email, other.phone, other.email].map((address) => mail.get(address)?.code);
  const known = [...received, person.totpCode(), person.recoveryCodes.at(-1)].filter((one) => one !== undefined);
  return known[pick % Math.max(1, known.length)] ?? '000000';
}

function wantsPasskey(page: Page | undefined): boolean {
  return (
    page !== undefined &&
    page.$('[data-webauthn-get], [data-webauthn-offer]').length > 0 &&
    page.$('[name=code][id]').length === 0
  );
}

/** What of it proves one of the people in this browser. What was sent or asked because of another browser proves nothing. */
export function noteProofs(
  body: Readonly<Record<string, string>>,
  device: Device,
  people: readonly Person[],
  mail: Mail,
): void {
  const { login, password, code, recovery_code, totp_code, name, number } = body;
  const asked = challengeIn(code);
  for (const person of people) {
    if ((login ?? person.number) === person.number && password === person.password) device.proves(person, 'password');
    if (name === person.name && number === person.number) device.proves(person, 'registry');
    const came = [person.phone, person.email].map((address) => mail.get(address));
    const sent = came.some((one) => one?.code === code && one?.by === device);
    if (sent) device.proves(person, 'sms');
    const shown = [code, totp_code, recovery_code].filter((one) => one !== undefined);
    if (shown.includes(person.totpCode() ?? '-')) device.proves(person, 'totp');
    if (shown.some((one) => person.recoveryCodes.includes(one))) device.proves(person, 'recovery');
    const theirs = person.passkeys.some(({ id }) => code?.startsWith(`{"id":"${id}"`));
    if (theirs && asked !== undefined && device.challenges.has(asked)) device.proves(person, 'passkey');
  }
}

function challengeIn(code: string | undefined): string | undefined {
  if (!code?.startsWith('{')) return undefined;
  const { response } = JSON.parse(code) as { response: { clientDataJSON: string } };
  return JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString()).challenge;
}
