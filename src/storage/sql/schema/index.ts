import type { EntitySchema } from 'typeorm';
import * as authenticators from './authenticators.js';
import * as delegations from './delegations.js';
import * as departments from './departments.js';
import * as guardians from './guardians.js';
import * as house from './house.js';
import * as identities from './identities.js';
import * as preferences from './preferences.js';
import * as rights from './rights.js';
import * as sessions from './sessions.js';
import * as terminals from './terminals.js';

export * from './authenticators.js';
export * from './delegations.js';
export * from './departments.js';
export * from './guardians.js';
export * from './house.js';
export * from './identities.js';
export * from './preferences.js';
export * from './rights.js';
export * from './sessions.js';
export * from './terminals.js';

/** Everything the data source knows: a table is added in the file of its rooms, and is known here by itself. */
export const entities: readonly EntitySchema[] = [
  identities,
  authenticators,
  departments,
  guardians,
  sessions,
  rights,
  preferences,
  delegations,
  terminals,
  house,
].flatMap((tables) => Object.values(tables) as EntitySchema[]);
