import { strict as assert } from 'node:assert';
import type { MakeStores } from '../stores.js';
import { startProvider } from './provider.js';
import { RawPortal, type TokenAnswer } from './provider-portal.js';

const PARALLEL = 8;

/**
 * Attack A1 on a running service: `rounds` codes and `rounds` rotating refresh tokens, each sent by eight requests at
 * once, half of them to another node.
 */
export async function spendInParallel(make: MakeStores, what: 'code' | 'refresh', rounds: number): Promise<void> {
  const stores = await make();
  const provider = await startProvider(stores);
  try {
    const second = await provider.secondNode();
    const portal = new RawPortal(provider, await provider.addApplication({ authentication: 'none' }));
    const nodes = [provider.url, second.url];
    const browser = provider.browser();
    const offline = { scope: 'openid offline_access', prompt: 'consent' };
    let twice = 0;
    for (let round = 0; round < rounds; round++) {
      const code = await portal.code(browser, offline);
      let spend = (node: string): Promise<TokenAnswer> => portal.exchange(code, {}, node);
      if (what === 'refresh') {
        const { body } = await portal.exchange(code);
        spend = (node) => portal.refresh(body.refresh_token!, {}, node);
      }
      const answers = await Promise.all(Array.from({ length: PARALLEL }, (_, n) => spend(nodes[n % 2]!)));
      const won = answers.filter(({ status }) => status === 200);
      if (won.length > 1) twice++;
      for (const { status, body } of answers) {
        assert.ok(status === 200 || body.error === 'invalid_grant', `${status} ${body.error}`);
      }
      // Used twice means stolen: what the one that won got is dead as well.
      for (const { body } of won) assert.equal((await portal.userinfo(body.access_token!)).status, 401);
    }
    assert.equal(twice, 0, `spent twice in ${twice} of ${rounds} rounds`);
    assert.deepEqual([...provider.trouble, ...second.trouble], []);
  } finally {
    await provider.close();
    await stores.close();
  }
}
