import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { codesSent } from '../../http/html.js';
import { JourneyBrowser, type Page } from '../../http/journey-browser.js';
import type { MovedTime } from '../../moved-time.js';
import { portalRequest } from '../../service/service-login.js';
import type { WholeService } from '../../service/whole-service.js';
import { Device } from './device.js';
import { FIELDS, fieldsOf, fillIn, type Mail, noteProofs } from './forms.js';
import { type Person, threePeople } from './people.js';
import { Watch } from './watch.js';

/** As which person: one of the three, or the one whose browser it is. */
export const OWNER = 3;

/** One thing that somebody does. Numbers choose among what there is at that moment. */
export type Step =
  /** Opens a page. */
  | { readonly do: 'open'; readonly by: number; readonly page: number | string; readonly of: number }
  /** Fills in a form of the page that is open, and sends it. */
  | { readonly do: 'answer'; readonly by: number; readonly as: number; readonly right: boolean; readonly pick: number }
  /** Sends a form without having been at its page. */
  | {
      readonly do: 'send';
      readonly by: number;
      readonly form: number | string;
      readonly as: number;
      readonly right: boolean;
      readonly pick: number;
      /** Whose interaction or authenticator is named in the address. */
      readonly of: number;
    }
  /** Sends again what somebody sent before. */
  | {
      readonly do: 'replay';
      readonly by: number;
      readonly sent: number;
      readonly token: 'own' | 'old';
      readonly here: boolean;
    }
  /** Opens a page of the account and does what it is for. */
  | {
      readonly do: 'change';
      readonly by: number;
      readonly as: number;
      readonly page: number | string;
      readonly pick: number;
    }
  /** Logs in, as far as this leads. */
  | { readonly do: 'log in'; readonly by: number; readonly as: number; readonly how: 'password' | 'code' | 'passkey' }
  /** Registers, as far as this leads. */
  | { readonly do: 'register'; readonly by: number; readonly as: number }
  | { readonly do: 'log out'; readonly by: number }
  | { readonly do: 'wait'; readonly seconds: number };

const any = fc.nat({ max: 999 });
const by = fc.nat({ max: 1 });
const as = fc.constantFrom(0, 1, 2, OWNER, OWNER, OWNER);
const right = fc.boolean();

export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('open' as const), by, page: any, of: as }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('answer' as const), by, as, right, pick: any }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('send' as const), by, form: any, as, right, pick: any, of: as }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('replay' as const),
      by,
      sent: any,
      token: fc.constantFrom('own' as const, 'old' as const),
      here: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('log in' as const),
      by,
      as,
      how: fc.constantFrom('password' as const, 'code' as const, 'passkey' as const),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('change' as const), by, as, page: any, pick: any }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('register' as const), by, as }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('log out' as const), by }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(31, 61, 200, 290, 310, 1000) }),
  },
);

interface Sent {
  readonly path: string;
  readonly body: Readonly<Record<string, string>>;
}

/** Two browsers and three people at one service, for one list of steps. */
export class Scene {
  readonly #service: WholeService;
  readonly #time: MovedTime;
  readonly #people: readonly Person[];
  readonly #devices: readonly [Device, Device];
  readonly #sent: Sent[] = [];
  readonly #mail: Mail = new Map();
  /** Messages that were read. */
  readonly #old = new Set<string>();
  readonly #gets: readonly string[];
  readonly #posts: readonly string[];
  readonly watch: Watch;

  private constructor(service: WholeService, time: MovedTime, people: readonly Person[], index: number) {
    this.#service = service;
    this.#time = time;
    this.#people = people;
    const address = (last: number): string => `10.${(index >> 8) & 255}.${index & 255}.${last}`;
    this.#devices = [new Device(service, address(1)), new Device(service, address(2))];
    this.watch = new Watch(service, people);
    const paths = (wanted: string): string[] =>
      service.routes.filter(({ method }) => method === wanted).map(({ path }) => path);
    const starts = ['/sign-in?to=/account&fresh=1', ...[1, 2, 3].map((aal) => `portal ${aal}`)];
    this.#gets = [...paths('GET'), ...starts];
    this.#posts = [...new Set(paths('POST'))].toSorted();
  }

