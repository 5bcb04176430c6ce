import { z } from 'zod';
import { type Clock, plusSeconds } from '../../shared/clock.js';
import { randomId } from '../../shared/random.js';
import type { Sealer } from '../../shared/seal.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import { type Notifier, record } from '../audit/index.js';
import { CHAPTERS, type ExportReading, type ExportRow } from '../holdings/index.js';
import type { Identities } from '../identities/index.js';
import type { DeliveryHandler, Outbox } from '../notifications/index.js';
import type { DataExport, DataExportPart, ExportForm, Repositories } from '../records/index.js';
import { type ExportChapter, readChapter } from './chapters.js';
import { openCorrection } from './corrections.js';

export interface DataExportsDeps {
  readonly uow: UnitOfWork<Repositories>;
  readonly outbox: Pick<Outbox, 'add'>;
  readonly notifications: Notifier;
  readonly identities: Pick<Identities, 'reveal' | 'sealerOf'>;
  readonly tell: ExportReading['tell'];
  readonly clock: Clock;
  readonly chapters?: readonly ExportChapter[];
}

/** Days for which it can be fetched. */
export const EXPORT_DAYS = 7;
/** Hours after which a preparation that failed each time is given up. */
const PREPARE_HOURS = 24;

/** The document's name and version: see docs/guides/data-export.md. A change that a reader would trip over is a new version. */
const FORMAT = { format: 'yihao-data-export', version: 1 } as const;

/** Characters to a piece: sealed, 10,000 of four bytes each fit a MySQL `text` of 65,535 bytes. */
const PIECES = /[\s\S]{1,10000}/gu;

export type ExportDocument = typeof FORMAT & {
  readonly identityId: string;
  readonly preparedAt: string;
  /** By the name of its source. */
  readonly data: Readonly<Record<string, readonly ExportRow[]>>;
};

export type FetchResult =
  | { readonly outcome: 'fetched'; readonly document: ExportDocument }
  /** Not ready yet, fetched before, run out, or never asked for. */
  | { readonly outcome: 'not_there' };

const order = z.object({ identityId: z.string(), id: z.string() });

/**
 * A citizen's copy of everything that is held about them (个人信息保护法 art. 45). It is prepared in the background, chapter by
 * chapter, and each is stored as it is done: whoever takes the work over goes on where it was left. It rests sealed under
 * the identity's own data key, and each form of it is fetched once.
 */
export class DataExports {
  readonly #deps: DataExportsDeps;
  readonly #chapters: readonly ExportChapter[];

  constructor(deps: DataExportsDeps) {
    this.#deps = deps;
    this.#chapters = deps.chapters ?? CHAPTERS;
  }

  /** The one that was asked for and can still be fetched or is being prepared. */
  async of(identityId: string): Promise<DataExport | undefined> {
    const found = await this.#deps.uow.read.dataExports.find(identityId);
    return found && !this.#isOver(found) ? found : undefined;
  }

