import type { Text } from '../../shared/text.js';

export const SESSIONS = {
  section: { zh: '登录设备', en: 'Devices' },
  lead: {
    zh: '这里列出您的账号现在在哪些设备上登录着。有不认识的，请立即让它退出。',
    en: 'This is where your account is signed in now. If you do not recognise one, sign it out at once.',
  },
  here: { zh: '本次登录', en: 'This sign-in' },
  me: { zh: '代 {name} 办理', en: 'For {name}' },
  other: { zh: '{name} 代您办理', en: '{name}, for you' },
  terminal: { zh: '{place}的公共终端', en: 'Public terminal in {place}' },
  place: { zh: '地点', en: 'Place' },
  since: { zh: '登录时间', en: 'Signed in' },
  seen: { zh: '最近使用', en: 'Last used' },
  seenAbout: { zh: '约 {time}', en: 'about {time}' },
  now: { zh: '正在使用', en: 'Now' },
  stays: { zh: '保持登录至', en: 'Stays signed in until' },
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
  screen: { zh: '登录另一块屏幕', en: 'Sign in another screen' },
} as const satisfies Record<string, Text>;

/** The page on which a citizen who is logged in lets another screen in. */
export const SCREEN = {
  title: { zh: '登录另一块屏幕', en: 'Sign in another screen' },
  lead: {
    zh: '在电脑或办事终端上选择“用已登录的手机扫码登录”，再用手机扫描屏幕上的二维码。不方便扫码的，可以在这里输入屏幕上的 8 位数字。',
    en: 'On the computer or kiosk, choose “Use a phone where you are signed in” and scan its QR code with your phone. If you cannot scan it, type the 8 digits on the screen here.',
  },
  code: { zh: '屏幕上的 8 位数字', en: 'The 8 digits on the screen' },
  codeMissing: { zh: '请填写屏幕上的 8 位数字', en: 'Enter the 8 digits on the screen' },
  find: { zh: '下一步', en: 'Next' },
  ask: { zh: '让这块屏幕登录您的账号？', en: 'Let this screen sign in to your account?' },
  application: { zh: '要进入', en: 'To enter' },
  place: { zh: '屏幕所在地', en: 'Where the screen is' },
  browser: { zh: '屏幕上的浏览器', en: 'Its browser' },
  began: { zh: '发起时间', en: 'Asked for' },
  warning: {
    zh: '只有您面前的屏幕正显示这个登录页时，才输入它上面的数字。别人发来的二维码，或者在电话、聊天里告诉您的数字，都不要确认：那是骗子想进入您的账号。',
    en: 'Enter the number only if it is on a screen in front of you. Never confirm a QR code that someone sent you, or a number you were told by phone or chat: someone is trying to get into your account.',
  },
  number: { zh: '屏幕上的两位数字', en: 'The two-digit number on the screen' },
  numberMissing: { zh: '请填写屏幕上的两位数字', en: 'Enter the two-digit number on the screen' },
  wrong: {
    zh: '数字不对。请看您面前的屏幕，还可以再试 {left} 次',
    en: 'That is not the number. Look at the screen in front of you. Tries left: {left}',
  },
  confirm: { zh: '确认登录', en: 'Confirm' },
  refuse: { zh: '不是我，拒绝', en: 'This is not me: refuse' },
  confirmed: { zh: '已确认。请看屏幕，它会自动继续。', en: 'Confirmed. Look at the screen: it goes on by itself.' },
  refused: { zh: '已拒绝，那块屏幕没有登录。', en: 'Refused. That screen is not signed in.' },
  over: {
    zh: '这个二维码已失效，或者已经处理过。请在屏幕上换一个新的。',
    en: 'This code no longer works, or was answered already. Ask the screen for a new one.',
  },
  limited: {
    zh: '输错的次数太多，请在 {minutes} 分钟后再试。',
    en: 'Too many codes were wrong. Please try again in {minutes} min.',
  },
} as const satisfies Record<string, Text>;
