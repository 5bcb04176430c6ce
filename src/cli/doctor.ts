import type { Command } from 'commander';
import { createHasher } from '../container/index.js';
import { loadSettings, type Settings, SettingsError } from '../settings/index.js';
import { print } from './command.js';
import { examineSettings, type Finding } from './doctor/findings.js';
import { examineHashing } from './doctor/hashing.js';
import { examineReach } from './doctor/reach.js';
import { examineDatabase, examineRedis } from './doctor/stores.js';

/** `yihao doctor`: what is wrong with this installation, and what to do. Ends with 1 where something is. */
export function doctorCommand(program: Command): void {
  program
    .command('doctor')
    .description(
      'examine settings, hashing, stores, clock, keys and the ways out; says what to do, ends with 1 where it must be done',
    )
    .action(async () => {
      const findings: Finding[] = [];
      for await (const finding of examine()) {
        findings.push(finding);
        for (const line of written(finding)) print(line);
      }
      const bad = findings.filter(({ state }) => state === 'bad').length;
      const look = findings.filter(({ state }) => state === 'look').length;
      print(
        `\n${bad === 0 ? 'It can run.' : `${bad} to mend before it can run.`}${look ? ` ${look} to look at.` : ''}`,
      );
      if (bad > 0) process.exitCode = 1;
    });
}

async function* examine(): AsyncGenerator<Finding> {
  let settings: Settings;
  try {
    settings = loadSettings();
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    for (const fault of error.faults) {
      const remedy = 'Correct it in the environment or in config/.env; config/.env.example shows every setting.';
      yield { part: 'settings', state: 'bad', found: `${fault}.`, remedy };
    }
    return;
  }
  yield* examineSettings(settings);
  yield await examineHashing(createHasher(settings));
  yield* examineDatabase(settings);
  yield* examineRedis(settings);
  yield* examineReach(settings);
}

const MARK = { good: 'ok  ', look: 'look', bad: 'BAD ' } as const;

function written({ part, state, found, remedy }: Finding): string[] {
  const line = `${MARK[state]}  ${part.padEnd(10)} ${found}`;
  return remedy === undefined ? [line] : [line, `${' '.repeat(17)}→ ${remedy}`];
}
