import type { Text } from '../../shared/text.js';

/** Every sentence of the pages between a portal and a login. */
export const INTERACTION = {
  continueTitle: { zh: '继续以{name}的身份登录？', en: 'Continue as {name}?' },
  continueLead: {
    zh: '您已登录一号。确认后直接进入{application}，不用再次输入密码。',
    en: 'You are already signed in to Yihao. Continue to {application} without typing your password again.',
  },
  continueYes: { zh: '以{name}的身份继续', en: 'Continue as {name}' },
  continueOther: { zh: '使用其他账号', en: 'Use another account' },
  continueOtherHint: {
    zh: '如果您不是{name}，请使用其他账号；{name}会先退出登录。',
    en: 'If you are not {name}, use another account; {name} is signed out first.',
  },
  abort: { zh: '不登录，返回{application}', en: 'Go back to {application} without signing in' },
} as const satisfies Record<string, Text>;
