import { holdAlike } from '../support/enumeration.js';

holdAlike('A14 numbers that are registered and numbers that are not, 2 × 500 by turns', 500, 0.05, 3_600_000);
