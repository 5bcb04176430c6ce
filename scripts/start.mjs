/**
 * The production entry: builds when dist/ is not up to date, then becomes the service. Settings come from the
 * environment and, where that is silent, from config/.env.
 */
import { becomeProgram } from './become-program.mjs';

await becomeProgram('dist/src/main.js');
