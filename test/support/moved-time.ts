/** The wall clock of this whole process, moved forward; timers and monotonic time are not. Call `restore` when done. */
export class MovedTime {
  readonly #real = globalThis.Date;
  #ahead = 0;

  constructor() {
    const now = (): number => this.#real.now() + this.#ahead;
    globalThis.Date = new Proxy(this.#real, {
      construct: (target, args, newTarget) => Reflect.construct(target, args.length > 0 ? args : [now()], newTarget),
      get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
    });
  }

  /** As if that long had gone by while `work` was done. */
  static async after<T>(seconds: number, work: () => Promise<T>): Promise<T> {
    const time = new MovedTime();
    time.pass(seconds);
    try {
      return await work();
    } finally {
      time.restore();
    }
  }

  pass(seconds: number): void {
    this.#ahead += seconds * 1000;
  }

  restore(): void {
    globalThis.Date = this.#real;
  }
}
