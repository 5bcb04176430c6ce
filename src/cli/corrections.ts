import { type Command, Option } from 'commander';
import type { Correction, CorrectionOutcome } from '../domain/records/index.js';
import { SETTABLE_DETAILS } from '../domain/rights/index.js';
import { operate, print } from './command.js';
import { type OutputOptions, show } from './presentation.js';
import { presentCorrection, presentWaitingCorrection } from './presenters.js';

interface AnswerOptions {
  readonly outcome: CorrectionOutcome;
  readonly text: string;
  readonly set?: string;
}

const LISTED = 100;

/** `yihao correction list|show|answer`. */
export function correctionCommands(program: Command): void {
  const correction = program.command('correction').description('what citizens say is wrong about them');
  correction
    .command('list')
    .description(`list those that wait for an answer, the longest first, at most ${LISTED}`)
    .option('--json', 'print JSON')
    .action((options: OutputOptions) =>
      operate(async ({ domain }) => {
        const all = await domain.corrections.waiting(LISTED);
        show(
          options,
          all.map(presentWaitingCorrection),
          all.length === 0 ? ['None waits for an answer.'] : all.map(line),
        );
      }),
    );
  correction
    .command('show <id>')
    .description('read one; the citizen sees in their history that somebody did')
    .option('--json', 'print JSON')
    .action((id: string, options: OutputOptions) =>
      operate(async ({ domain, operator }) => {
        const found = await domain.corrections.look(id, `operator:${operator}`);
        if (!found) throw new Error(`There is no correction ${id}.`);
        const { field, request, askedAt, outcome, answer } = found;
        show(options, presentCorrection(found), [
          `asked     ${askedAt.toISOString()}`,
          `detail    ${field}`,
          `request   ${request}`,
          `outcome   ${outcome ?? '-'}`,
          `answer    ${answer ?? '-'}`,
        ]);
      }),
    );
  correction
    .command('answer <id>')
    .description('answer one, and change the detail where it was wrong; the citizen gets word')
    .addOption(new Option('--outcome <outcome>').choices(['corrected', 'refused']).makeOptionMandatory())
    .requiredOption('--text <words>', 'for the citizen to read')
    .option('--set <value>', `what the detail is now; for ${SETTABLE_DETAILS.join(', ')}`)
    .action((id: string, { outcome, text, set }: AnswerOptions) =>
      operate(async ({ domain, operator }) => {
        const answered = await domain.corrections.answer(id, { outcome, words: text, set }, `operator:${operator}`);
        if (answered === 'over') throw new Error(`No correction ${id} waits for an answer.`);
        if (answered === 'unsettable') throw new Error('--set cannot make the detail that.');
        print(`Answered ${id}.`);
      }),
    );
}

function line({ id, field, askedAt }: Correction): string {
  return `${id}  ${field.padEnd(10)} asked ${askedAt.toISOString()}`;
}
