import type { Client, Clients } from '../load/clients.js';
import { Browser, Http } from '../load/http.js';
import type { Server } from './server-process.js';

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
  /** When the access token was got, in milliseconds of this process. */
  since: number;
  refreshToken?: string;
}

/** How a kind of server is used: where each thing is asked for, and what is typed into its forms. */
export interface Service {
  readonly authorize: string;
  readonly token: string;
  readonly userinfo: string;
  readonly introspect: string;
  readonly jwks: string;
  /** What goes into the form that leads to this path beside its hidden fields; undefined when it is not to be sent. */
  fill(action: string, person: Person | undefined): Record<string, string> | undefined;
}

export type SessionsOf = 'sessions' | 'plainSessions' | 'mobileSessions';

/** How much is asked of a side; another server than Node's needs longer to get going, and answers fewer. */
export interface Effort {
  /** What a flow's operations in a round are multiplied with. */
  readonly operations: number;
  /** What the sessions made for a flow are multiplied with. */
  readonly sessions: number;
  /** Undefined: a quarter of a round. */
  readonly warmUpMs?: number;
}

export interface SideOptions {
  readonly name: string;
  readonly server: Server;
  readonly clients: Clients;
  readonly people: readonly Person[];
  readonly service: Service;
  readonly origin: string;
  readonly effort?: Effort;
}

/** One of the services under comparison, with everyone who uses it. */
export class Side {
  readonly http: Http;
  readonly name: string;
  readonly clients: Clients;
  readonly service: Service;
  readonly effort: Effort;
  server: Server;
  /** Those logged in at the web portal, the newest last. */
  readonly sessions: LiveSession[] = [];
  readonly plainSessions: LiveSession[] = [];
  readonly mobileSessions: LiveSession[] = [];
  readonly #people: readonly Person[];
  #next = 0;

  constructor({ name, server, clients, people, service, origin, effort }: SideOptions) {
    this.name = name;
    this.server = server;
    this.clients = clients;
    this.service = service;
    this.effort = effort ?? { operations: 1, sessions: 1 };
    this.http = new Http(origin);
    this.#people = people;
  }

  nextPerson(): Person {
    const person = this.#people[this.#next % this.#people.length]!;
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
