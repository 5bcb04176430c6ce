import assert from 'node:assert/strict';
import { verify } from 'node:crypto';
import { ExternalSigningKey } from 'oidc-provider';
import { generateSigningKey } from './generate.js';
import { promptKey } from './prompt-key.js';

describe('a key that signs at once', () => {
  it('makes ES256 signatures of 64 bytes that verify, short numbers among them (RFC 7518 §3.4)', async () => {
    const key = promptKey((await generateSigningKey('ES256')).privateJwk);
    assert.ok(key instanceof ExternalSigningKey);
    const publicKey = { key: await key.keyObject(), dsaEncoding: 'ieee-p1363' } as const;
    let short = 0;
    for (let n = 0; n < 3000; n++) {
      const data = Buffer.from(`message ${n}`);
      const signature: Uint8Array = await key.sign(data);
      assert.equal(signature.length, 64);
      assert.ok(verify('sha256', data, publicKey, signature), `${n}: ${Buffer.from(signature).toString('hex')}`);
      if (signature[0] === 0 || signature[32] === 0) short += 1;
    }
    assert.ok(short > 0, 'one in 128 has a number with a leading zero byte');
  });

  it('shows nothing private of itself, and leaves RSA to the library', async () => {
    const { privateJwk } = await generateSigningKey('ES256');
    const key = promptKey(privateJwk) as ExternalSigningKey & Record<string, unknown>;
    assert.equal((await key.keyObject()).type, 'public');
    assert.deepEqual([key.kid, key.alg, key.kty, key.d], [privateJwk.kid, 'ES256', 'EC', undefined]);
    assert.ok(!JSON.stringify(key).includes(privateJwk.d!));
    const rsa = (await generateSigningKey('RS256')).privateJwk;
    assert.equal(promptKey(rsa), rsa);
  });
});
