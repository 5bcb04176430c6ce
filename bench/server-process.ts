import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What a server has used since it began. */
export interface Usage {
  /** Milliseconds of CPU of the whole process, all of its threads, user and system. */
  readonly cpuMs: number;
  readonly peakMegabytes: number;
}

export type Question =
  | { readonly ask: 'usage' }
  | { readonly ask: 'hashing'; readonly real: boolean }
  | { readonly ask: 'profile'; readonly file?: string };

export interface ServerOptions {
  /** A file beside this one. */
  readonly program: 'bare-server' | 'yihao-server';
  readonly environment: Readonly<Record<string, string>>;
  /** The core it alone runs on; undefined where cores cannot be divided. */
  readonly core: string | undefined;
}

/** A server under test, in a process of its own, asked over its IPC channel. */
export class ServerProcess {
  readonly #child: ChildProcess;
  #questions = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start({ program, environment, core }: ServerOptions): Promise<ServerProcess> {
    const file = fileURLToPath(new URL(`./${program}.js`, import.meta.url));
    // The heap that `npm start` gives the service; the bare server gets the same.
    const command = [process.execPath, '--max-old-space-size=384', '--max-semi-space-size=24', file];
    const [first, ...args] = core === undefined ? command : ['taskset', '-c', core, ...command];
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('YIHAO_'));
    const child = spawn(first!, args, {
      // Its log goes where a container's would: written, and not read here.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...Object.fromEntries(inherited), NODE_ENV: 'production', ...environment },
    });
    const ready = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => undefined)]);
    if (!ready) throw new Error(`${program} did not start`);
    return new ServerProcess(child);
  }

  usage(): Promise<Usage> {
    return this.ask<Usage>({ ask: 'usage' });
  }

  async ask<T>(question: Question): Promise<T> {
    const id = ++this.#questions;
    const answer = new Promise<T>((resolve, reject) => {
      const listen = (message: { id: number; answer: T }): void => {
        if (message.id !== id) return;
        this.#child.off('message', listen).off('exit', gone);
        resolve(message.answer);
      };
      const gone = (): void => reject(new Error('the server under test ended'));
      this.#child.on('message', listen).once('exit', gone);
    });
    this.#child.send({ id, ...question });
    return answer;
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }
}
