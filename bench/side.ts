import type { Client, Clients } from './clients.js';
import { Browser, Http } from './http.js';
import type { ServerProcess } from './server-process.js';

/** Someone who logs in. */
export interface Person {
  readonly index: number;
  readonly login: string;
  /** The secret of a device confirmed before. */
  readonly device: string | undefined;
}

/** A browser that is logged in, with what its portal got. */
export interface LiveSession {
  readonly browser: Browser;
  accessToken: string;
  refreshToken?: string;
}

/** Where each thing is asked for: oidc-provider's own addresses, or ours. */
export interface Paths {
  readonly authorize: string;
  readonly token: string;
  readonly userinfo: string;
  readonly introspect: string;
  readonly jwks: string;
}

/** One of the two services under comparison, with everyone who uses it. */
export class Side {
  readonly http: Http;
  /** Those logged in at the web portal, the newest last. */
  readonly sessions: LiveSession[] = [];
  readonly plainSessions: LiveSession[] = [];
  readonly mobileSessions: LiveSession[] = [];
  #next = 0;

  constructor(
    readonly name: string,
    public server: ServerProcess,
    readonly clients: Clients,
    readonly people: readonly Person[],
    readonly paths: Paths,
    origin: string,
  ) {
    this.http = new Http(origin);
  }

  nextPerson(): Person {
    const person = this.people[this.#next % this.people.length]!;
    this.#next += 1;
    return person;
  }

  /** A browser nobody is logged in in, but known to this person. */
  browserOf({ index, device }: Person): Browser {
    const address = `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
    const browser = new Browser(this.http, address);
    if (device) browser.plant('yihao_device', device);
    return browser;
  }

  async stop(): Promise<void> {
    this.http.close();
    await this.server.stop();
  }
}

export const basic = ({ id, secret }: Client): Record<string, string> =>
  secret === undefined ? {} : { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` };
