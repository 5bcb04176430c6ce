import type { Text } from '../shared/text.js';

/** What all pages of the account have in common. */
export const ACCOUNT = {
  navigation: { zh: '账号菜单', en: 'Account menu' },
  notAtTerminal: {
    zh: '为了您的安全，公共终端上不能办理这一项，请在您自己的设备上办理。',
    en: 'To keep you safe this cannot be done at a public terminal. Please do it on your own device.',
  },
} as const satisfies Record<string, Text>;
