import { EgressClient, EgressError } from '../../connectors/egress/egress-client.js';
import { MailServer } from '../../connectors/messages/index.js';
import { createOutsideProviders, OutsideSettingsError, readOutsideSettings } from '../../connectors/outside/index.js';
import type { Settings } from '../../settings/index.js';
import { systemClock } from '../../shared/clock.js';
import { bad, type Finding, good } from './findings.js';

/** The ways out: mail, SMS, the population registry and outside providers. Nothing is sent, nobody is asked about. */
export async function* examineReach(settings: Settings): AsyncGenerator<Finding> {
  if (settings.YIHAO_SMS_URL) yield await answers('sms', settings.YIHAO_SMS_URL, 'YIHAO_SMS_URL');
  if (settings.YIHAO_REGISTRY && settings.YIHAO_REGISTRY !== 'simulated')
    yield await answers('registry', settings.YIHAO_REGISTRY, 'YIHAO_REGISTRY');
  yield* examineOutside(settings);
  if (settings.YIHAO_SMTP_URL && settings.YIHAO_MAIL_FROM) {
    const { host } = new URL(settings.YIHAO_SMTP_URL);
    const code = await new MailServer({ url: settings.YIHAO_SMTP_URL, from: settings.YIHAO_MAIL_FROM }).reach();
    yield code === undefined
      ? good('mail', `${host} answers and lets us in.`)
      : bad('mail', `${host} cannot be used (${code}).`, 'Check YIHAO_SMTP_URL: host, port, user, password, and TLS.');
  }
}

/** Each as a login would begin there: an OpenID provider is asked what it can do, any other cannot be asked anything. */
async function* examineOutside(settings: Settings): AsyncGenerator<Finding> {
  const reasons = new Map<string, string>();
  try {
    const providers = createOutsideProviders(readOutsideSettings(settings.YIHAO_OUTSIDE_PROVIDERS_FILE), {
      clock: systemClock,
      privateOrigins: settings.YIHAO_EGRESS_PRIVATE,
      onTrouble: ({ provider, reason }) => reasons.set(provider, reason),
    });
    const question = { state: 'doctor', nonce: 'doctor', verifier: 'doctor', redirectUri: settings.YIHAO_ISSUER };
    for (const provider of providers) {
      const { id } = provider;
      const remedy = 'Check its issuer, its origins, the firewall, and YIHAO_EGRESS_PRIVATE if it is in your network.';
      yield (await provider.begin(question))
        ? good('outside', `${id} can be asked.`)
        : bad('outside', `${id} cannot be used (${reasons.get(id)}).`, remedy);
    }
  } catch (error) {
    if (!(error instanceof OutsideSettingsError)) throw error;
    for (const fault of error.faults)
      yield bad('outside', `${fault}.`, 'Correct the file; docs/guides/outside-accounts.md explains it.');
  }
}

/** Whatever it says to HEAD: that it says anything shows that name, way, port and certificate are right. */
async function answers(part: string, url: string, setting: string): Promise<Finding> {
  const { origin, host } = new URL(url);
  const egress = new EgressClient({
    isAllowed: (asked) => asked === origin,
    privateOrigins: [origin],
    timeoutMs: 4_000,
  });
  try {
    const { status } = await egress.fetch(url, { method: 'HEAD' });
    if (status < 500) return good(part, `${host} answers.`);
    return bad(part, `${host} answers with ${status}.`, 'Ask those who run it.');
  } catch (error) {
    const reason = error instanceof EgressError ? reasonOf(error) : 'failed';
    return bad(
      part,
      `${host} cannot be reached (${reason}).`,
      `Check ${setting}, the name server, the firewall and the certificate.`,
    );
  }
}

function reasonOf({ reason, cause }: EgressError): string {
  const code = (cause as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : reason;
}
