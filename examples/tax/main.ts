import { run } from '../portal/run.js';
import { tax } from './definition.js';

await run(tax);
