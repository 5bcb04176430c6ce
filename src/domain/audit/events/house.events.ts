import { z } from 'zod';
import { address, count, id, region, scope, silent, terminalId, word } from '../event-type.js';

const ofNobody = 'it is about the service and about no citizen';
const key = { detail: { kid: id, alg: word } };
const terminal = { terminalId };

/** The service's own: keys, departments, their applications, public terminals. */
export const HOUSE_EVENTS = {
  'signing_key.published': silent(ofNobody, key),
  'signing_key.signing': silent(ofNobody, key),
  'signing_key.retired': silent(ofNobody, key),
  'signing_key.removed': silent(ofNobody, key),
  'index_key.added': silent(ofNobody, { detail: { version: count } }),
  'index_key.switched': silent(ofNobody, { detail: { from: count, to: count } }),
  'index_key.removed': silent(ofNobody, { detail: { version: count, rows: count } }),
  'department.added': silent(ofNobody, { detail: { departmentId: id, level: word, region } }),
  'department.disabled': silent(ofNobody, { detail: { departmentId: id, applications: z.array(id) } }),
  'application.added': silent(ofNobody, {
    detail: {
      departmentId: id,
      authentication: word,
      claims: z.array(word),
      resource: address.optional(),
      calls: z.array(address),
    },
  }),
  'application.allowed': silent(ofNobody, { detail: { resource: address, scopes: z.array(scope) } }),
  'application.forbidden': silent(ofNobody, { detail: { resource: address } }),
  'application.disabled': silent(ofNobody, { detail: { departmentId: id, grantsRevoked: count } }),
  'terminal.added': silent(ofNobody, { detail: { ...terminal, place: region } }),
  'terminal.set_up': silent(ofNobody, { detail: terminal }),
  'terminal.disabled': silent(ofNobody, { detail: terminal }),
};
