import { Command } from 'commander';
import { applicationCommands } from './cli/applications.js';
import { correctionCommands } from './cli/corrections.js';
import { demoCommands } from './cli/demo.js';
import { departmentCommands } from './cli/departments.js';
import { doctorCommand } from './cli/doctor.js';
import { keyCommands } from './cli/keys.js';
import { migrateCommands } from './cli/migrate.js';
import { terminalCommands } from './cli/terminals.js';

/** The operator's commands: `yihao <noun> <verb>`. */
const program = new Command('yihao').description('Operate Yihao: schema, keys, departments and applications.');

doctorCommand(program);
migrateCommands(program);
keyCommands(program);
departmentCommands(program);
applicationCommands(program);
correctionCommands(program);
terminalCommands(program);
demoCommands(program);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
