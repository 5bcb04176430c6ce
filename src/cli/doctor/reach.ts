import { EgressClient, EgressError } from '../../connectors/egress/egress-client.js';
import { MailServer } from '../../connectors/messages/index.js';
import type { Settings } from '../../settings/index.js';
import { bad, type Finding, good } from './findings.js';

/** The ways out: mail, SMS and the population registry. Nothing is sent and nobody is asked about. */
export async function* examineReach(settings: Settings): AsyncGenerator<Finding> {
  if (settings.YIHAO_SMS_URL) yield await answers('sms', settings.YIHAO_SMS_URL, 'YIHAO_SMS_URL');
  if (settings.YIHAO_REGISTRY && settings.YIHAO_REGISTRY !== 'simulated')
    yield await answers('registry', settings.YIHAO_REGISTRY, 'YIHAO_REGISTRY');
  if (settings.YIHAO_SMTP_URL && settings.YIHAO_MAIL_FROM) {
    const { host } = new URL(settings.YIHAO_SMTP_URL);
    const code = await new MailServer({ url: settings.YIHAO_SMTP_URL, from: settings.YIHAO_MAIL_FROM }).reach();
    yield code === undefined
      ? good('mail', `${host} answers and lets us in.`)
      : bad('mail', `${host} cannot be used (${code}).`, 'Check YIHAO_SMTP_URL: host, port, user, password, and TLS.');
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
