import type { Text } from '../shared/text.js';

/** What every room of sections says. */
export const SECTIONS = {
  unsent: {
    zh: '刚才提交的内容还没有生效。已重新确认是您本人，请检查后再提交一次；密码和验证码需要重新填写。',
    en: 'What you sent has not been done yet. You have signed in again: please check it and send it once more. Passwords and codes need to be entered again.',
  },
  signOut: { zh: '退出登录', en: 'Sign out' },
} as const satisfies Record<string, Text>;
