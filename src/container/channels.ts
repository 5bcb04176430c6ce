import { EgressClient } from '../connectors/egress/egress-client.js';
import { DemoMailbox, MailServer, SmsGateway } from '../connectors/messages/index.js';
import { createOutsideProviders, readOutsideSettings } from '../connectors/outside/index.js';
import { createSimulatedRegistry, HttpRegistry } from '../connectors/registry/index.js';
import type { OutsideProvider } from '../domain/authenticators/index.js';
import type { Applications } from '../domain/departments/index.js';
import type { House } from '../domain/house.js';
import type { PopulationRegistry } from '../domain/identities/index.js';
import { createMessageHandler, type DeliveryHandler } from '../domain/notifications/index.js';
import { BriefMemory } from '../shared/brief-memory.js';
import type { Foundation } from './foundation.js';

/** How old the list of registered logout addresses may be, in milliseconds. */
const ORIGINS_MS = 2_000;

/** The ways out of the house. */
export interface Channels {
  readonly egress: EgressClient;
  readonly deliverMessage: DeliveryHandler;
  readonly registry: PopulationRegistry;
  /** Sites whose accounts citizens may link. */
  readonly outside: readonly OutsideProvider[];
  /** Where messages go while no gateway is set; shown on a page. */
  readonly mailbox: DemoMailbox | undefined;
}

/**
 * Requests leave to registered logout addresses and to the services that the settings name, and to nobody else.
 * Such a service may stand in the operator's own network, so its origin may be private; a portal's may only where
 * the settings name it.
 * @throws OutsideSettingsError
 */
export function createChannels(
  deps: Pick<Foundation, 'settings'> &
    Pick<House, 'applications' | 'clock' | 'ephemeral' | 'identities' | 'keys' | 'preferences'> & {
      onTrouble(event: string, detail: object): void;
    },
): Channels {
  const { settings, clock, keys, ephemeral, identities, preferences, applications, onTrouble } = deps;
  const registryUrl = settings.YIHAO_REGISTRY === 'simulated' ? undefined : settings.YIHAO_REGISTRY;
  const own = [settings.YIHAO_SMS_URL, registryUrl].flatMap((url) => (url ? [new URL(url).origin] : []));
  const known = new BriefMemory<ReadonlySet<string>>(clock, ORIGINS_MS);
  const egress = new EgressClient({
    isAllowed: async (origin) =>
      own.includes(origin) || (await known.get('', () => logoutOrigins(applications))).has(origin),
    tracedOrigins: own,
    privateOrigins: [...settings.YIHAO_EGRESS_PRIVATE, ...own],
  });
  const mailbox =
    settings.YIHAO_SMS_URL || settings.YIHAO_SMTP_URL ? undefined : new DemoMailbox({ store: ephemeral, clock, keys });
  const phone =
    settings.YIHAO_SMS_URL && settings.YIHAO_SMS_KEY
      ? new SmsGateway({
          url: settings.YIHAO_SMS_URL,
          key: { id: settings.YIHAO_SMS_KEY_ID, secret: Buffer.from(settings.YIHAO_SMS_KEY, 'base64') },
          clock,
          fetch: egress.fetch,
          onTrouble: (detail) => onTrouble('sms.trouble', detail),
        })
      : mailbox;
  const email =
    settings.YIHAO_SMTP_URL && settings.YIHAO_MAIL_FROM
      ? new MailServer({
          url: settings.YIHAO_SMTP_URL,
          from: settings.YIHAO_MAIL_FROM,
          onTrouble: (detail) => onTrouble('mail.trouble', detail),
        })
      : mailbox;
  const deliverMessage = createMessageHandler({
    ...(phone && { phone }),
    ...(email && { email }),
    contactsOf: (identityId) => identities.reveal(identityId, ['phone', 'email']),
    languageOf: async (identityId) => (await preferences.of(identityId)).language ?? undefined,
    onRefused: (refusal) => onTrouble('message.refused', refusal),
  });
  const registry =
    registryUrl && settings.YIHAO_REGISTRY_KEY
      ? new HttpRegistry({
          url: registryUrl,
          key: { id: settings.YIHAO_REGISTRY_KEY_ID, secret: Buffer.from(settings.YIHAO_REGISTRY_KEY, 'base64') },
          clock,
          fetch: egress.fetch,
          onTrouble: ({ cause: _, ...detail }) => onTrouble('registry.trouble', detail),
        })
      : createSimulatedRegistry();
  const outside = createOutsideProviders(readOutsideSettings(settings.YIHAO_OUTSIDE_PROVIDERS_FILE), {
    clock,
    privateOrigins: settings.YIHAO_EGRESS_PRIVATE,
    onTrouble: (trouble) => onTrouble('outside.trouble', trouble),
  });
  return { egress, registry, deliverMessage, outside, mailbox };
}

async function logoutOrigins(applications: Pick<Applications, 'list'>): Promise<ReadonlySet<string>> {
  const all = await applications.list();
  return new Set(all.flatMap(({ backchannelLogoutUri: uri }) => (uri ? [new URL(uri).origin] : [])));
}
