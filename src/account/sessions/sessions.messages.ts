import type { Text } from '../../shared/text.js';

export const SESSIONS = {
  section: { zh: '设备与会话', en: 'Devices and sessions' },
  lead: {
    zh: '这里列出您的账号现在在哪些设备上登录着。有不认识的，请立即让它退出。',
    en: 'This is where your account is signed in now. If you do not recognise one, sign it out at once.',
  },
  here: { zh: '本次登录', en: 'This sign-in' },
  terminal: { zh: '公共终端', en: 'Public terminal' },
  place: { zh: '地点', en: 'Place' },
  since: { zh: '登录时间', en: 'Signed in' },
  seen: { zh: '最近使用', en: 'Last used' },
  seenAbout: { zh: '约 {time}', en: 'about {time}' },
  now: { zh: '正在使用', en: 'Now' },
  how: { zh: '登录方式', en: 'With' },
  entered: { zh: '已进入', en: 'Signed in to' },
  nothing: { zh: '没有进入其他部门的应用', en: 'No department’s service' },
  end: { zh: '退出：{browser}', en: 'Sign out: {browser}' },
  endHere: { zh: '退出本次登录', en: 'Sign out here' },
  none: { zh: '没有在其他设备上登录。', en: 'You are signed in nowhere else.' },
  othersTitle: { zh: '退出其他所有设备', en: 'Sign out everywhere else' },
  othersLead: {
    zh: '除本次登录外，其他登录全部退出，已进入的各部门应用也会一起退出。',
    en: 'All other sign-ins end, together with the departments’ services they entered. This one goes on.',
  },
  endOthers: { zh: '退出其他所有设备', en: 'Sign out everywhere else' },
  ended: {
    zh: '已退出。该设备上进入的各部门应用也已通知退出。',
    en: 'Signed out. The departments’ services it had entered have been told.',
  },
  over: { zh: '它此前已经退出。', en: 'It had been signed out already.' },
  allEnded: { zh: '其他设备已全部退出。', en: 'You are signed out everywhere else.' },
} as const satisfies Record<string, Text>;
