import type { Terminal, TerminalRepository } from '../../../domain/records/index.js';
import { Repository } from '../repository.js';
import * as schema from '../schema/index.js';
import { Table } from '../table.js';

const table = new Table(schema.terminals);

export class SqlTerminals extends Repository implements TerminalRepository {
  list(): Promise<readonly Terminal[]> {
    return table.list(this.session, {}, ' ORDER BY id');
  }

  insert(terminal: Terminal): Promise<boolean> {
    return table.insertNew(this.session, terminal);
  }

  findBySetup(setupDigest: string): Promise<Terminal | undefined> {
    return table.find(this.session, { setupDigest });
  }

  findBySecret(secretDigest: string): Promise<Terminal | undefined> {
    return table.find(this.session, { secretDigest });
  }

  async setUp(setupDigest: string, secretDigest: string): Promise<boolean> {
    const change = { secretDigest, setupDigest: null, setupUntil: null };
    return (await table.update(this.session, change, { setupDigest })) > 0;
  }

  async disable(id: string, at: Date): Promise<boolean> {
    const change = { disabledAt: at, setupDigest: null, setupUntil: null, secretDigest: null };
    return (await table.update(this.session, change, { id, disabledAt: null })) > 0;
  }
}
