import { z } from 'zod';
import type { Clock } from '../../shared/clock.js';
import { typedName, typedNumber } from '../identities/index.js';

/** The form in which a child names a guardian. */
export const guardianForm = (clock: Clock) =>
  z.object({ guardian_name: typedName, guardian_number: typedNumber(clock) });
