import { createHash } from 'node:crypto';
import { z } from 'zod';
import { BriefMemory } from '../../shared/brief-memory.js';
import { type Clock, plusSeconds } from '../../shared/clock.js';
import { mac } from '../../shared/mac.js';
import { randomDigits, randomToken } from '../../shared/random.js';
import { plainCode } from '../../shared/text.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import { record } from '../audit/index.js';
import { type Repositories, TERMINAL_ID_FORM, type Terminal } from '../records/index.js';

export interface TerminalsDeps {
  readonly uow: UnitOfWork<Pick<Repositories, 'terminals' | 'audit'>>;
  readonly keys: { derive(purpose: string): Promise<Buffer> };
  readonly clock: Clock;
}

export type AddTerminalResult =
  /** `code` is shown this once; only its digest is kept. */
  | { readonly outcome: 'added'; readonly terminal: Terminal; readonly code: string }
  | { readonly outcome: 'taken' }
  /** Names of what is missing or not as it must be. */
  | { readonly outcome: 'invalid'; readonly fields: readonly string[] };

const words = z.string().trim().min(1).max(100);
const newTerminal = z.object({
  id: z.string().regex(TERMINAL_ID_FORM),
  name: z.object({ zh: words, en: words }),
  place: z.string().regex(/^\d{6}$/),
});

/** Figures of the code that is typed at the terminal: enough that none is found by guessing while it works. */
const CODE_DIGITS = 12;
const CODE_SECONDS = 24 * 3600;
/** Exactly what `randomToken` makes. */
const SECRET = /^[\w-]{43}$/;
/** A disabled terminal is none this soon, on every node. */
const MEMORY_MILLISECONDS = 2000;

/** Public terminals: registered by an operator, set up once with a code, known by a secret in their browser. */
export class Terminals {
  readonly #deps: TerminalsDeps;
  readonly #known: BriefMemory<Terminal | undefined>;
  #key: Promise<Buffer> | undefined;

  constructor(deps: TerminalsDeps) {
    this.#deps = deps;
    this.#known = new BriefMemory(deps.clock, MEMORY_MILLISECONDS);
  }

  list(): Promise<readonly Terminal[]> {
    return this.#deps.uow.read.terminals.list();
  }

  /** @param actor `operator:<name>` */
  async add(input: unknown, actor: string): Promise<AddTerminalResult> {
    const parsed = newTerminal.safeParse(input);
    if (!parsed.success) return { outcome: 'invalid', fields: parsed.error.issues.map(({ path }) => path.join('.')) };
    const { uow, clock } = this.#deps;
    const code = randomDigits(CODE_DIGITS);
    const now = clock.now();
    const setup = { setupDigest: await this.#digest(code), setupUntil: plusSeconds(now, CODE_SECONDS) };
    const terminal = { ...parsed.data, ...setup, secretDigest: null, createdAt: now, disabledAt: null };
    return uow.run(async (stores): Promise<AddTerminalResult> => {
      if (!(await stores.terminals.insert(terminal))) return { outcome: 'taken' };
      const detail = { terminalId: terminal.id, place: terminal.place };
      await record({ clock }, stores, 'terminal.added', { actor, detail });
      return { outcome: 'added', terminal, code };
    });
  }

  /**
   * Spends a set-up code.
   * @returns the secret that the browser is to keep; undefined where nobody's code is this, or no longer
   */
  async setUp(typed: string): Promise<{ readonly terminal: Terminal; readonly secret: string } | undefined> {
    const { uow, clock } = this.#deps;
    const setupDigest = await this.#digest(plainCode(typed));
    const secret = randomToken();
    return uow.run(async (stores) => {
      const terminal = await stores.terminals.findBySetup(setupDigest);
      if (!terminal?.setupUntil || terminal.setupUntil <= clock.now()) return undefined;
      if (!(await stores.terminals.setUp(setupDigest, digestOf(secret)))) return undefined;
      await record({ clock }, stores, 'terminal.set_up', { actor: 'visitor', detail: { terminalId: terminal.id } });
      return { terminal, secret };
    });
  }

  /** The terminal that this browser is; may be two seconds old. */
  async recognise(secret: string | undefined): Promise<Terminal | undefined> {
    if (!secret || !SECRET.test(secret)) return undefined;
    const digest = digestOf(secret);
    return this.#known.get(digest, () => this.#deps.uow.read.terminals.findBySecret(digest));
  }

  /** @returns false where there is none, or it is disabled already */
  async disable(id: string, actor: string): Promise<boolean> {
    const { uow, clock } = this.#deps;
    return uow.run(async (stores) => {
      if (!(await stores.terminals.disable(id, clock.now()))) return false;
      await record({ clock }, stores, 'terminal.disabled', { actor, detail: { terminalId: id } });
      return true;
    });
  }

  async #digest(code: string): Promise<string> {
    this.#key ??= this.#deps.keys.derive('terminal-setup');
    return mac(await this.#key, code).toString('base64url');
  }
}

/** The secret has 256 random bits: it needs no key. */
const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
