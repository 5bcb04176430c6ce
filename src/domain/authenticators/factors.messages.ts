import type { Text } from '../../shared/text.js';

export const SMS_FACTOR = {
  label: { zh: '短信验证码', en: 'Code by text message' },
  help: { zh: '我们会把验证码发送到 {hint}。', en: 'We send a code to {hint}.' },
  unused: {
    zh: '您已超过 90 天没有登录，登记的手机号可能已经换了主人，所以现在不能只凭短信验证码登录。请用以前登录过的设备登录；没有的话，请找回账号，重新确认手机号。',
    en: 'You have not signed in for more than 90 days, and the phone number on record may belong to somebody else by now, so a code by text message is not enough. Sign in on a device that you used before; if you have none, recover the account and confirm your phone again.',
  },
} as const satisfies Record<string, Text>;

export const PASSKEY_FACTOR = {
  label: { zh: '通行密钥', en: 'Passkey' },
  help: {
    zh: '请按设备的提示，使用您的通行密钥：{hint}。',
    en: 'Follow what your device says to use your passkey: {hint}.',
  },
  login: { zh: '用通行密钥登录', en: 'Sign in with a passkey' },
  /** As which devices list this site. */
  party: { zh: '一号', en: 'Yihao' },
  /** A name where its holder gave none. */
  counted: { zh: '通行密钥 {count}', en: 'Passkey {count}' },
} as const satisfies Record<string, Text>;

export const TOTP_FACTOR = {
  label: { zh: '验证器应用', en: 'Authenticator app' },
  help: {
    zh: '打开手机上的验证器应用，输入“一号”下面显示的 6 位数字。',
    en: 'Open the authenticator app on your phone and enter the 6 digits shown for Yihao.',
  },
} as const satisfies Record<string, Text>;

export const QR_FACTOR = {
  login: { zh: '用已登录的手机扫码登录', en: 'Use a phone where you are signed in' },
} as const satisfies Record<string, Text>;

export const RECOVERY_FACTOR = {
  label: { zh: '恢复码', en: 'Recovery code' },
  help: {
    zh: '输入一个还没有用过的恢复码。每个恢复码只能用一次，用后请在清单上划掉。',
    en: 'Enter a recovery code you have not used yet. Each works once: cross it off your list afterwards.',
  },
} as const satisfies Record<string, Text>;

export const OUTSIDE_LOGIN = {
  label: { zh: '用{name}登录', en: 'Sign in with {name}' },
  refused: {
    zh: '没有登录成功。如果还没有关联这个账号，请先用其他方式登录，再到“登录方式”里关联它。',
    en: 'That did not sign you in. If you have not linked this account yet, sign in another way first and then link it under “Ways to sign in”.',
  },
} as const satisfies Record<string, Text>;
