import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { enrolmentOf, type IdentityNode, identityNode } from '../../../test/support/identities/identities.js';
import { eachStorePair, type TestStores } from '../../../test/support/stores.js';
import { systemClock } from '../../shared/clock.js';
import type { IndexedIdentity } from '../records/index.js';
import { IndexKeyRotation, type RotationStep } from './index.js';

eachStorePair('rotation of the index key', (make) => {
  let stores: TestStores;
  let node: IdentityNode;
  let other: IdentityNode;

  beforeEach(async () => {
    stores = await make();
    node = identityNode(stores);
    other = identityNode(await stores.secondNode());
  });
  afterEach(() => stores.close());

  const registerAll = (indexes: readonly number[], at = node) =>
    Promise.all(indexes.map((index) => at.identities.register(enrolmentOf(index))));
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);
  const states = async () => (await stores.uow.read.indexKeys.all()).map(({ version, state }) => `${version} ${state}`);

  /** Everybody is found, nobody twice, and nothing is left under another key. */
  async function assertWhole(indexes: readonly number[], version: number): Promise<void> {
    assert.deepEqual(await states(), [`${version} current`]);
    const found = new Set<string>();
    for (const index of indexes) {
      const result = await other.identities.resolveLogin(enrolmentOf(index).number.normalised);
      assert.ok(result.outcome === 'one', `citizen ${index} is lost`);
      found.add(result.identity.id);
      const again = await node.identities.register(enrolmentOf(index));
      assert.deepEqual(again, { outcome: 'taken', identityId: result.identity.id });
    }
    assert.equal(found.size, indexes.length);
    const rows = await stores.uow.read.numberIndex.page('', 1000);
    assert.deepEqual(new Set(rows.map(({ identityId }) => identityId)), found);
    assert.ok(rows.every(({ keyVersions }) => keyVersions.join() === String(version)));
  }

  it('finds everybody under the new key and drops the old one with its rows', async () => {
    await registerAll(range(0, 20));
    const [{ identityId: proven }] = (await stores.uow.read.numberIndex.page('', 1)) as [IndexedIdentity];
    await stores.uow.run(({ numberIndex }) => numberIndex.setClaim(proven, 'proven'));
    const steps: RotationStep[] = [];
    assert.equal(await node.rotation.run('test', (step) => steps.push(step)), 2);
    assert.deepEqual(
      steps.map(({ step }) => step),
      ['begun', 'indexed', 'indexed', 'indexed', 'switched', 'dropped'],
    );
    await assertWhole(range(0, 20), 2);
    const [key] = await node.index.load(stores.uow.read.indexKeys);
    const { number } = await node.identities.reveal(proven, ['number']);
    assert.equal((await stores.uow.read.numberIndex.find(2, key.digest(number!)))?.claim, 'proven');
    assert.equal(await other.rotation.run('test'), 3);
    await assertWhole(range(0, 20), 3);
  });

  it('keeps one number to one identity while people register on both nodes', async () => {
    await registerAll(range(0, 30));
    let over = false;
    const rotation = node.rotation.run('test').finally(() => {
      over = true;
    });
    const outcomes: string[] = [];
    let next = 30;
    while (!over) {
      const fresh = [next, next + 1, next + 2];
      // Each newcomer on both nodes at once, and someone who was there before.
      const answers = await Promise.all([
        registerAll(fresh),
        registerAll(fresh, other),
        registerAll([next % 30], [node, other][next % 2]!),
      ]);
      outcomes.push(...answers.flat().map(({ outcome }) => outcome));
      const seen = await other.identities.resolveLogin(enrolmentOf(next % 30).number.normalised);
      assert.equal(seen.outcome, 'one');
      next += 3;
      // As between requests: an embedded store answers without ever waiting.
      await sleep(0);
    }
    await rotation;
    assert.equal(outcomes.filter((outcome) => outcome === 'registered').length, next - 30);
    await assertWhole(range(0, next), 2);
  });

  for (const broken of ['begun', 'indexed', 'switched', 'dropped'] as const) {
    it(`can be finished by another node when it broke off after "${broken}"`, async () => {
      await registerAll(range(0, 20));
      const breakOff = ({ step }: RotationStep) => {
        if (step === broken) throw new Error('power cut');
      };
      await assert.rejects(node.rotation.run('test', breakOff), /power cut/);
      await registerAll(range(20, 25), other);
      for (const index of [0, 19, 24]) {
        const found = await node.identities.resolveLogin(enrolmentOf(index).number.normalised);
        assert.equal(found.outcome, 'one');
      }
      const finished = broken === 'dropped' ? 2 : await other.rotation.run('test');
      assert.equal(finished, 2);
      await assertWhole(range(0, 25), 2);
    });
  }

  it('hides nobody from a login that read the keys just before the old one went', async () => {
    await registerAll(range(0, 5));
    const afterIndexing = ({ step }: RotationStep) => {
      if (step === 'indexed') throw new Error('paused');
    };
    await assert.rejects(node.rotation.run('test', afterIndexing), /paused/);
    let isArmed = false;
    const read = Object.create(stores.uow.read, {
      indexKeys: {
        value: {
          async all() {
            const keys = await stores.uow.read.indexKeys.all();
            if (isArmed) await other.rotation.run('test');
            return keys;
          },
        },
      },
    });
    const late = identityNode({ uow: { run: (work) => stores.uow.run(work), read } });
    await late.identities.ready();
    isArmed = true;
    assert.equal((await late.identities.resolveLogin(enrolmentOf(3).number.normalised)).outcome, 'one');
    assert.deepEqual(await states(), ['2 current']);
  });

  it('hides nobody from a node that remembers the keys of before, whenever they registered', async () => {
    const change = { rememberMs: 400, settleMs: 700 };
    const near = identityNode(stores, change);
    const far = identityNode({ uow: other.uow }, change);
    const outcome = async (index: number): Promise<string> =>
      (await far.identities.resolveLogin(enrolmentOf(index).number.normalised)).outcome;
    await registerAll(range(0, 5), near);
    assert.equal(await outcome(0), 'one');
    let rotations = 0;
    const rotating = (async () => {
      for (; rotations < 2; rotations += 1) {
        let newcomers: Promise<unknown> | undefined;
        await near.rotation.run('test', ({ step }) => {
          // From here on a newcomer is found under the new key alone.
          if (step === 'switched') newcomers = registerAll(range(5 + rotations, 6 + rotations), near);
        });
        await newcomers;
        assert.equal(await outcome(5 + rotations), 'one');
      }
    })();
    for (let turn = 0; rotations < 2; turn += 1) {
      assert.equal(await outcome(turn % 5), 'one');
      await sleep(5);
    }
    await rotating;
    await assertWhole(range(0, 7), 3);
  });

  it('does no harm when two operators run it at once', async () => {
    await registerAll(range(0, 25));
    const versions = await Promise.all([node.rotation.run('one'), other.rotation.run('two')]);
    const version = Math.max(...versions);
    assert.ok(version === 2 || version === 3);
    await assertWhole(range(0, 25), version);
  });

  it('waits for a registration that is under way, which read the keys before the new one was there', async () => {
    await registerAll(range(0, 5));
    const written = Promise.withResolvers<void>();
    const mayCommit = Promise.withResolvers<void>();
    const slow = identityNode(stores, {
      notifications: (real) => ({
        enqueueEverywhere: real.enqueueEverywhere.bind(real),
        enqueueWished: real.enqueueWished.bind(real),
        async enqueue(...notice) {
          await real.enqueue(...notice);
          written.resolve();
          await mayCommit.promise;
        },
      }),
    });
    const newcomer = slow.identities.register(enrolmentOf(5));
    await written.promise;
    const rotation = other.rotation.run('test');
    await sleep(100);
    assert.deepEqual(await states(), ['1 current']);
    mayCommit.resolve();
    assert.equal((await newcomer).outcome, 'registered');
    await rotation;
    await assertWhole(range(0, 6), 2);
  });

  it('does not switch while anybody is missing under the new key', async () => {
    const answers = await registerAll(range(0, 3));
    assert.ok(answers[0]?.outcome === 'registered');
    const { id } = answers[0].identity;
    const { number } = await node.identities.reveal(id, ['number']);
    let isIndexed = false;
    let runs = 0;
    const uow: typeof stores.uow = {
      read: stores.uow.read,
      async run(work) {
        const result = await stores.uow.run(work);
        if (isIndexed) runs += 1;
        // The page that finds nobody left was looked at; a row is lost before the switch.
        if (runs === 1) {
          await stores.uow.run(async ({ numberIndex, indexKeys }) => {
            const [current] = await node.index.load(indexKeys);
            await numberIndex.removeIdentity(id);
            const digest = current.digest(number!);
            await numberIndex.insert({ keyVersion: 1, digest, identityId: id, claim: 'provisional' });
          });
        }
        return result;
      },
    };
    const deps = { uow, index: node.index, vault: node.vault, clock: systemClock };
    const rotation = new IndexKeyRotation({ ...deps, settleMs: 0 });
    const run = rotation.run('test', ({ step }) => {
      isIndexed ||= step === 'indexed';
    });
    await assert.rejects(run, new RegExp(`identity ${id} is missing under index key 2`));
    assert.deepEqual(await states(), ['1 current', '2 writing']);
    await other.rotation.run('test');
    await assertWhole(range(0, 3), 2);
  });

  it('does not index the number of somebody who closes meanwhile, which is free afterwards', async () => {
    const answers = await registerAll(range(0, 25));
    const closing = answers.slice(15).map(async (answer, at) => {
      await sleep(at * 3);
      assert.ok(answer.outcome === 'registered');
      await other.identities.setState(answer.identity.id, 'closed', 'system');
    });
    await Promise.all([node.rotation.run('test'), ...closing]);
    const again = await registerAll(range(15, 25), other);
    assert.ok(again.every(({ outcome }) => outcome === 'registered'));
    await assertWhole(range(0, 25), 2);
  });

  it('stops before it switches when a person’s data does not fit the index, and everybody stays found', async () => {
    const answers = await registerAll(range(0, 3));
    assert.ok(answers[0]?.outcome === 'registered' && answers[1]?.outcome === 'registered');
    const { id } = answers[0].identity;
    const row = (await stores.uow.read.personalData.find(id))!;
    const wrong = await node.vault.change(row, { number: enrolmentOf(9).number.normalised });
    await stores.uow.run(({ personalData }) => personalData.update(wrong, row.version));
    await assert.rejects(node.rotation.run('test'), new RegExp(`the number of identity ${id} does not fit`));
    assert.deepEqual(await states(), ['1 current', '2 writing']);
    for (const index of [0, 1, 2]) {
      const found = await other.identities.resolveLogin(enrolmentOf(index).number.normalised);
      assert.equal(found.outcome, 'one');
    }
    const right = await node.vault.change(wrong, { number: enrolmentOf(0).number.normalised });
    await stores.uow.run(({ personalData }) => personalData.update(right, wrong.version));
    await node.rotation.run('test');
    await assertWhole(range(0, 3), 2);
  });

  it('finds every number after any number of rotations, whatever the batches', async () => {
    let registered = 0;
    let version = 1;
    const round = fc.record({ newcomers: fc.integer({ min: 1, max: 6 }), batch: fc.integer({ min: 1, max: 9 }) });
    await fc.assert(
      fc.asyncProperty(round, async ({ newcomers, batch }) => {
        await registerAll(range(registered, registered + newcomers));
        registered += newcomers;
        version += 1;
        assert.equal(await identityNode(stores, { batch }).rotation.run('test'), version);
        await assertWhole(range(0, registered), version);
      }),
      { numRuns: 6, endOnFailure: true },
    );
  });
});
