/** The operator commands, with the settings of `npm start`: `npm run yihao -- --help` lists them. */
import { becomeProgram } from './become-program.mjs';

await becomeProgram('dist/src/cli.js');
