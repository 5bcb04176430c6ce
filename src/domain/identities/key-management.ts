/**
 * The key-management service seen by the domain: wraps data keys and derives purpose keys. The local connector works
 * from a master key in the settings; a hardware module or a cloud service implements the same.
 */
export interface KeyManagement {
  /** A fresh 256-bit data key and its wrapped form. `context` is authenticated, not secret. */
  generate(context: string): Promise<{ key: Buffer; wrapped: string }>;
  wrap(key: Buffer, context: string): Promise<string>;
  /** @throws when the wrapping or the context was altered */
  unwrap(wrapped: string, context: string): Promise<Buffer>;
  /** A 256-bit key for one purpose, the same on every node: HKDF-SHA-256 (RFC 5869) with `purpose` as info. */
  derive(purpose: string): Promise<Buffer>;
}
