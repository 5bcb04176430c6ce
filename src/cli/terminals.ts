import type { Command } from 'commander';
import { regionName } from '../domain/departments/index.js';
import type { Terminal } from '../domain/records/index.js';
import { operate, print } from './command.js';
import { type OutputOptions, show } from './presentation.js';
import { presentTerminal } from './presenters.js';

interface AddOptions {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly place: string;
}

/** `yihao terminal add|list|remove`. */
export function terminalCommands(program: Command): void {
  const terminal = program.command('terminal').description('public terminals, whose users leave nothing behind');
  terminal
    .command('add')
    .description('register a terminal and print the code that sets its browser up')
    .requiredOption('--id <id>', '3 to 40 lower-case letters, digits and hyphens')
    .requiredOption('--name-zh <name>', 'its Chinese name, as its users read it')
    .requiredOption('--name-en <name>', 'its English name')
    .requiredOption('--place <code>', 'where it stands: GB/T 2260, six digits')
    .action(({ id, nameZh, nameEn, place }: AddOptions) =>
      operate(async ({ domain, settings, operator }) => {
        const input = { id, name: { zh: nameZh, en: nameEn }, place };
        const added = await domain.terminals.add(input, `operator:${operator}`);
        if (added.outcome === 'taken') throw new Error(`There is a terminal ${id} already.`);
        if (added.outcome === 'invalid') throw new Error(`Not as it must be: ${added.fields.join(', ')}.`);
        print(`Added ${line(added.terminal)}`);
        print(`Open ${new URL('/terminal', settings.YIHAO_ISSUER).href} on it within 24 hours and type, once:`);
        print(added.code.match(/.{4}/g)!.join(' '));
      }),
    );
  terminal
    .command('list')
    .description('list the terminals')
    .option('--json', 'print JSON')
    .action((options: OutputOptions) =>
      operate(async ({ domain }) => {
        const all = await domain.terminals.list();
        show(options, all.map(presentTerminal), all.length === 0 ? ['There is no terminal yet.'] : all.map(line));
      }),
    );
  terminal
    .command('remove <id>')
    .description('make a terminal an ordinary browser again')
    .action((id: string) =>
      operate(async ({ domain, operator }) => {
        const removed = await domain.terminals.disable(id, `operator:${operator}`);
        if (!removed) throw new Error(`There is no terminal ${id} in use.`);
        print(`Removed ${id}.`);
      }),
    );
}

function line({ id, name, place, secretDigest, disabledAt }: Terminal): string {
  const state = disabledAt ? 'removed' : secretDigest ? 'in use' : 'waits for its code';
  return `${id}  ${name.zh} / ${name.en}  ${place} ${regionName(place).en}  ${state}`;
}
