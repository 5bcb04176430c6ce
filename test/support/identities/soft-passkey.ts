import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { freshBytes } from '../../../src/shared/random.js';

/** What a test's authenticator does otherwise than an honest one would. */
export interface Oddities {
  readonly origin?: string;
  readonly rpId?: string;
  /** Its own count otherwise; each answer counts one. */
  readonly counter?: number;
  /** Whether it made sure who holds it. */
  readonly verified?: boolean;
  readonly userHandle?: string;
  /** Signs with another key than the one it was made with. */
  readonly forged?: boolean;
}

interface Options {
  readonly challenge: string;
  readonly user?: { readonly id: string };
}

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const sha256 = (bytes: string | Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

const UP = 0x01;
const UV = 0x04;
const SYNCED = 0x08 | 0x10;
const ATTESTED = 0x40;

/** A passkey without a browser: ES256, discoverable, no attestation. It answers the options as a browser would. */
export class SoftPasskey {
  readonly id = base64url(freshBytes(32));
  readonly #origin: string;
  readonly #synced: boolean;
  readonly #keys = pair();
  #userHandle = '';
  #counter = 0;

  constructor(origin: string, { synced = false } = {}) {
    this.#origin = origin;
    this.#synced = synced;
  }

  /** @returns what the form posts */
  create(options: string, odd: Oddities = {}): string {
    const { challenge, user } = JSON.parse(options) as Options;
    this.#userHandle = user?.id ?? '';
    const id = Buffer.from(this.id, 'base64url');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, id, cose(this.#keys.publicKey)]);
    const authData = this.#authData(odd, ATTESTED, attested);
    // {fmt: "none", attStmt: {}, authData: bytes}
    const size = Buffer.from([0x58, authData.length]);
    const attestationObject = Buffer.concat([
      Buffer.from([0xa3, 0x63]),
      Buffer.from('fmt'),
      Buffer.from([0x64]),
      Buffer.from('none'),
      Buffer.from([0x67]),
      Buffer.from('attStmt'),
      Buffer.from([0xa0, 0x68]),
      Buffer.from('authData'),
      size,
      authData,
    ]);
    return this.#answer({
      clientDataJSON: this.#clientData('webauthn.create', challenge, odd),
      attestationObject: base64url(attestationObject),
      transports: ['internal'],
    });
  }

  /** @returns what the form posts */
  get(options: string, odd: Oddities = {}): string {
    const { challenge } = JSON.parse(options) as Options;
    this.#counter += 1;
    const authData = this.#authData({ counter: this.#counter, ...odd }, 0);
    const clientDataJSON = this.#clientData('webauthn.get', challenge, odd);
    const signed = Buffer.concat([authData, sha256(Buffer.from(clientDataJSON, 'base64url'))]);
    const key = odd.forged ? pair().privateKey : this.#keys.privateKey;
    return this.#answer({
      clientDataJSON,
      authenticatorData: base64url(authData),
      signature: base64url(sign('sha256', signed, key)),
      userHandle: odd.userHandle ?? this.#userHandle,
    });
  }

  #answer(response: object): string {
    return JSON.stringify({ id: this.id, rawId: this.id, type: 'public-key', clientExtensionResults: {}, response });
  }

  #clientData(type: string, challenge: string, { origin = this.#origin }: Oddities): string {
    return base64url(Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false })));
  }

  #authData(odd: Oddities, flag: number, more: Buffer = Buffer.alloc(0)): Buffer {
    const { rpId = new URL(this.#origin).hostname, verified = true, counter = 0 } = odd;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const flags = UP | (verified ? UV : 0) | (this.#synced ? SYNCED : 0) | flag;
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, more]);
  }
}

/** `{1: 2, 3: -7, -1: 1, -2: x, -3: y}`: an EC2 key for ES256 (RFC 9053). */
function cose(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const part = (text: string) => Buffer.concat([Buffer.from([0x58, 0x20]), Buffer.from(text, 'base64url')]);
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    part(x),
    Buffer.from([0x22]),
    part(y),
  ]);
}
