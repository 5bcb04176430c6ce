import { strict as assert } from 'node:assert';
import mysql from 'mysql2';
import type { EphemeralStore } from '../../../src/shared/ephemeral.js';
import { startProvider, type TestProvider, walkOn } from '../../support/provider/provider.js';
import { RawPortal } from '../../support/provider/provider-portal.js';
import { makeServers, type TestStores } from '../../support/stores.js';

/** Where every statement of this process passes. */
const statements = (mysql as unknown as { Connection: { prototype: Record<'execute' | 'query', Passing> } }).Connection
  .prototype;
type Passing = (this: unknown, ...args: unknown[]) => unknown;
const { execute, query } = statements;

describe('what each step of the protocol asks of MariaDB and Redis', () => {
  let stores: TestStores;
  let provider: TestProvider;
  let portal: RawPortal;
  let other: RawPortal;
  let sql: string[];
  let commands: string[];

  before(async () => {
    for (const [name, pass] of Object.entries({ execute, query })) {
      statements[name as 'execute'] = function count(...args) {
        const [first] = args as [string | { sql: string }];
        const text = typeof first === 'string' ? first : first.sql;
        // Not of any step: a connection that the pool has just opened, and the look at the keys that comes by itself.
        if (!/^SET SESSION|FROM signing_keys/.test(text)) sql.push(text);
        return pass.apply(this, args);
      };
    }
    sql = [];
    commands = [];
    const made = await makeServers();
    stores = { ...made, ephemeral: counting(made.ephemeral) };
    // On a clock that stands still, what is remembered of applications stays remembered.
    const now = new Date();
    provider = await startProvider(stores, { clock: { now: () => now } });
    portal = new RawPortal(provider, await provider.addApplication({ authentication: 'none' }));
    other = new RawPortal(provider, await provider.addApplication());
    // The consent, the subject and the application are known from here on.
    await portal.login(provider.browser(), { scope: 'openid profile offline_access', prompt: 'consent' });
  });

  after(async () => {
    Object.assign(statements, { execute, query });
    await provider?.close();
    await stores?.close();
  });

  const counting = (store: EphemeralStore): EphemeralStore =>
    new Proxy(store, {
      get: (target, name: keyof EphemeralStore) => {
        const method = target[name] as Passing;
        return (...args: unknown[]) => {
          commands.push(name);
          return method.apply(target, args);
        };
      },
    });

  /** Statements and commands of what `step` does; those from the last `begin` where it calls that. */
  async function cost<T>(
    step: (begin: () => void) => Promise<T>,
  ): Promise<{ sql: number; commands: number; result: T }> {
    const begin = (): void => {
      sql = [];
      commands = [];
    };
    begin();
    const result = await step(begin);
    return { sql: sql.length, commands: commands.length, result };
  }

  function atMost(found: { sql: number; commands: number }, most: { sql: number; commands: number }): void {
    assert.ok(found.sql <= most.sql && found.commands <= most.commands, `${sql.join('\n')}\n${commands.join(' ')}`);
  }

  it('the answer after a login, its session, grant and events in one transaction', async () => {
    const resumed = await cost(async (begin) => {
      provider.onInteraction = async (ctx, details, node) => {
        await walkOn(ctx, details, node, provider);
        begin();
      };
      return portal.code(provider.browser());
    });
    provider.onInteraction = undefined;
    atMost(resumed, { sql: 8, commands: 6 });
    assert.equal(sql.filter((one) => one === 'COMMIT').length, 1);
    atMost(await cost(() => portal.exchange(resumed.result)), { sql: 3, commands: 5 });
  });

  it('single sign-on', async () => {
    const browser = provider.browser();
    await portal.login(browser);
    const authorized = await cost(() => portal.code(browser));
    atMost(authorized, { sql: 2, commands: 3 });
    atMost(await cost(() => portal.exchange(authorized.result)), { sql: 3, commands: 5 });
  });

  it('a refresh with rotation', async () => {
    const tokens = await portal.login(provider.browser(), { scope: 'openid offline_access', prompt: 'consent' });
    const refreshed = await cost(() => portal.refresh(tokens.refresh_token!));
    assert.equal(refreshed.result.status, 200);
    atMost(refreshed, { sql: 7, commands: 1 });
  });

  it('userinfo and introspection', async () => {
    const { access_token: bare } = await portal.login(provider.browser());
    const { access_token: full } = await portal.login(provider.browser(), { scope: 'openid profile' });
    atMost(await cost(() => portal.userinfo(bare!)), { sql: 1, commands: 2 });
    const { access_token: token } = await other.login(provider.browser());
    const introspected = await cost(() => other.post(`${provider.url}/introspect`, { token }));
    assert.equal(introspected.result.body.active, true);
    atMost(introspected, { sql: 1, commands: 3 });
    const released = await cost(() => portal.userinfo(full!));
    assert.ok(released.result.body.name);
    atMost(released, { sql: 3, commands: 2 });
    const sixteen = () => Promise.all(Array.from({ length: 16 }, () => portal.userinfo(full!)));
    // The first time opens connections.
    await sixteen();
    const together = await cost(sixteen);
    assert.ok(together.sql <= 32, String(together.sql));
  });
});
