import assert from 'node:assert/strict';
import { newPasswordError } from '../../ui/forms/new-password.js';
import { detailsForm } from './registration.schema.js';

const clock = { now: () => new Date('2026-11-23T10:00:00Z') };
const form = detailsForm(clock, ['86', '852']);
const good = { name: '张三丰', number: '11010519491231002X', phone: '13800138000' };

function faults(change: Partial<Record<keyof typeof good, string>>): Record<string, string> {
  const parsed = form.safeParse({ ...good, ...change });
  return parsed.success ? {} : Object.fromEntries(parsed.error.issues.map((one) => [one.path[0], one.message]));
}

describe('the details form', () => {
  it('reads every spelling of a person into one', () => {
    for (const spelling of [
      good,
      { name: ' 张 三 丰 ', number: '110105 19491231 002x', phone: '138 0013 8000' },
      { name: '张三丰', number: '１１０１０５１９４９１２３１００２Ｘ', phone: '＋86-138-0013-8000' },
      { name: '张三丰', number: '110105491231002', phone: '008613800138000' },
    ]) {
      assert.deepEqual(form.parse(spelling), { ...good, phone: '+8613800138000' }, JSON.stringify(spelling));
    }
  });

  it('names one fault for each field', () => {
    assert.deepEqual(faults({ name: ' ', number: '', phone: '\u3000' }), {
      name: 'required',
      number: 'required',
      phone: 'required',
    });
    assert.deepEqual(faults({ number: '1101051949123100' }), { number: 'length' });
    assert.deepEqual(faults({ number: '110105194912310021' }), { number: 'check' });
    assert.deepEqual(faults({ number: '110105194913310021' }), { number: 'birthdate' });
    assert.deepEqual(faults({ number: '01010519491231002X' }), { number: 'region' });
    assert.deepEqual(faults({ number: '11010519491231002甲' }), { number: 'characters' });
    assert.deepEqual(faults({ phone: '010-65292929' }), { phone: 'invalid' });
    assert.deepEqual(faults({ name: '张<b>' }), { name: 'characters' });
    assert.deepEqual(faults({ phone: '+852 5123 4567' }), {});
    assert.deepEqual(faults({ phone: '+88213 123 4567' }), { phone: 'country' });
  });

  it('never throws, whatever is typed', () => {
    for (const odd of ['\0', '\ud800', '🙂', '1'.repeat(200), '<script>', "' OR 1=1"]) {
      assert.equal(form.safeParse({ name: odd, number: odd, phone: odd }).success, false);
    }
  });
});

describe('a new password', () => {
  it('is held to the rules first and then to its repetition', () => {
    const short = newPasswordError({ ok: false, reason: 'too_short' }, { password: 'short', password_again: 'other' });
    assert.equal(short?.field, 'password');
    assert.equal(
      newPasswordError({ ok: true }, { password: 'four words in a row', password_again: 'four words in row' })?.field,
      'password_again',
    );
    assert.equal(
      newPasswordError({ ok: true }, { password: 'four words in a row', password_again: 'four words in a row' }),
      undefined,
    );
    assert.equal(newPasswordError({ ok: true }, { password: 'four words in a row' }), undefined);
  });
});
