import type { Text } from '../../shared/text.js';
import type { RecoveryGoal } from '../records/index.js';

/** What a recovery changes, within a sentence. */
export const RECOVERY_CHANGES: Readonly<Record<RecoveryGoal, Text>> = {
  password: { zh: '设置新密码', en: 'a new password' },
  passkey: { zh: '停用一个通行密钥', en: 'a passkey ends' },
  phone: { zh: '更换手机号', en: 'another phone number' },
};
