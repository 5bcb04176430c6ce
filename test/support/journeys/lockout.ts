import assert from 'node:assert/strict';
import { hash } from 'argon2';
import { passkeyOptionsOn } from '../http/html.js';
import { JourneyBrowser, type Page } from '../http/journey-browser.js';
import { type GroundOptions, syntheticCitizen } from '../service/service.js';
import { startWholeService } from '../service/whole-service.js';
import { type Person, threePeople } from './any-order/people.js';
import { interactionOf } from './journey-walk.js';

/** One more failure. */
type Fail = () => Promise<Page>;

/** Failures of each kind at a time, each from a browser of its own where more than one can get so far. */
const STRANGERS = 4;

/** Kinds of failures: what `failing` begins. */
export const KINDS = 7;

/**
 * Strangers who know the password and hold a stolen login fail on one identity in every way there is; then its holder's
 * passkey, in a browser that nobody knows, and the browser that they have used before enter at once.
 * @param each failures of each kind, at least
 */
export async function assertHolderEnters(
  stores: Pick<GroundOptions, 'database' | 'redis'>,
  each: number,
): Promise<void> {
  const service = await startWholeService(stores);
  try {
    const passwordHash = await hash(syntheticCitizen(0).password, { memoryCost: 7168, timeCost: 1, parallelism: 1 });
    const [holder] = (await threePeople(service, 0, passwordHash)) as [Person, Person, Person];
    const own = new JourneyBrowser();
    assertEntered(await enterByPasskey(service.url, own, holder));
    const stolen = own.twin();
    own.forget(/session/);

    const kinds = await failing(service.url, holder, stolen);
    assert.equal(Object.keys(kinds).length, KINDS);
    await Promise.all(
      Object.entries(kinds).map(async ([kind, strangers]) => {
        let left = each;
        const fail = async (one: Fail): Promise<void> => {
          while (left > 0) {
            const { status, url } = await one();
            // Turned away untried, by a machine that has enough to do.
            if (status === 503) continue;
            assert.equal(status, 422, `${kind} at ${url.pathname}`);
            left -= 1;
          }
        };
        await Promise.all(strangers.map(fail));
      }),
    );

    // The other kinds may have taken longer than the pause.
    await kinds.password?.[0]?.();
    const { password, number } = holder;
    const stranger = strangersBrowser();
    const paused = await stranger.submit(await stranger.get(`${service.url}/sign-in`), { login: number, password });
    assert.equal(paused.status, 422, 'the right password of a browser that is not known is held back');
    assertEntered(await enterByPasskey(service.url, strangersBrowser(), holder));
    const login = await own.get(`${service.url}/sign-in?to=/account`);
    assertEntered(await own.submit(login, { login: number, password }));
  } finally {
    await service.close();
  }
}

function assertEntered({ status, url }: Page): void {
  assert.deepEqual([status, url.pathname], [200, '/account']);
}

async function enterByPasskey(url: string, browser: JourneyBrowser, { passkeys }: Person): Promise<Page> {
  const login = await browser.get(`${url}/sign-in?to=/account`);
  return browser.post(`${login.url.href}/with`, byPasskey(login, passkeys[0]!.get(optionsOn(login))));
}

/** All kinds of failures, begun before any pause so that each gets as far as it can. */
async function failing(
  url: string,
  holder: Person,
  stolen: JourneyBrowser,
): Promise<Readonly<Record<string, readonly Fail[]>>> {
  const { number, password, passkeys } = holder;
  const several = (one: () => Promise<Fail>): Promise<Fail[]> =>
    Promise.all(Array.from({ length: STRANGERS }, () => one()));

  /** A wrong code of that kind, after the right password. */
  async function secondFactor(kind: string, code: string): Promise<Fail> {
    const browser = strangersBrowser();
    const login = await browser.get(`${url}/sign-in`);
    let first = await browser.submit(login, { login: number, password });
    while (first.status === 503) first = await browser.submit(login, { login: number, password });
    const choice = first.forms.find(({ element }) => element.find(`[value="${kind}"]`).length > 0)!;
    const asked = await browser.post(new URL(choice.action, first.url).href, { ...choice.fields, kind });
    return () => elsewhere(browser).submit(asked, { code }, { action: '/code' });
  }
  async function passwordAlone(): Promise<Fail> {
    const browser = strangersBrowser();
    const login = await browser.get(`${url}/sign-in`);
    return () => elsewhere(browser).submit(login, { login: number, password: 'not the right one' });
  }
  async function recovery(): Promise<Fail> {
    const browser = strangersBrowser();
    const at = `${url}${interactionOf(await browser.get(`${url}/sign-in`))}/recover`;
    const ways = await browser.submit(await browser.get(at), { goal: 'phone', login: number }, { action: '/recover' });
    const prove = await browser.submit(ways, { way: '0' }, { action: '/recover/ways' });
    const guess = { password: 'not the right one', recovery_code: '0000-0000-0000-0000' };
    return () => elsewhere(browser).submit(prove, guess, { action: '/prove' });
  }
  /** The holder's own passkey by name, signed by another key. */
  async function forgedPasskey(): Promise<Fail> {
    const browser = strangersBrowser();
    let page = await browser.get(`${url}/sign-in`);
    const to = `${page.url.href}/with`;
    const fields = byPasskey(page, '');
    return async () => {
      const code = passkeys[0]!.get(optionsOn(page), { forged: true });
      const answer = await elsewhere(browser).post(to, { ...fields, code });
      if (answer.status === 422) page = answer;
      return answer;
    };
  }
  /** A code under which no screen waits. */
  async function qrMiss(): Promise<Fail> {
    const typing = await stolen.get(`${url}/account/sessions/screen`);
    return () => elsewhere(stolen).submit(typing, { screen_code: '00000000' });
  }
  const [totp, recoveryCode] = await Promise.all([
    several(() => secondFactor('totp', '000000')),
    several(() => secondFactor('recovery', '0000-0000-0000-0000')),
  ]);
  return {
    totp,
    'recovery code': recoveryCode,
    // One message a minute: another browser is sent none.
    sms: Array<Fail>(STRANGERS).fill(await secondFactor('sms', '000000')),
    'recovery journey': await several(recovery),
    'forged passkey': await several(forgedPasskey),
    qr: Array<Fail>(STRANGERS).fill(await qrMiss()),
    password: await several(passwordAlone),
  };
}

let address = 0;

/** The same browser at an address of its own: what is looked at is not the limit on one address. */
function elsewhere(browser: JourneyBrowser): JourneyBrowser {
  address += 1;
  browser.headers['x-forwarded-for'] = `10.${(address >> 16) & 255}.${(address >> 8) & 255}.${address & 255}`;
  return browser;
}

const strangersBrowser = (): JourneyBrowser => elsewhere(new JourneyBrowser());

/** What the page's script sends where the browser offers a passkey by itself. */
function byPasskey(login: Page, code: string): Record<string, string> {
  return { ...login.forms.find(({ action }) => action.endsWith('/login'))!.fields, way: 'passkey', code };
}

function optionsOn({ $ }: Page): string {
  return passkeyOptionsOn($) ?? '';
}
