import { holdAlike } from '../support/enumeration.js';

// Enough to see work that is left out; the close look, 2 × 500, is one of the long tests. At this count four standard
// deviations of chance are 0.26.
holdAlike('A14 numbers that are registered and numbers that are not, by turns', 40, 0.26, 120_000);
