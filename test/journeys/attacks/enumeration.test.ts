import { holdAlike } from '../../support/journeys/enumeration.js';
import { oneStorePair } from '../../support/stores.js';

holdAlike(oneStorePair, 'A14 numbers that are registered and numbers that are not, by turns', 4);
