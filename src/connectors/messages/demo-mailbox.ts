import { z } from 'zod';
import type { ChannelAnswer, MessageChannel, OutgoingMessage } from '../../domain/notifications/index.js';
import { type Clock, plusSeconds } from '../../shared/clock.js';
import type { EphemeralStore } from '../../shared/ephemeral.js';
import { createSealer, type Sealer } from '../../shared/seal.js';

const keptMessage = z.object({
  id: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  template: z.string(),
  code: z.string().optional(),
  sentAt: z.coerce.date(),
});
/** A message as the demo's page shows it; `code` where it carries one. */
export type DemoMessage = z.infer<typeof keptMessage>;

const KEPT_SECONDS = 60 * 60;
const SHOWN = 200;

/**
 * Takes the place of SMS and mail where no gateway is set: keeps the messages of the last hour, at most 200 of them, for
 * the page /demo/messages. Sealed, because a demo's citizens may use a number that is real.
 */
export class DemoMailbox implements MessageChannel {
  readonly #store: EphemeralStore;
  readonly #clock: Clock;
  readonly #keys: { derive(purpose: string): Promise<Buffer> };
  #sealer: Promise<Sealer> | undefined;

  constructor(deps: { store: EphemeralStore; clock: Clock; keys: { derive(purpose: string): Promise<Buffer> } }) {
    this.#store = deps.store;
    this.#clock = deps.clock;
    this.#keys = deps.keys;
  }

  async send({ id, to, subject, text, template, values }: OutgoingMessage): Promise<ChannelAnswer> {
    const sentAt = this.#clock.now();
    const code = values.code === undefined ? undefined : String(values.code);
    const message: DemoMessage = { id, to, subject, text, template, code, sentAt };
    const sealed = (await this.#seal()).seal(JSON.stringify(message), id);
    // The same id again is the same message again.
    if (await this.#store.add(messageKey(id), sealed, KEPT_SECONDS)) {
      await this.#store.setFields(hourKey(sentAt), { [id]: '' }, 2 * KEPT_SECONDS);
    }
    return 'sent';
  }

  /** Newest first. */
  async list(): Promise<readonly DemoMessage[]> {
    const now = this.#clock.now();
    const oldest = plusSeconds(now, -KEPT_SECONDS);
    const hours = await Promise.all(
      [now, oldest].map(async (at) => Object.keys(await this.#store.fields(hourKey(at)))),
    );
    // The ids begin with their time of creation.
    const ids = [...new Set(hours.flat())].sort().reverse().slice(0, SHOWN);
    const sealer = await this.#seal();
    const kept = await Promise.all(
      ids.map(async (id) => {
        const sealed = await this.#store.get(messageKey(id));
        return sealed === undefined ? [] : [keptMessage.parse(JSON.parse(sealer.open(sealed, id)))];
      }),
    );
    return kept.flat().filter(({ sentAt }) => sentAt > oldest);
  }

  #seal(): Promise<Sealer> {
    this.#sealer ??= this.#keys.derive('demo-mailbox').then(createSealer);
    return this.#sealer;
  }
}

const messageKey = (id: string): string => `demo-message:{${id}}`;
const hourKey = (at: Date): string => `demo-messages:{${Math.floor(at.getTime() / (KEPT_SECONDS * 1000))}}`;
