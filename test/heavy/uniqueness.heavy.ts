import assert from 'node:assert/strict';
import { enrolmentOf, type IdentityNode, identityNode, numberOf } from '../support/identities/identities.js';
import { eachStorePair, type TestStores } from '../support/stores.js';

const ROUNDS = 200;
const AT_ONCE = 50;

/** The spellings in which people write one number. */
function spellings(number: string): string[] {
  const wide = number.replace(/[0-9X]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
  return [number, number.toLowerCase(), wide, `${number.slice(0, 6)} ${number.slice(6, 14)} ${number.slice(14)}`];
}

eachStorePair('A2 one number, one identity, for long', (make) => {
  let stores: TestStores;
  let nodes: readonly [IdentityNode, IdentityNode];

  before(async () => {
    stores = await make();
    nodes = [identityNode(stores), identityNode(await stores.secondNode())];
  });
  after(() => stores.close());

  it(`${ROUNDS} rounds of ${AT_ONCE} parallel registrations over two nodes, while the index key is rotated again and again`, async () => {
    let done = false;
    let rotations = 0;
    const rotate = async () => {
      while (!done) {
        await nodes[rotations % 2]!.rotation.run('heavy test', () => {});
        rotations += 1;
      }
    };
    const register = async () => {
      try {
        for (let round = 0; round < ROUNDS; round += 1) {
          const first = round * AT_ONCE;
          const written = spellings(enrolmentOf(first).number.normalised);
          const answers = await Promise.all(
            Array.from({ length: AT_ONCE }, (_, at) => {
              const number = numberOf(written[at % written.length]!);
              return nodes[at % 2]!.identities.register(enrolmentOf(first + at, { number }));
            }),
          );
          const registered = answers.filter(({ outcome }) => outcome === 'registered');
          assert.equal(registered.length, 1, `round ${round}`);
          assert.equal(answers.filter(({ outcome }) => outcome === 'taken').length, AT_ONCE - 1, `round ${round}`);
        }
      } finally {
        done = true;
      }
    };
    await Promise.all([register(), rotate()]);
    const holders = await stores.uow.read.numberIndex.page('', ROUNDS * 10);
    assert.equal(holders.length, ROUNDS, 'one identity a round');
    assert.ok(rotations > 0);
  });
});
