import assert from 'node:assert/strict';
import { mysqlFault } from './faults.js';
import type { Row, RowsOf, Value } from './session.js';
import { type Connection, inTransaction, ReadSession, type Transaction } from './transaction.js';

const notes: RowsOf = { name: 'notes', insertionOf: (rows) => `insert ${rows}` };

describe('rows kept for the end of a transaction', () => {
  let sent: [string, readonly Value[]][];
  let refuse: { at: string; errno: number } | undefined;

  const begin = async (): Promise<Transaction> => ({
    rows: async (sql, values) => {
      sent.push([sql, values]);
      return [];
    },
    run: async (sql, values) => {
      sent.push([sql, values]);
      if (refuse?.at !== sql) return 1;
      const { errno } = refuse;
      refuse = undefined;
      throw Object.assign(new Error('refused'), { errno });
    },
    faultOf: mysqlFault,
    commit: async () => void sent.push(['COMMIT', []]),
    rollback: async () => void sent.push(['ROLLBACK', []]),
    release: () => undefined,
  });
  const run = (work: Parameters<typeof inTransaction<void>>[2], mostStatements = 100): Promise<void> =>
    inTransaction('mariadb', begin, work, 1000, mostStatements);

  beforeEach(() => {
    sent = [];
    refuse = undefined;
  });

  it('leave in one statement before COMMIT, in their order', async () => {
    await run(async (session) => {
      await session.keep(notes, ['a', 1]);
      await session.run('update', []);
      await session.keep(notes, ['b', 2]);
    });
    assert.deepEqual(sent, [
      ['update', []],
      ['insert 2', ['a', 1, 'b', 2]],
      ['COMMIT', []],
    ]);
  });

  it('leave in parts where there are many', async () => {
    await run(async (session) => {
      for (let n = 0; n < 19; n += 1) await session.keep(notes, [n]);
    });
    assert.deepEqual(
      sent.map(([sql]) => sql),
      ['insert 8', 'insert 8', 'insert 3', 'COMMIT'],
    );
  });

  it('leave in large parts where there are very many', async () => {
    await run(async (session) => {
      for (let n = 0; n < 140; n += 1) await session.keep(notes, [n]);
    });
    assert.deepEqual(
      sent.map(([sql]) => sql),
      ['insert 64', 'insert 64', 'insert 8', 'insert 4', 'COMMIT'],
    );
    assert.deepEqual(
      sent.flatMap(([, values]) => values),
      Array.from({ length: 140 }, (_, n) => n),
    );
  });

  it('leave before the first statement that names their table, and once', async () => {
    await run(async (session) => {
      await session.keep(notes, ['a']);
      await session.rows('select from others', []);
      await session.rows('select from notes', []);
      await session.keep(notes, ['b']);
      await session.run('update notes', []);
    });
    assert.deepEqual(
      sent.map(([sql]) => sql),
      ['select from others', 'insert 1', 'select from notes', 'insert 1', 'update notes', 'COMMIT'],
    );
  });

  it('leave at once where the work is a single statement, and no second one', async () => {
    await run((session) => session.keep(notes, ['a']), 1);
    assert.deepEqual(sent[0], ['insert 1', ['a']]);
    const two = run(async (session) => {
      await session.keep(notes, ['a']);
      await session.keep(notes, ['b']);
    }, 1);
    await assert.rejects(two, /more statements/);
  });

  it('stay behind where the work throws', async () => {
    const broken = run(async (session) => {
      await session.keep(notes, ['a']);
      throw new Error('on second thoughts');
    });
    await assert.rejects(broken, /on second thoughts/);
    assert.deepEqual(sent, [['ROLLBACK', []]]);
  });

  it('run again with the work after a deadlock', async () => {
    refuse = { at: 'insert 1', errno: 1213 };
    let runs = 0;
    await run(async (session) => {
      runs += 1;
      await session.keep(notes, [runs]);
    });
    assert.deepEqual(sent, [
      ['insert 1', [1]],
      ['ROLLBACK', []],
      ['insert 1', [2]],
      ['COMMIT', []],
    ]);
  });

  it('are refused after the end', async () => {
    let late: (() => Promise<void>) | undefined;
    await run(async (session) => {
      late = () => session.keep(notes, ['a']);
    });
    await assert.rejects(late!(), /over/);
  });
});

describe('rows looked for by their keys', () => {
  const stored: readonly Row[] = ['a', 'b', 'c'].map((id) => ({ id, kind: 1 }));
  let sent: [string, readonly Value[]][];
  let session: ReadSession;

  beforeEach(() => {
    sent = [];
    const connection: Connection = {
      rows: async (sql, values) => {
        sent.push([sql, values]);
        // As `utf8mb4_bin` compares: trailing blanks count for nothing.
        return stored.filter(({ id }) => values.some((value) => String(value).trimEnd() === id));
      },
      run: async () => 0,
      faultOf: mysqlFault,
    };
    session = new ReadSession('mariadb', (use) => use(connection));
  });
  const find = async (id: string): Promise<unknown> => (await session.find('SELECT', ['id', 'kind'], [id, 1]))?.id;

  it('are found in one statement where they are looked for at once, each by the one who looks for it', async () => {
    assert.deepEqual(await Promise.all(['c', 'x', 'a', 'b ', 'a'].map(find)), ['c', undefined, 'a', undefined, 'a']);
    const where = Array(8).fill('(id = ? AND kind = ?)').join(' OR ');
    assert.deepEqual(sent, [
      [`SELECT WHERE ${where}`, ['c', 'x', 'a', 'b ', 'a', 'c', 'c', 'c'].flatMap((id) => [id, 1])],
    ]);
  });

  it('are looked for anew each time', async () => {
    assert.equal(await find('a'), 'a');
    assert.equal(await find('a'), 'a');
    assert.deepEqual(sent, Array(2).fill(['SELECT WHERE id = ? AND kind = ?', ['a', 1]]));
  });
});
