/** `published`: verifies only, not yet used. `signing`: one per algorithm. `retired`: verifies old signatures. */
export type SigningKeyState = 'published' | 'signing' | 'retired';

export interface SigningKey {
  readonly kid: string;
  readonly alg: 'ES256' | 'RS256';
  readonly state: SigningKeyState;
  readonly publicJwk: Readonly<Record<string, unknown>>;
  /** The private JWK as JSON, sealed by key management. */
  readonly sealedPrivateJwk: string;
  readonly createdAt: Date;
  /** When it entered its present state. */
  readonly changedAt: Date;
}

export interface SigningKeyRepository {
  all(): Promise<readonly SigningKey[]>;
  insert(key: SigningKey): Promise<void>;
  /** Compare-and-set on the state. @returns whether it changed */
  setState(kid: string, from: SigningKeyState, to: SigningKeyState, at: Date): Promise<boolean>;
  remove(kid: string): Promise<void>;
}
