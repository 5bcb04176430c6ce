import {
  CitizenNumber,
  type PopulationRegistry,
  parseName,
  type RegistryAnswer,
} from '../../domain/identities/index.js';
import { SyntheticCitizens } from './synthetic-citizens.js';

/** What the order code (characters 15 to 17) of a number asks the simulated registry to answer. */
const RULES: readonly { readonly from: number; readonly to: number; readonly answer: RegistryAnswer }[] = [
  { from: 990, to: 992, answer: { outcome: 'mismatch' } },
  { from: 993, to: 995, answer: { outcome: 'not_found' } },
  { from: 996, to: 998, answer: { outcome: 'deceased' } },
  { from: 999, to: 999, answer: { outcome: 'unavailable', retryAfter: 60 } },
];

/**
 * A population registry for demonstration, development and tests; every page that relies on it says so.
 * - The number of a synthetic citizen matches with that citizen's name only.
 * - Order codes 990–992 answer mismatch, 993–995 not found, 996–998 deceased, 999 unavailable, whatever the name.
 * - Any other valid number matches with any name, so that a visitor can register.
 */
export function createSimulatedRegistry(citizens: SyntheticCitizens = new SyntheticCitizens()): PopulationRegistry {
  return {
    simulated: true,
    async match({ name, number }) {
      const parsed = CitizenNumber.parse(number);
      if (!parsed.ok) return { outcome: 'not_found' };
      const { normalised, kind } = parsed.number;
      if (kind === 'permanent_resident_old') return oldPermanentResident(normalised);
      const order = Number(normalised.slice(14, 17));
      const rule = RULES.find(({ from, to }) => order >= from && order <= to);
      if (rule) return rule.answer;
      const index = citizens.indexOf(normalised);
      if (index === undefined) return matched(kind === 'citizen' ? normalised.slice(0, 6) : undefined);
      const citizen = citizens.citizen(index);
      const given = parseName(name);
      return given.ok && given.name === citizen.name ? matched(citizen.residence) : { outcome: 'mismatch' };
    },
  };
}

function matched(residence: string | undefined): RegistryAnswer {
  return residence === undefined ? { outcome: 'matched' } : { outcome: 'matched', residence };
}

/** These numbers do not say when their holder was born, so the registry does; here, some day between 1950 and 1999. */
function oldPermanentResident(number: string): RegistryAnswer {
  const digits = Number(number.slice(3));
  const birthdate = new Date(Date.UTC(1950 + (digits % 50), digits % 12, 1 + (digits % 28))).toISOString().slice(0, 10);
  return { outcome: 'matched', birthdate, gender: digits % 2 === 1 ? 'male' : 'female' };
}
