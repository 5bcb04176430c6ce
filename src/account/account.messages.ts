import type { Text } from '../shared/text.js';

/** What all pages of the account have in common. */
export const ACCOUNT = {
  navigation: { zh: '账号菜单', en: 'Account menu' },
  unsent: {
    zh: '刚才提交的内容还没有生效。已重新确认是您本人，请检查后再提交一次；密码和验证码需要重新填写。',
    en: 'What you sent has not been done yet. You have signed in again: please check it and send it once more. Passwords and codes need to be entered again.',
  },
  notAtTerminal: {
    zh: '为了您的安全，公共终端上不能办理这一项，请在您自己的设备上办理。',
    en: 'To keep you safe this cannot be done at a public terminal. Please do it on your own device.',
  },
  signOut: { zh: '退出登录', en: 'Sign out' },
} as const satisfies Record<string, Text>;
