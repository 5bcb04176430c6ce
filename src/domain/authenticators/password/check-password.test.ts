import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { checkPassword } from './check-password.js';
import { isCommonPassword } from './password-patterns.js';

const PERSON = ['张三丰', '11010519491231002X', '+8613800138000'];
const reasonOf = (password: string, personal: readonly string[] = []) => {
  const verdict = checkPassword(password, personal);
  return verdict.ok ? 'ok' : verdict.reason;
};
/** Passwords as a manager makes them. */
const random = fc.uint8Array({ minLength: 9, maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('base64url'));

describe('checkPassword', () => {
  it('counts characters, not bytes or code units: 8 to 128', () => {
    assert.equal(reasonOf('床前明月光疑是'), 'too_short');
    assert.equal(reasonOf('床前明月光疑是地'), 'ok');
    assert.equal(reasonOf('👩‍🚀🌊🍜🏯'), 'too_short');
    assert.equal(reasonOf('🦊🌊🍜🏯🎋🐉🧧🎐'), 'ok');
    assert.equal(reasonOf('k7#Qz!mW'), 'ok');
    assert.equal(reasonOf('k7#Qz!m'), 'too_short');
    const long = randomBytes(200).toString('base64url');
    assert.equal(reasonOf(long.slice(0, 128)), 'ok');
    assert.equal(reasonOf(long.slice(0, 129)), 'too_long');
    assert.equal(reasonOf('e\u0301'.repeat(4)), 'too_short', 'a letter with its accent is one');
    assert.equal(reasonOf('x'.repeat(1_000_000)), 'too_long');
  });

  it('asks for no composition: one kind of character is enough', () => {
    for (const password of [
      'correcthorsebattery',
      'tjqfvwnhzk',
      '我家门前有两棵枣树',
      '9472016385',
      '        k7#Qz!mW',
    ]) {
      assert.equal(reasonOf(password), 'ok', password);
    }
  });

  it('refuses common passwords, in any case and width, and with trivial beginnings and ends', () => {
    const common = `12345678 123456789 1234567890 87654321 password PassWord Password1 password123 Password123! p@ssw0rd P@$$w0rd1
      qwertyuiop qwerty123 1qaz2wsx !QAZ2wsx asdfghjkl zxcvbnm123 qweasdzxc iloveyou iloveyou2024 11111111 88888888 00000000
      abababab abcabcabc abcd1234 abc123456 a123456789 123456789a aa123456 12341234 woaini1314 woaini520 5201314520 5201314a
      woaizhongguo zhangwei1990 wangfang520 wanglei123456 zhang19900101 19900101 1990-01-01 20001231 admin123 admin888888
      administrator root123456 letmein1 welcome2023 sunshine1 147258369 789456123 112233445566 1q2w3e4r qwertyui trustno1
      ｐａｓｓｗｏｒｄ１２３ passwordpassword 密密密密密密密密 beijing2008 li123456 a1b2c3d4 dragon123 monkey2000 superman! hello12345`;
    for (const password of common.split(/\s+/).filter(Boolean)) assert.equal(reasonOf(password), 'common', password);
  });

  it('lets pass what merely begins like a common one', () => {
    for (const password of [
      'password-of-my-cat-Mo',
      'qwerty never again',
      '123456 红烧肉配米饭',
      'dragon fruit yogurt',
    ]) {
      assert.equal(reasonOf(password), 'ok', password);
    }
  });

  it("refuses what is made of the person's own data, forwards and backwards", () => {
    const own = `张三丰19491231 张三丰张三丰张三 11010519491231002x 19491231abc 491231ab 13800138000 8613800138000 x13800138 00138000xy
      13219491 00083100831 ab-1949-1231 一二张三丰三四五六`;
    for (const password of own.split(/\s+/).filter(Boolean))
      assert.equal(reasonOf(password, PERSON), 'personal', password);
    assert.equal(reasonOf('JOHNsmith12', ['John Smith']), 'personal');
    assert.equal(reasonOf('zhang.san99', ['zhang.san@example.com']), 'personal');
  });

  it('lets a long password contain the name or a date of the person', () => {
    assert.equal(reasonOf('张三丰爱吃门口那家炸酱面', PERSON), 'ok');
    assert.equal(reasonOf('kX9-wq7Lz2-19491231', PERSON), 'ok');
  });

  it('lets random passwords pass, whoever chooses them', () => {
    fc.assert(
      fc.property(random, (password) => reasonOf(password, PERSON) === 'ok'),
      { numRuns: 2000 },
    );
  });

  it('judges alike what differs only in case, width or composition', () => {
    const wide = (text: string) =>
      text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
    const pieces = fc.constantFrom('password', '123456', 'woaini', '1990', 'x', '!', 'qwerty', 'k7', '中', 'é');
    fc.assert(
      fc.property(fc.array(pieces, { minLength: 1, maxLength: 5 }), (parts) => {
        const password = parts.join('');
        const expected = reasonOf(password, PERSON);
        assert.equal(reasonOf(password.normalize('NFD'), PERSON), expected);
        assert.equal(reasonOf(password.toUpperCase(), PERSON), expected);
        assert.equal(reasonOf(wide(password), PERSON), expected);
      }),
    );
  });

  it('never throws and always ends soon, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.array(fc.string({ unit: 'binary' })),
        (password, own) => {
          checkPassword(password, own);
        },
      ),
    );
    const begin = performance.now();
    for (const hard of ['a'.repeat(31), '1'.repeat(16), '123456'.repeat(21), '12'.repeat(15)].map(
      (text) => `${text}é`,
    )) {
      isCommonPassword(hard);
    }
    assert.ok(performance.now() - begin < 300);
  });
});
