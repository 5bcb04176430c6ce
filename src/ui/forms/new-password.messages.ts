import type { Text } from '../../shared/text.js';

/** Wherever a password is chosen. */
export const NEW_PASSWORD = {
  label: { zh: '新密码', en: 'New password' },
  hint: {
    zh: '8 到 128 个字符，中文、符号、空格都可以。不要求大小写混用，长一些、别处没用过的最安全。',
    en: '8 to 128 characters of any kind, spaces and Chinese included. No special mix is needed: long and not used elsewhere is safest.',
  },
  again: { zh: '再输入一次密码', en: 'Type the password again' },
  missing: { zh: '请设置密码', en: 'Choose a password' },
  too_short: { zh: '密码太短，至少 8 个字符', en: 'The password is too short. Use at least 8 characters' },
  too_long: { zh: '密码太长，最多 128 个字符', en: 'The password is too long. Use at most 128 characters' },
  common: {
    zh: '这个密码很多人在用，容易被猜到，请换一个',
    en: 'Many people use this password and it is easy to guess. Choose another one',
  },
  personal: {
    zh: '密码里主要是您的姓名、号码或手机号，容易被猜到，请换一个',
    en: 'This password is made of your name, ID number or phone number and easy to guess. Choose another one',
  },
  different: { zh: '两次输入的密码不一样', en: 'The two passwords are not the same' },
} as const satisfies Record<string, Text>;
