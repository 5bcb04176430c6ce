import type { Text } from '../../shared/text.js';
import type { LoginKind } from '../records/index.js';

/** What pages and messages call each kind. */
export const AUTHENTICATOR_NAMES: Readonly<Record<LoginKind, Text>> = {
  password: { zh: '密码', en: 'password' },
  sms: { zh: '手机短信验证码', en: 'codes by text message' },
  totp: { zh: '验证器应用', en: 'authenticator app' },
  passkey: { zh: '通行密钥', en: 'passkey' },
  recovery: { zh: '恢复码', en: 'recovery codes' },
  outside: { zh: '关联的外部账号', en: 'linked account elsewhere' },
  qr: { zh: '手机扫码', en: 'QR code and phone' },
};

/** What happened, within a message to the holder. */
export const AUTHENTICATOR_CHANGES = {
  added: { zh: '添加了{name}', en: 'added: {name}' },
  changed: { zh: '更改了{name}', en: 'changed: {name}' },
  removed: { zh: '移除了{name}', en: 'removed: {name}' },
} as const satisfies Record<string, Text>;
