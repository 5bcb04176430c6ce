import type { Text } from '../../shared/text.js';

export const HISTORY = {
  section: { zh: '历史记录', en: 'History' },
  lead: {
    zh: '这里记录您账号里的每一件事：登录、授权、信息提供和登录方式的变化。',
    en: 'Everything that was done in your name: sign-ins, consents, details given out, and changes to how you sign in.',
  },
  filter: { zh: '按类别查看', en: 'Show' },
  all: { zh: '全部', en: 'Everything' },
  login: { zh: '登录与退出', en: 'Signing in and out' },
  methods: { zh: '账号与登录方式', en: 'Account and ways to sign in' },
  data: { zh: '授权与信息', en: 'Consents and details' },
  delegation: { zh: '亲友代办', en: 'Acting for others' },
  none: { zh: '没有记录。', en: 'Nothing is on record.' },
  times: { zh: '{sentence}（{count} 次）', en: '{sentence} ({count} times)' },
  older: { zh: '更早的记录', en: 'Older' },
  newest: { zh: '回到最新', en: 'Back to the newest' },
  doubt: { zh: '有不是您本人的操作？', en: 'Was something here not you?' },
  notMe: { zh: '这不是我本人操作', en: 'This was not me' },
  yihao: { zh: '一号', en: 'Yihao' },
  nothing: { zh: '没有个人信息', en: 'no personal details' },
  somebody: { zh: '一位亲友', en: 'somebody' },
  aMethod: { zh: '登录方式', en: 'a way to sign in' },
} as const satisfies Record<string, Text>;

export const NOT_ME = {
  title: { zh: '保护您的账号', en: 'Protect your account' },
  lead: { zh: '确认后，我们会立即：', en: 'When you confirm, we at once:' },
  sessions: {
    zh: '退出其他所有设备上的登录，以及它们进入的各部门应用',
    en: 'sign you out everywhere else, and out of the departments’ services that were entered from there',
  },
  devices: {
    zh: '忘记所有用过的设备，下次登录都要再次验证',
    en: 'forget every device that was used: each is checked again at its next sign-in',
  },
  recovery: { zh: '停止正在等待生效的找回账号申请', en: 'stop a recovery of the account that is waiting' },
  word: { zh: '向您登记的所有联系方式发送通知', en: 'send a notice to every contact you gave' },
  support: { zh: '记录在案，供工作人员核查', en: 'put it on record for our staff to look into' },
  afterwards: { zh: '然后请您马上更改密码。', en: 'Then please change your password straight away.' },
  confirm: { zh: '确认，立即保护', en: 'Confirm and protect' },
  back: { zh: '返回历史记录', en: 'Back to the history' },
  doneTitle: { zh: '已保护您的账号', en: 'Your account is protected' },
  done: {
    zh: '其他登录已全部退出，用过的设备都要重新验证。请马上更改密码，并检查登录方式里有没有不是您添加的。',
    en: 'All other sign-ins have ended, and every device is checked again. Now change your password, and look whether every way to sign in is yours.',
  },
  password: { zh: '更改密码', en: 'Change password' },
  methods: { zh: '检查登录方式', en: 'Check ways to sign in' },
  help: { zh: '需要帮助，请拨打政务服务便民热线 12345。', en: 'For help, call the government hotline 12345.' },
} as const satisfies Record<string, Text>;
