import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDomain, openFoundation } from '../container/index.js';
import { loadSettings } from '../settings/index.js';

describe('yihao correction', function () {
  this.timeout(180_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'yihao-cli-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function yihao(...words: string[]): { status: number | null; out: string; err: string } {
    const others = Object.entries(process.env).filter(([name]) => !name.startsWith('YIHAO_'));
    const env = { ...Object.fromEntries(others), YIHAO_DATA_DIR: folder };
    const command = ['dist/src/cli.js', ...words];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { env, encoding: 'utf8' });
    return { status, out: stdout, err: stderr };
  }

  it('lists what waits, shows it, and answers it once with the detail mended', async () => {
    assert.equal(yihao('demo', 'citizens', '--count', '1').status, 0);
    const foundation = await openFoundation(loadSettings({ YIHAO_DATA_DIR: folder }));
    const domain = createDomain(foundation);
    try {
      const [holder] = await foundation.database.uow.read.numberIndex.page('', 1);
      const { identityId } = holder!;
      await domain.corrections.ask(identityId, 'name', '应为张三峰');
      const [{ id }] = JSON.parse(yihao('correction', 'list', '--json').out);
      assert.match(yihao('correction', 'show', id).out, /request {3}应为张三峰/);
      const answer = (...words: string[]) => yihao('correction', 'answer', id, '--text', '已更正', ...words);
      assert.match(answer('--outcome', 'refused', '--set', '张三峰').err, /--set cannot/);
      assert.equal(answer('--outcome', 'corrected', '--set', '张三峰').status, 0);
      assert.equal((await domain.identities.reveal(identityId, ['name'])).name, '张三峰');
      assert.match(yihao('correction', 'list').out, /None waits/);
    } finally {
      await foundation.close();
    }
  });
});
