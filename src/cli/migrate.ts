import type { Command } from 'commander';
import { operate, print } from './command.js';

/** `yihao migrate up|down|status`. Two nodes may run it at once: one migrates, the other waits. */
export function migrateCommands(program: Command): void {
  const migrate = program.command('migrate').description('bring the database schema up to date');
  migrate
    .command('up')
    .description('run the steps that are pending')
    .action(() =>
      operate(async ({ database }) => {
        const ran = await database.migrations.up();
        print(ran.length === 0 ? 'The schema is up to date.' : ran.map((name) => `applied ${name}`).join('\n'));
      }, false),
    );
  migrate
    .command('down')
    .description('undo the newest step')
    .action(() =>
      operate(async ({ database }) => {
        const undone = await database.migrations.down();
        print(undone === undefined ? 'Nothing to undo.' : `undone ${undone}`);
      }, false),
    );
  migrate
    .command('status')
    .description('list the steps and when they ran')
    .action(() =>
      operate(async ({ database }) => {
        for (const { name, appliedAt } of await database.migrations.status())
          print(`${appliedAt?.toISOString() ?? 'pending                 '}  ${name}`);
      }, false),
    );
}
