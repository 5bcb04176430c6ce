import { strict as assert } from 'node:assert';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { createRemoteJWKSet, type JWTVerifyResult, jwtVerify } from 'jose';
import { EgressClient } from '../../../src/connectors/egress/egress-client.js';
import { OutboxWorker } from '../../../src/domain/notifications/index.js';
import { createLogoutDelivery } from '../../../src/provider/logout-delivery.js';
import { systemClock } from '../../../src/shared/clock.js';
import { startProvider, type TestProvider } from '../../support/provider/provider.js';
import { idTokenOf, RawPortal } from '../../support/provider/provider-portal.js';
import { makeEmbedded, type TestStores } from '../../support/stores.js';

describe('back-channel logout delivery (OpenID Connect Back-Channel Logout 1.0)', () => {
  let stores: TestStores;
  let provider: TestProvider;
  let portal: RawPortal;
  let worker: OutboxWorker;
  const received: string[] = [];
  const answers: number[] = [];
  const refused: unknown[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    received.push(new URLSearchParams(body).get('logout_token') ?? '');
    response.writeHead(answers.shift() ?? 200).end();
  });

  before(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    stores = await makeEmbedded();
    provider = await startProvider(stores);
    portal = new RawPortal(provider, await provider.addApplication({ backchannelLogoutUri: `${origin}/logout` }));
    const egress = new EgressClient({ isAllowed: (one) => one === origin, privateOrigins: [origin] });
    worker = new OutboxWorker({
      uow: stores.uow,
      outbox: provider.domain.outbox,
      handlers: {
        logout: createLogoutDelivery({
          host: provider.host,
          send: egress.fetch,
          onRefused: (refusal) => void refused.push(refusal),
        }),
        message: async () => 'done',
      },
      clock: systemClock,
      options: { pollMs: 20, backoffMs: 20 },
    });
    worker.start();
  });

  beforeEach(() => {
    received.length = 0;
    answers.length = 0;
    refused.length = 0;
  });

  after(async () => {
    await worker?.close();
    await provider?.close();
    await stores?.close();
    server.closeAllConnections();
    server.close();
  });

  /** Logs in and ends the session. @returns the ID token's claims */
  async function loginAndEnd(): Promise<Readonly<Record<string, unknown>>> {
    const claims = idTokenOf(await portal.login(provider.browser()));
    const sessions = await stores.uow.read.sessions.ofIdentity(provider.citizen);
    for (const { uid } of sessions) await provider.domain.sessions.end(uid, 'logout');
    return claims;
  }

  const until = async (count: number): Promise<void> => {
    for (let tries = 0; received.length < count && tries < 200; tries++) await pause(20);
    assert.equal(received.length, count);
  };

  const verify = (token: string): Promise<JWTVerifyResult> =>
    jwtVerify(token, createRemoteJWKSet(new URL(`${provider.issuer}/jwks`)), {
      issuer: provider.issuer,
      audience: portal.application.id,
      typ: 'logout+jwt',
    });

  it('sends a logout token: typ logout+jwt, the pairwise sub, the sid, no nonce, two minutes', async () => {
    const { sub, sid } = await loginAndEnd();
    await until(1);
    const { payload, protectedHeader } = await verify(received[0]!);
    assert.equal(protectedHeader.alg, 'ES256');
    assert.deepEqual({ sub: payload.sub, sid: payload.sid }, { sub, sid });
    assert.deepEqual(payload.events, { 'http://schemas.openid.net/event/backchannel-logout': {} });
    assert.ok(payload.jti);
    assert.equal('nonce' in payload, false);
    assert.ok(payload.exp! - payload.iat! <= 120);
  });

  it('F17 tries again with a fresh token until the portal answers', async () => {
    answers.push(503, 500);
    await loginAndEnd();
    await until(3);
    const jtis = await Promise.all(received.map(async (token) => (await verify(token)).payload.jti));
    assert.equal(new Set(jtis).size, 3);
  });

  it('tells the operator which portal refuses, at each try, and gives up on it', async () => {
    answers.push(400, 400, 400, 400, 400, 400, 400, 400);
    await loginAndEnd();
    await until(6);
    const later = new Date(Date.now() + 86_400_000);
    while ((await stores.uow.read.outbox.backlog(later)).due > 0) await pause(20);
    assert.equal(received.length, 6);
    assert.deepEqual(refused, Array(6).fill({ application: portal.application.id, status: 400 }));
  });
});
