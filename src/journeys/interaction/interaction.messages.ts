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
  forWhomTitle: { zh: '您要为谁办理？', en: 'For whom are you here?' },
  forWhomLead: {
    zh: '您已用自己的账号登录。{application}会知道是谁办理、为谁办理；代办会记在双方的历史记录里。',
    en: 'You are signed in with your own account. {application} is told who acts and for whom, and it is in the history of both of you.',
  },
  forMyself: { zh: '为本人办理（{name}）', en: 'For myself ({name})' },
  forOther: { zh: '代 {name} 办理', en: 'For {name}' },
  forWhomMissing: { zh: '请选择为谁办理', en: 'Choose for whom you are here' },
  notAny: {
    zh: '刚才选择的代办已经结束，请重新选择。',
    en: 'You may no longer act for the person you chose. Please choose again.',
  },
  goOn: { zh: '继续', en: 'Continue' },
  notNamed: {
    zh: '您正在代 {name} 办理，但对方没有请您在{application}代办。换人办理，会退出正在代办的应用。',
    en: 'You are acting for {name}, who has not asked you to act for them at {application}. To go on as somebody else you leave the services where you act for them.',
  },
  ownOnly: {
    zh: '您正在代 {name} 办理。账号页面只能由本人使用：继续以您自己的身份打开，会退出正在代办的应用。',
    en: 'You are acting for {name}. These pages are everyone’s own: to open yours, you leave the services where you act for somebody.',
  },
  myselfTitle: { zh: '回到您自己的身份？', en: 'Go back to yourself?' },
  myself: { zh: '以本人身份继续', en: 'Continue as myself' },
  closingTitle: { zh: '您的账号将于{day}注销', en: 'Your account closes on {day}' },
  closingLead: {
    zh: '您申请过注销一号账号。要进入{application}，请先保留账号。',
    en: 'You asked to close your Yihao account. To go on to {application}, keep your account first.',
  },
  keep: { zh: '保留我的账号并继续', en: 'Keep my account and go on' },
  stillClose: { zh: '仍要注销，返回', en: 'Close it as asked, and go back' },
  copy: { zh: '取得一份我的数据', en: 'Get a copy of my data' },
  abort: { zh: '不登录，返回{application}', en: 'Go back to {application} without signing in' },
} as const satisfies Record<string, Text>;