  /** @param index of the scene: each has people of its own */
  static async open(service: WholeService, time: MovedTime, index: number, passwordHash: string): Promise<Scene> {
    const scene = new Scene(service, time, await threePeople(service, 3 * index, passwordHash), index);
    await scene.watch.begin();
    return scene;
  }

  /** @throws AssertionError where it broke a promise */
  async take(one: Step): Promise<void> {
    if (one.do === 'wait') return this.#time.pass(one.seconds);
    const device = this.#devices[one.by]!;
    const page = await this.#act(device, one);
    if (one.do !== 'open') await this.#readMessages(device);
    assert.ok(!page || page.status < 500, `${page?.status} at ${page?.trail.join(' → ')}`);
    await this.watch.judge(device);
  }

  async #act(device: Device, one: Exclude<Step, { do: 'wait' }>): Promise<Page | undefined> {
    switch (one.do) {
      case 'open':
        return device.open(this.#address(device, this.#path(one.page, this.#gets), one.of, one.by));
      case 'answer':
        return this.#answer(device, this.#person(one), one.right, one.pick);
      case 'send': {
        const route = this.#path(one.form, this.#posts);
        const path = this.#address(device, route, one.of, one.pick);
        const body = this.#fill(device, this.#person(one), one.right, one.pick, path, FIELDS[route] ?? []);
        return this.#send(device, path, { ...body, _csrf: await device.token() });
      }
      case 'replay': {
        const old = this.#sent[one.sent % Math.max(1, this.#sent.length)];
        if (!old) return undefined;
        const uid = one.here ? device.interactions.at(-1) : undefined;
        const path = uid ? old.path.replace(/^\/interaction\/[^/]+/, `/interaction/${uid}`) : old.path;
        return this.#send(device, path, one.token === 'old' ? old.body : { ...old.body, _csrf: await device.token() });
      }
      case 'change': {
        const own = this.#gets.filter((path) => path.startsWith('/account/'));
        await device.open(this.#address(device, this.#path(one.page, own), one.as, one.pick));
        return this.#answer(device, this.#person(one), true, one.pick);
      }
      case 'log in':
        return this.#logIn(device, this.#person(one), one.how);
      case 'register':
        return this.#register(device, this.#person(one));
      case 'log out':
        await device.open('/logout');
        return this.#answer(device, this.#people[0]!, true, 0);
    }
  }

  #path(chosen: number | string, among: readonly string[]): string {
    return typeof chosen === 'string' ? chosen : among[chosen % among.length]!;
  }