  #isOver({ expiresAt, jsonFetchedAt, pageFetchedAt }: DataExport): boolean {
    return expiresAt <= this.#deps.clock.now() || (jsonFetchedAt !== null && pageFetchedAt !== null);
  }

  /** @returns `there` where one is being prepared or waits to be fetched; of any number of parallel calls one asks */
  async ask(identityId: string): Promise<'asked' | 'there'> {
    const { uow, clock, outbox, notifications } = this.#deps;
    return uow.run(async (repositories) => {
      const { dataExports } = repositories;
      const now = clock.now();
      const before = await dataExports.find(identityId);
      if (before && !this.#isOver(before)) return 'there';
      if (before) await dataExports.removeIdentity(identityId);
      const asked: DataExport = {
        ...{ identityId, id: randomId(now.getTime()), steps: 0, askedAt: now },
        ...{
          readyAt: null,
          jsonFetchedAt: null,
          pageFetchedAt: null,
          expiresAt: plusSeconds(now, PREPARE_HOURS * 3600),
        },
      };
      if (!(await dataExports.insert(asked))) return 'there';
      const payload = { identityId, id: asked.id };
      await outbox.add(repositories.outbox, { kind: 'export', payload, expiresAt: asked.expiresAt });
      const event = { actor: identityId, identityId };
      await record({ clock, notifications }, repositories, 'data_export.asked', event);
      return 'asked';
    });
  }

  /** The outbox worker's handler: goes on from the first chapter that is not done. Two at once do no harm. */
  readonly prepare: DeliveryHandler = async (payload, { signal }) => {
    const { identityId, id } = order.parse(payload);
    const { uow, identities } = this.#deps;
    for (;;) {
      const asked = await uow.read.dataExports.find(identityId);
      const sealer = await identities.sealerOf(identityId);
      if (asked?.id !== id || asked.readyAt || !sealer) return 'done';
      if (signal.aborted) return 'retry';
      await this.#step(asked, sealer);
    }
  };

  async #step(asked: DataExport, sealer: Sealer): Promise<void> {
    const { uow, clock, identities, tell } = this.#deps;
    const { identityId } = asked;
    const done = new Set(await uow.read.dataExports.sources(identityId));
    // By name: another version of the service, which took part, may know others.
    const left = this.#chapters.filter(({ name }) => !done.has(name));
    const [chapter] = left;
    const reveal: ExportReading['reveal'] = (fields) => identities.reveal(identityId, fields);
    const reading = { identityId, stores: uow.read, sealer, reveal, tell, openCorrection };
    const rows = chapter ? await readChapter(chapter, reading) : [];
    const parts = chapter ? piecesOf(asked, chapter.name, rows, sealer) : [];
    const now = clock.now();
    const ready = left.length <= 1 ? { readyAt: now, expiresAt: plusSeconds(now, EXPORT_DAYS * 86_400) } : {};
    await uow.run(async ({ dataExports }) => {
      const change = { readyAt: null, expiresAt: asked.expiresAt, ...ready, steps: asked.steps + 1 };
      if (await dataExports.advance(asked, change)) await dataExports.addParts(parts);
    });
  }

  /**
   * Hands it out, once in each form: of any number of parallel calls over any number of nodes one gets it. After the
   * second form nothing of it is left.
   */
  async fetch(identityId: string, form: ExportForm): Promise<FetchResult> {
    const { uow, clock, identities, notifications } = this.#deps;
    const sealer = await identities.sealerOf(identityId);
    return uow.run(async (repositories): Promise<FetchResult> => {
      const { dataExports } = repositories;
      const now = clock.now();
      if (!sealer || !(await dataExports.markFetched(identityId, form, now))) return { outcome: 'not_there' };
      // Read after the row is held, so that of two forms fetched at one moment the second sees the first.
      const asked = (await dataExports.find(identityId))!;
      const document = documentOf(asked, await dataExports.parts(identityId), sealer);
      if (this.#isOver(asked)) await dataExports.removeParts(identityId);
      const event = { actor: identityId, identityId, detail: { form } };
      await record({ clock, notifications }, repositories, 'data_export.fetched', event);
      return { outcome: 'fetched', document };
    });
  }
}

function context(exportId: string, source: string, number: number): string {
  return `data_export_parts|content|${exportId}|${source}|${number}`;
}

function piecesOf({ identityId, id }: DataExport, source: string, rows: unknown, sealer: Sealer): DataExportPart[] {
  const pieces = JSON.stringify(rows).match(PIECES) ?? [];
  return pieces.map((piece, number) => {
    return { identityId, source, number, content: sealer.seal(piece, context(id, source, number)) };
  });
}

/** @throws Error when a piece was altered or belongs to another export */
function documentOf(
  { identityId, id, readyAt }: DataExport,
  parts: readonly DataExportPart[],
  sealer: Sealer,
): ExportDocument {
  const opened = Map.groupBy(parts, ({ source }) => source);
  // In the order in which it is told; what another version added comes last.
  const names = [...new Set([...CHAPTERS.map(({ name }) => name), ...opened.keys()])];
  const data = names.flatMap((name) => {
    const pieces = opened.get(name)?.map(({ number, content }) => sealer.open(content, context(id, name, number)));
    return pieces ? [[name, JSON.parse(pieces.join('')) as ExportRow[]]] : [];
  });
  return { ...FORMAT, identityId, preparedAt: readyAt!.toISOString(), data: Object.fromEntries(data) };
}
