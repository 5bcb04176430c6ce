import { Gauge, type Registry } from 'prom-client';

/** One value, with its labels where the figure has several. */
export interface Reading {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface GaugeDefinition {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
  /** How the values of several workers become one. */
  readonly together: 'sum' | 'max' | 'min';
  /** Asked at each scrape. One that throws or takes too long leaves the figure out: no value is better than an old one. */
  read(): Promise<readonly Reading[]> | readonly Reading[];
}

/** Milliseconds a figure may take; a scrape gives up after some seconds. */
const READ_MS = 2_500;

/** Figures that are asked for when someone looks, not counted as things happen. */
export class GaugeBoard {
  readonly #registry: Registry;

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  add({ name, help, labels = [], together, read }: GaugeDefinition): void {
    new Gauge({
      name,
      help,
      labelNames: [...labels],
      aggregator: together,
      registers: [this.#registry],
      async collect() {
        const readings = await within(READ_MS, async () => read()).catch(() => []);
        this.reset();
        if (labels.length === 0 && readings.length === 0) this.set(Number.NaN);
        for (const { labels: at = {}, value } of readings) this.set(at, value);
      },
    });
  }
}

async function within<T>(ms: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('too late')), ms);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
