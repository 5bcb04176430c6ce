import type { Text } from '../../shared/text.js';

export const TERMINAL = {
  welcome: { zh: '欢迎办理', en: 'Welcome' },
  lead: {
    zh: '办完后请按右上方的“办完了，退出”。这台终端不会留下您的任何信息。',
    en: 'When you are done, press “Finish and leave” at the top. This terminal keeps nothing of yours.',
  },
  begin: { zh: '开始办理', en: 'Begin' },
  setUpTitle: { zh: '设置公共终端', en: 'Set up a public terminal' },
  setUpLead: {
    zh: '请输入管理员提供的 12 位设置码。设置后，这个浏览器将一直作为公共终端使用。',
    en: 'Type the 12 digits that the operator gave you. From then on this browser is a public terminal.',
  },
  code: { zh: '设置码', en: 'Set-up code' },
  codeMissing: { zh: '请填写 12 位设置码', en: 'Enter the 12 digits of the set-up code' },
  codeWrong: {
    zh: '设置码不正确、已用过或已过期，请向管理员索取新的',
    en: 'This code is wrong, was used before or is too old. Ask the operator for a new one',
  },
  submit: { zh: '设置', en: 'Set up' },
} as const satisfies Record<string, Text>;