  #person({ as: who, by: device }: { readonly as: number; readonly by: number }): Person {
    return this.#people[who === OWNER ? device : who]!;
  }

  /** Sends the form of the open page that `pick` chooses. */
  async #answer(device: Device, person: Person, isRight: boolean, pick: number): Promise<Page | undefined> {
    const { page } = device;
    const forms = (page?.forms ?? []).filter(({ action, method }) => method === 'post' && action !== '/preferences');
    const form = forms[pick % Math.max(1, forms.length)];
    if (!page || !form) return undefined;
    const { pathname } = new URL(form.action || page.url.href, page.url);
    const body = this.#fill(device, person, isRight, pick, pathname, fieldsOf(form));
    return this.#send(device, pathname, { ...form.fields, ...body });
  }

  async #logIn(device: Device, person: Person, how: 'password' | 'code' | 'passkey'): Promise<Page | undefined> {
    await device.open(this.#address(device, how === 'password' ? '/sign-in' : 'portal 2', 0, 0));
    const base = `/interaction/${device.interactions.at(-1)}`;
    const send = async (path: string, fields: readonly string[], pick = 0): Promise<Page> => {
      const body = this.#fill(device, person, true, pick, base + path, fields);
      return this.#send(device, base + path, { ...body, _csrf: await device.token() });
    };
    if (how === 'passkey') return send('/login/with', ['way', 'code'], 1);
    const page = await send('/login', ['login', 'password']);
    if (!page.url.pathname.endsWith('/code') || how === 'password') return page;
    const known = person.totpCode();
    await send('/code/send', ['kind'], known ? 1 : 0);
    await this.#readMessages(device);
    const code = known ?? this.#mail.get(person.phone)?.code ?? '000000';
    return this.#send(device, `${base}/code`, { code, _csrf: await device.token() });
  }

  async #register(device: Device, person: Person): Promise<Page | undefined> {
    await device.open('/register');
    let page: Page | undefined;
    for (let form = 0; form < 4; form += 1) {
      page = await this.#answer(device, person, true, 0);
      await this.#readMessages(device);
    }
    return page;
  }

  #fill(
    device: Device,
    person: Person,
    isRight: boolean,
    pick: number,
    path: string,
    fields: readonly string[],
  ): Record<string, string> {
    const sessions = this.watch.sessionsOf(person);
    const session = sessions[pick % Math.max(1, sessions.length)]?.uid ?? 'none';
    const elsewhere = this.#devices.find((one) => one !== device)!;
    const other = this.#people[(this.#people.indexOf(person) + 1) % this.#people.length]!;
    const origin = this.#service.url;
    const who = { device, elsewhere, person, other, mail: this.#mail };
    return fillIn(fields, { ...who, right: isRight, pick, path, origin, session });
  }

  async #send(device: Device, path: string, body: Readonly<Record<string, string>>): Promise<Page> {
    this.#sent.push({ path, body });
    noteProofs(body, device, this.#people, this.#mail);
    this.#noteLending(device, path, body);
    return device.send(path, body);
  }

  /** Whoever is logged in here and types the other screen's number lends it their login, as old as it is. */
  #noteLending(device: Device, path: string, body: Readonly<Record<string, string>>): void {
    const screen = this.#devices.find((one) => one !== device)!;
    const shown = screen.screen;
    if (!shown || !path.endsWith(`/screen/${shown.code}`) || body.number_code !== shown.number) return;
    for (const person of this.#people) {
      const latest = device.proofs.findLast(({ of }) => of === person);
      if (latest && this.watch.isIn(device, person)) screen.proves(person, 'lent', latest.at);
    }
  }

  /** An address of this route, with what it names: an interaction of either browser, an authenticator of anybody. */
  #address(device: Device, route: string, of: number, pick: number): string {
    const level = /^portal (\d)$/.exec(route)?.[1];
    if (level) return `${portalRequest(this.#service).url}&acr_values=urn:yihao:aal:${level}`;
    const whose = of === OWNER ? device : this.#devices[of % 2]!;
    const uid = whose.interactions.at(-1) ?? 'none';
    const ids = this.watch.authenticatorsOf(this.#people[of === OWNER ? this.#devices.indexOf(device) : of]!);
    const id = ids[pick % Math.max(1, ids.length)] ?? 'none';
    const code = this.#devices.map(({ screen }) => screen?.code).find(Boolean) ?? '00000000';
    return route.replace(':uid', uid).replace(':code', code).replace(/:\w+/g, id);
  }

  /** Waits until every message has come, and notes because of which browser. */
  async #readMessages(device: Device): Promise<void> {
    const { outbox } = this.#service.foundation.database.uow.read;
    const waiting = async (): Promise<number> => (await outbox.backlog(new Date(Date.now() + 1e9))).due;
    for (let look = 0; look < 300 && (await waiting()) > 0; look += 1) await sleep(5);
    const { $ } = await new JourneyBrowser().get(`${this.#service.url}/demo/messages`);
    for (const { to, code } of codesSent($).toReversed())
      if (!this.#old.has(`${to} ${code}`)) {
        this.#old.add(`${to} ${code}`);
        this.#mail.set(to.replace('+86', ''), { code, by: device });
      }
  }
}
