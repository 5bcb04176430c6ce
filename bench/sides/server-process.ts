import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Usage, usageOf } from './usage.js';

/** What a server under test written for Node is asked over its IPC channel. */
export type Question =
  | { readonly ask: 'hashing'; readonly real: boolean }
  | { readonly ask: 'profile'; readonly file?: string };

/** A server under test, in a process of its own. */
export interface Server {
  usage(): Usage;
  /** Whether passwords are hashed in earnest or let through; one that cannot leave it out hashes. */
  hashing(real: boolean): Promise<void>;
  /** Begins a CPU profile; with a file, ends it and writes it there. */
  profile(file?: string): Promise<void>;
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** The compiled program. */
  readonly file: string;
  readonly folder: string;
  readonly nodeFlags: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** The core it alone runs on; undefined where cores cannot be divided. */
  readonly core: string | undefined;
}

/** A program of this project under Node. */
export class ServerProcess implements Server {
  readonly #child: ChildProcess;
  #questions = 0;
  #peak = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start(options: ServerOptions): Promise<ServerProcess> {
    const { child } = await startProgram(options);
    return new ServerProcess(child);
  }

  usage(): Usage {
    const { cpuMs, peakMegabytes } = usageOf(this.#child.pid!);
    // Children come and go.
    this.#peak = Math.max(this.#peak, peakMegabytes);
    return { cpuMs, peakMegabytes: this.#peak };
  }

  hashing(real: boolean): Promise<void> {
    return this.#ask({ ask: 'hashing', real });
  }

  profile(file?: string): Promise<void> {
    return this.#ask({ ask: 'profile', ...(file !== undefined && { file }) });
  }

  #ask(question: Question): Promise<void> {
    const id = ++this.#questions;
    const answer = new Promise<void>((resolve, reject) => {
      const listen = (message: { id: number }): void => {
        if (message.id !== id) return;
        this.#child.off('message', listen).off('exit', gone);
        resolve();
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

/** Runs a program until it sends a message, which is the answer. */
export async function runProgram<T>(options: ServerOptions): Promise<T> {
  const { child, first } = await startProgram(options);
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  return first as T;
}

/** Starts a program with an IPC channel and waits for its first message. */
async function startProgram({ file, folder, nodeFlags, environment, core }: ServerOptions) {
  const command = [process.execPath, ...nodeFlags, file];
  const [first, ...args] = core === undefined ? command : ['taskset', '-c', core, ...command];
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('YIHAO_'));
  const child = spawn(first!, args, {
    cwd: folder,
    // Its log goes where a container's would: written, and not read here.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...Object.fromEntries(inherited), NODE_ENV: 'production', ...environment },
  });
  const ready = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => undefined)]);
  if (!ready) throw new Error(`${file} did not start`);
  return { child, first: ready[0] as unknown };
}
