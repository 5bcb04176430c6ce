import type { Words } from './definition.js';

/** What every example portal says. */
export const PORTAL = {
  settings: { zh: '显示与语言', en: 'Display and language' },
  larger: { zh: '长者模式', en: 'Larger text' },
  standard: { zh: '标准模式', en: 'Standard text' },
  language: { zh: 'English', en: '中文' },
  signIn: { zh: '用一号登录', en: 'Sign in with Yihao' },
  signInHint: {
    zh: '使用一号账号登录，无需在本网站另设账号。',
    en: 'Use your Yihao account. No separate account for this site.',
  },
  services: { zh: '可办理的业务', en: 'What you can do here' },
  demo: {
    zh: '演示网站，不是真实的政府网站。',
    en: 'A demonstration. This is not a real government site.',
  },
  hello: { zh: '您好，{name}', en: 'Hello, {name}' },
  helloNameless: { zh: '您好', en: 'Hello' },
  acting: { zh: '您正在代{name}办理', en: 'You are acting for {name}' },
  actingNameless: { zh: '您正在代他人办理', en: 'You are acting for somebody else' },
  actingLead: {
    zh: '您用自己的账号登录。本网站记下是您代办的。',
    en: 'You signed in with your own account. This site records that it is you who acts.',
  },
  signedInAs: { zh: '您已登录。', en: 'You are signed in.' },
  learned: { zh: '本网站从一号得到的信息', en: 'What this site learned from Yihao' },
  learnedHint: {
    zh: '除下列内容外，本网站没有得到您的其他信息。',
    en: 'This site learned nothing about you beyond this table.',
  },
  item: { zh: '项目', en: 'Item' },
  value: { zh: '内容', en: 'Value' },
  technical: { zh: '登录过程的技术信息', en: 'Technical facts of this sign-in' },
  signOutHere: { zh: '只退出本网站', en: 'Sign out of this site only' },
  signOutYihao: { zh: '通过一号退出', en: 'Sign out through Yihao' },
  signOutHint: {
    zh: '“通过一号退出”时，您可以选择同时退出其他部门的网站。',
    en: '“Sign out through Yihao” lets you sign out of other departments’ sites as well.',
  },
  verified: { zh: '姓名已经核验，实名等级 {level}', en: 'Name verified, identity assurance level {level}' },
  asReceived: { zh: '查看收到的原文', en: 'As it was received' },
  yes: { zh: '是', en: 'Yes' },
  no: { zh: '否', en: 'No' },
  signedOut: { zh: '您已退出登录', en: 'You are signed out' },
  signedOutLead: {
    zh: '您在本网站的登录已结束。如果使用的是公共电脑，请关闭浏览器。',
    en: 'Your session at this site has ended. On a public computer, please close the browser.',
  },
  home: { zh: '返回首页', en: 'Back to the front page' },
  again: { zh: '重新登录', en: 'Try again' },
} as const satisfies Readonly<Record<string, Words>>;

/** Everything that can end a login early, and what the citizen can do. */
export const PORTAL_TROUBLES = {
  refused: {
    title: { zh: '登录没有完成', en: 'You did not finish signing in' },
    lead: {
      zh: '您在一号取消了登录，或没有同意提供所需的信息。您的账号没有变化，可以随时重新登录。',
      en: 'You cancelled at Yihao, or did not agree to share what this service needs. Nothing has changed; you can try again at any time.',
    },
  },
  expired: {
    title: { zh: '这次登录已过期', en: 'This sign-in has expired' },
    lead: {
      zh: '可能是停留时间太长，或这个页面是从另一个浏览器打开的。请重新登录。',
      en: 'It may have taken too long, or the page was opened in another browser. Please sign in again.',
    },
  },
  weak: {
    title: { zh: '需要更高的登录强度', en: 'A stronger sign-in is needed' },
    lead: {
      zh: '这里办理的业务要求更高的登录强度。请重新登录，并按提示完成验证。',
      en: 'This service needs a stronger sign-in. Please sign in again and follow the steps.',
    },
  },
  unreachable: {
    title: { zh: '暂时无法连接一号', en: 'Yihao cannot be reached at the moment' },
    lead: {
      zh: '请过一两分钟再试。您在本网站的办事记录没有受到影响。',
      en: 'Please try again in a minute or two. Nothing you did at this site is lost.',
    },
  },
  failed: {
    title: { zh: '登录没有成功', en: 'Signing in did not work' },
    lead: {
      zh: '一号没有确认这次登录。请重新登录；如果多次不成功，请联系本部门。',
      en: 'Yihao did not confirm this sign-in. Please try again; if it keeps failing, contact this department.',
    },
  },
  missing: {
    title: { zh: '没有这个页面', en: 'There is no such page' },
    lead: { zh: '请检查网址。', en: 'Please check the address.' },
  },
} as const satisfies Readonly<Record<string, { title: Words; lead: Words }>>;

export type PortalTrouble = keyof typeof PORTAL_TROUBLES;

/** What the table calls each claim. */
export const CLAIM_WORDS: Readonly<Record<string, Words>> = {
  name: { zh: '姓名', en: 'Name' },
  birthdate: { zh: '出生日期', en: 'Date of birth' },
  gender: { zh: '性别', en: 'Gender' },
  phone_number: { zh: '手机号码', en: 'Mobile phone number' },
  phone_number_verified: { zh: '手机号码已验证', en: 'Phone number verified' },
  email: { zh: '电子邮箱', en: 'Email address' },
  email_verified: { zh: '电子邮箱已验证', en: 'Email verified' },
  citizen_id: { zh: '公民身份号码', en: 'Citizen ID number' },
  age_over_18: { zh: '年满 18 周岁', en: '18 or over' },
  resident_of: { zh: '指定地区居民', en: 'Resident of the region' },
  verified_claims: { zh: '核验情况', en: 'Verified claims' },
  sub: { zh: '本部门对您的标识（sub）', en: 'This department’s identifier for you (sub)' },
  act: { zh: '由谁代办（act）', en: 'Who acts (act)' },
  acr: { zh: '登录强度（acr）', en: 'Authentication level (acr)' },
  amr: { zh: '登录方式（amr）', en: 'Authentication methods (amr)' },
  auth_time: { zh: '登录时间（auth_time）', en: 'Signed in at (auth_time)' },
  sid: { zh: '会话标识（sid）', en: 'Session identifier (sid)' },
};
