import { holdAlike } from '../support/journeys/enumeration.js';
import { eachStorePair } from '../support/stores.js';

holdAlike(eachStorePair, 'A14 numbers that are registered and numbers that are not, 2 × 500 by turns', 500, 0.05);
