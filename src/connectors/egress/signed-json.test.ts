import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readVerifier } from '../../../test/support/service/guide-program.js';
import { contentDigest, type SigningKey, sign, signedJson } from './signed-json.js';

const URL_OF_RECEIVER = 'https://receiver.example:8443/v1/in?tenant=1';

/** What of a request is another when it arrives. */
interface Change {
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly url?: string;
  readonly now?: Date;
}

describe('signedJson', () => {
  const key: SigningKey = { id: 'new', secret: randomBytes(32) };
  const keys = new Map([
    ['old', randomBytes(32)],
    [key.id, key.secret],
  ]);
  const verified = async (change: Change = {}) => {
    const isFromYihao = await readVerifier();
    const covered = { 'idempotency-key': '1' };
    const { method, headers, body } = signedJson(
      URL_OF_RECEIVER,
      { name: '张三' },
      key,
      change.now ?? new Date(),
      covered,
    );
    const received = { ...headers, host: 'receiver.example:8443', ...change.headers };
    const request = { method, url: change.url ?? '/v1/in?tenant=1', headers: received };
    return () => isFromYihao(request, change.body ?? body, keys, ['idempotency-key']);
  };

  it('is verified by the program of the guide, once', async () => {
    const arrives = await verified();
    assert.equal(arrives(), true);
    assert.equal(arrives(), false, 'repeated');
  });

  it('is refused when anything that it covers is another', async () => {
    const changes: Change[] = [
      { body: '{"name":"李四"}' },
      { url: '/v1/in?tenant=2' },
      { url: '/v1/out?tenant=1' },
      { url: '/v1/in?tenant=1?tenant=2' },
      { url: '/v1/in' },
      { headers: { host: 'other.example' } },
      { headers: { 'idempotency-key': '2' } },
      { headers: { 'content-digest': contentDigest('{"name":"李四"}') }, body: '{"name":"李四"}' },
      { headers: { signature: 'yihao=:AAAA:' } },
      { headers: { signature: '' } },
      { headers: { 'signature-input': '' } },
    ];
    for (const change of changes) assert.equal((await verified(change))(), false, JSON.stringify(change));
    const { headers } = signedJson(URL_OF_RECEIVER, {}, key, new Date());
    for (const [from, to] of [['"new"', '"old"'] as const, ['"new"', '"other"'] as const, ['"@query" ', ''] as const]) {
      const input = headers['signature-input']!.replace(from, to);
      assert.equal((await verified({ headers: { ...headers, 'signature-input': input } }))(), false, input);
    }
  });

  it('is refused when it is a minute old, or of a clock that is a minute ahead', async () => {
    for (const seconds of [-70, 70])
      assert.equal((await verified({ now: new Date(Date.now() + seconds * 1000) }))(), false, `${seconds} s`);
  });

  it('makes no two signatures alike', () => {
    const [first, second] = [1, 2].map(() => signedJson(URL_OF_RECEIVER, {}, key, new Date(0)).headers.signature);
    assert.notEqual(first, second);
  });
});

describe('HTTP Message Signatures, by the examples of the specifications', () => {
  it('RFC 9421 B.2.5: a request signed with hmac-sha256', () => {
    const secret = 'uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==';
    const components = {
      date: 'Tue, 20 Apr 2021 02:07:55 GMT',
      '@authority': 'example.com',
      'content-type': 'application/json',
    };
    const signed = sign(
      'sig-b25',
      components,
      'created=1618884473;keyid="test-shared-secret"',
      Buffer.from(secret, 'base64'),
    );
    assert.deepEqual(signed, {
      'signature-input': 'sig-b25=("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"',
      signature: 'sig-b25=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:',
    });
  });

  it('RFC 9530 B.1: the digest of a body', () => {
    assert.equal(contentDigest('{"hello": "world"}\n'), 'sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:');
  });

  it('RFC 9421 2.2.3, 2.2.6 and 2.2.7: authority, path and query as they are signed', async () => {
    const isFromYihao = await readVerifier();
    const key = { id: 'k', secret: randomBytes(32) };
    const { method, headers, body } = signedJson(
      'HTTPS://WWW.Example.com:443?param=value&baz=bat%2Dman',
      1,
      key,
      new Date(),
    );
    const received = { ...headers, host: 'www.example.com' };
    const request = { method, url: '/?param=value&baz=bat%2Dman', headers: received };
    assert.equal(isFromYihao(request, body, new Map([[key.id, key.secret]])), true);
  });
});
