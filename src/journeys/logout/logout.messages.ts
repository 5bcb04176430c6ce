import type { Text } from '../../shared/text.js';

/** Every sentence of the logout pages. */
export const LOGOUT = {
  title: { zh: '退出登录', en: 'Sign out' },
  account: { zh: '当前账号：{name}', en: 'You are signed in as {name}.' },
  fromPortal: { zh: '您正在从{application}退出。', en: 'You are signing out of {application}.' },
  others: { zh: '您还登录了以下网站：', en: 'You are also signed in to:' },
  noOthers: { zh: '您没有登录其他部门的网站。', en: 'You are not signed in to any other department’s site.' },
  live: { zh: '您登录了以下网站：', en: 'You are signed in to:' },
  everywhereHint: {
    zh: '全部退出后，再次办理业务时需要重新登录。使用公共电脑的，请选择全部退出。',
    en: 'If you sign out everywhere, you will need to sign in again next time. On a public computer, choose this.',
  },
  everywhere: { zh: '全部退出', en: 'Sign out everywhere' },
  onlyHere: { zh: '只退出{application}', en: 'Sign out of {application} only' },
  onlyHereHint: {
    zh: '只退出这一个网站时，一号和其他网站仍保持登录。',
    en: 'If you sign out of this site only, you stay signed in to Yihao and to other sites.',
  },
  cancelPortal: { zh: '不退出，返回{application}', en: 'Stay signed in and return to {application}' },
  cancelHome: { zh: '不退出，返回首页', en: 'Stay signed in and return to the home page' },

  doneTitle: { zh: '您已退出登录', en: 'You are signed out' },
  done: {
    zh: '您已退出一号。各部门的网站会随即收到通知并结束您的登录，个别网站可能需要一两分钟。',
    en: 'You are signed out of Yihao. The departments’ sites are being told and will end your sessions; one may need a minute or two.',
  },
  doneShared: { zh: '使用公共电脑的，请关闭浏览器。', en: 'On a public computer, please close the browser.' },
  doneHereTitle: { zh: '您已退出{application}', en: 'You are signed out of {application}' },
  doneHere: { zh: '您在一号和其他网站仍保持登录。', en: 'You are still signed in to Yihao and to other sites.' },
  home: { zh: '前往一号首页', en: 'Go to the Yihao home page' },
  rest: { zh: '全部退出', en: 'Sign out everywhere' },
} as const satisfies Record<string, Text>;
