import assert from 'node:assert/strict';
import { enter, furthestStep } from './journey.js';
import { LOGIN_JOURNEY } from './login/login.journey.js';
import { REGISTRATION_JOURNEY } from './registration/registration.journey.js';

const person = { name: '张三丰', number: '11010519491231002X', phone: '+8613800138000' };
const code = { id: 'c', phone: person.phone, expiresAt: 1 };
const matched = { name: person.name, number: person.number };

describe('the journeys as data', () => {
  it('A3 let registration forward only with what each step left', () => {
    const furthest = (state: unknown): string => furthestStep(REGISTRATION_JOURNEY, state);
    assert.equal(furthest({}), 'details');
    assert.equal(furthest({ person }), 'details');
    assert.equal(furthest({ person, code }), 'code');
    assert.equal(furthest({ person, confirmedPhone: person.phone }), 'match');
    assert.equal(furthest({ person, confirmedPhone: person.phone, matched, attempt: 'a' }), 'password');
    assert.equal(furthest({ complete: { attempt: 'a' } }), 'done');
  });

  it('A3 do not take the proof of one phone, name or number for another', () => {
    const proven = { person, confirmedPhone: person.phone, matched, attempt: 'a' };
    const step = REGISTRATION_JOURNEY.password;
    assert.equal(enter(step, proven).allowed, true);
    assert.equal(enter(step, { ...proven, person: { ...person, phone: '+8613900139000' } }).allowed, false);
    assert.equal(enter(step, { ...proven, person: { ...person, name: '李四' } }).allowed, false);
    assert.equal(enter(step, { ...proven, person: { ...person, number: '440524188001010014' } }).allowed, false);
    assert.equal(
      enter(REGISTRATION_JOURNEY.code, { person, code: { ...code, phone: '+8613900139000' } }).allowed,
      false,
    );
  });

  it('A3 open the login code page only after a first factor', () => {
    assert.equal(enter(LOGIN_JOURNEY.code, {}).allowed, false);
    assert.equal(enter(LOGIN_JOURNEY.code, { code: { id: 'c', expiresAt: 1 } }).allowed, false);
    const login = { identityId: 'i', aal: 1, amr: ['pwd'], used: ['password'] };
    const pending = { ...login, stepUp: false, at: 1, keep: 'once' };
    assert.equal(enter(LOGIN_JOURNEY.code, { pending }).allowed, true);
  });
});
