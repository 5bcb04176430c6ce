import { passkeyOptionsOn, totpKeyOn } from '../../http/html.js';
import { JourneyBrowser, type Page } from '../../http/journey-browser.js';
import type { SoftPasskey } from '../../identities/soft-passkey.js';
import { PORTAL_ORIGIN } from '../../service/service.js';
import type { WholeService } from '../../service/whole-service.js';
import type { Person } from './people.js';

/** What somebody showed in a browser that only its holder can: right, whatever form it was sent with. */
export interface Proof {
  readonly of: Person;
  /** `lent`: a login of theirs elsewhere let this screen in. */
  readonly what: 'password' | 'sms' | 'totp' | 'recovery' | 'passkey' | 'registry' | 'lent';
  readonly at: number;
  /** Whether a session has begun in that browser since: what it kept of a login under way is gone. */
  spent: boolean;
}

const atPortal = { until: (url: URL): boolean => url.origin === PORTAL_ORIGIN };

/** One browser, with all that it was shown and sent. */
export class Device {
  readonly #service: WholeService;
  readonly #browser: JourneyBrowser;
  page: Page | undefined;
  /** Interactions that it was led into, the newest last. */
  readonly interactions: string[] = [];
  readonly proofs: Proof[] = [];
  /** Who has shown a second factor here. */
  readonly knownTo = new Set<Person>();
  /** What its pages showed last: options for a passkey, a key for an app. */
  options = '{"challenge":""}';
  readonly challenges = new Set<string>();
  totpKey: string | undefined;
  /** What it shows to be typed at another that is logged in. */
  screen: { readonly code: string; readonly number: string } | undefined;
  /** What it sent last: a new password, a new passkey. */
  newPassword: string | undefined;
  newPasskey: SoftPasskey | undefined;

  /** @param address where it seems to be */
  constructor(service: WholeService, address: string) {
    this.#service = service;
    this.#browser = new JourneyBrowser({ 'x-forwarded-for': address });
  }

  open(path: string): Promise<Page> {
    return this.#note(this.#browser.get(new URL(path, this.#service.url).href, atPortal));
  }

  send(path: string, body: Readonly<Record<string, string>>): Promise<Page> {
    return this.#note(this.#browser.post(new URL(path, this.#service.url).href, body, atPortal));
  }

  /** The token that its forms carry now. */
  async token(): Promise<string> {
    const page = this.page?.forms.length ? this.page : await this.#browser.get(`${this.#service.url}/help`);
    return page.forms.find(({ fields }) => '_csrf' in fields)?.fields._csrf ?? '';
  }

  /** @param at when it was shown, if not now */
  proves(of: Person, what: Proof['what'], at = Date.now()): void {
    this.proofs.push({ of, what, at, spent: false });
    if (what !== 'password' && what !== 'registry') this.knownTo.add(of);
  }

  async #note(walking: Promise<Page>): Promise<Page> {
    const page = await walking;
    this.page = page;
    const uid = /^\/interaction\/([\w-]+)/.exec(page.url.pathname)?.[1];
    if (uid && this.interactions.at(-1) !== uid) this.interactions.push(uid);
    const options = passkeyOptionsOn(page.$);
    if (options) {
      this.options = options;
      this.challenges.add((JSON.parse(this.options) as { challenge: string }).challenge);
    }
    const [code, number] = ['#qr-code', '#qr-number'].map((selector) => page.$(selector).text().replaceAll(' ', ''));
    if (code && number) this.screen = { code, number };
    this.totpKey = totpKeyOn(page.$) || this.totpKey;
    return page;
  }
}
