import type { Text } from '../shared/text.js';

/** What all pages of the account have in common. */
export const ACCOUNT = {
  navigation: { zh: '账号菜单', en: 'Account menu' },
  signOut: { zh: '退出登录', en: 'Sign out' },
} as const satisfies Record<string, Text>;
