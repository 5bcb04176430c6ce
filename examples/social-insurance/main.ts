import { run } from '../portal/run.js';
import { socialInsurance } from './definition.js';

await run(socialInsurance);
