import { generateSync } from 'otplib';
import { newTotpKey } from '../../../../src/domain/authenticators/index.js';
import { CitizenNumber } from '../../../../src/domain/identities/index.js';
import { SoftPasskey } from '../../identities/soft-passkey.js';
import { type ServiceCitizen, syntheticCitizen } from '../../service/service.js';
import type { WholeService } from '../../service/whole-service.js';

/** A citizen with everything that proves them. */
export class Person implements ServiceCitizen {
  readonly name: string;
  readonly number: string;
  phone: string;
  /** What they have, or would give. */
  email: string;
  /** Undefined until they have registered. */
  id: string | undefined;
  password: string;
  readonly totpKeys: string[] = [];
  readonly passkeys: SoftPasskey[] = [];
  recoveryCodes: string[] = [];

  constructor({ name, number, phone, password }: ServiceCitizen) {
    this.name = name;
    this.number = number;
    this.phone = phone;
    this.password = password;
    this.email = `${number.toLowerCase()}@example.test`;
  }

  totpCode(): string | undefined {
    const secret = this.totpKeys.at(-1);
    return secret && codeOf(secret);
  }
}

/** What an app with this key shows now. */
export const codeOf = (secret: string): string => generateSync({ secret, epoch: Math.floor(Date.now() / 1000) });

/**
 * Three strangers: one with everything there is to log in with, one with a password and a phone, one whom Yihao does not
 * know yet.
 * @param first the first of three synthetic citizens whom nobody else uses
 * @param passwordHash of their passwords, which are alike
 */
export async function threePeople(service: WholeService, first: number, passwordHash: string): Promise<Person[]> {
  const [strong, plain, unknown] = [0, 1, 2].map((more) => new Person(syntheticCitizen(first + more))) as [
    Person,
    Person,
    Person,
  ];
  const { domain, house, url } = service;
  const enrolments = [strong, plain].map(({ name, number, phone }) => {
    const parsed = CitizenNumber.parse(number);
    if (!parsed.ok) throw new Error('a synthetic citizen without a valid number');
    const registry = { outcome: 'matched' } as const;
    return { name, number: parsed.number, phone: `+86${phone}`, passwordHash, registry };
  });
  await domain.bulkRegistration.register(enrolments, 'test');
  for (const person of [strong, plain]) person.id = await identityOf(service, person);

  const identityId = strong.id!;
  const key = newTotpKey();
  await house.totp.confirm(identityId, key, codeOf(key));
  strong.totpKeys.push(key);
  strong.recoveryCodes = [...(await house.recovery.make(identityId))];
  const passkey = new SoftPasskey(url);
  const request = { identityId, visitDigest: 'where it was made' };
  const answer = passkey.create(await house.passkeys!.begin(request, 'zh-CN'));
  const added = await house.passkeys!.add(request, answer, undefined, 'zh-CN');
  if (added !== 'added') throw new Error(`the passkey was ${added}`);
  strong.passkeys.push(passkey);
  return [strong, plain, unknown];
}

export async function identityOf({ domain }: WholeService, { number }: ServiceCitizen): Promise<string | undefined> {
  const found = await domain.identities.resolveLogin(number);
  return found.outcome === 'one' ? found.identity.id : undefined;
}
