import { CreateIdentityTables } from './20261123100000-create-identity-tables.js';
import { CreateServiceTables } from './20261123100100-create-service-tables.js';
import { AddApplicationRules } from './20261123110000-add-application-rules.js';
import { AddApplicationInterfaces } from './20261123130000-add-application-interfaces.js';
import { AddDeviceAge } from './20261123131500-add-device-age.js';
import { AddAccountColumns } from './20261123140000-add-account-columns.js';
import { CreateDataExports } from './20261123154500-create-data-exports.js';
import { CreateGuardianships } from './20261123161000-create-guardianships.js';
import { AddDelegations } from './20261123162000-add-delegations.js';
import { CreateCorrections } from './20261123162400-create-corrections.js';
import { CreateRecoveries } from './20261123162500-create-recoveries.js';
import { CreatePreferences } from './20261123164000-create-preferences.js';
import { AddClosing } from './20261123164500-add-closing.js';
import { CreateTerminals } from './20261123165000-create-terminals.js';
import { CreateFormerIdentities } from './20261123170500-create-former-identities.js';

/** Every step, oldest first. A merged step is never edited: a change of mind is a new step. */
export const migrations = [
  { name: '20261123100000-create-identity-tables', steps: CreateIdentityTables },
  { name: '20261123100100-create-service-tables', steps: CreateServiceTables },
  { name: '20261123110000-add-application-rules', steps: AddApplicationRules },
  { name: '20261123130000-add-application-interfaces', steps: AddApplicationInterfaces },
  { name: '20261123131500-add-device-age', steps: AddDeviceAge },
  { name: '20261123140000-add-account-columns', steps: AddAccountColumns },
  { name: '20261123154500-create-data-exports', steps: CreateDataExports },
  { name: '20261123161000-create-guardianships', steps: CreateGuardianships },
  { name: '20261123162000-add-delegations', steps: AddDelegations },
  { name: '20261123162400-create-corrections', steps: CreateCorrections },
  { name: '20261123162500-create-recoveries', steps: CreateRecoveries },
  { name: '20261123164000-create-preferences', steps: CreatePreferences },
  { name: '20261123164500-add-closing', steps: AddClosing },
  { name: '20261123165000-create-terminals', steps: CreateTerminals },
  { name: '20261123170500-create-former-identities', steps: CreateFormerIdentities },
] as const;
