import type { Ial } from '../../domain/records/index.js';
import type { Text } from '../../shared/text.js';

export const OVERVIEW = {
  name: { zh: '概览', en: 'Overview' },
  title: { zh: '我的账号', en: 'My account' },
  greeting: { zh: '{name}的账号', en: 'Account of {name}' },
  lead: {
    zh: '在这里管理登录方式，查看以您的名义做的每一件事。',
    en: 'See and manage how you sign in and everything that is done in your name.',
  },
  methods: { zh: '种登录方式', en: 'ways to sign in' },
  departments: { zh: '个已连接的部门', en: 'connected departments' },
  sessions: { zh: '处正在登录', en: 'places you are signed in' },
  manageMethods: { zh: '管理登录方式', en: 'Manage ways to sign in' },
  manageDepartments: { zh: '查看授权', en: 'See what was shared' },
  manageSessions: { zh: '查看设备', en: 'See devices' },
  who: { zh: '我的身份', en: 'Who I am' },
  fullName: { zh: '姓名', en: 'Name' },
  number: { zh: '公民身份号码', en: 'Citizen ID number' },
  phone: { zh: '手机号', en: 'Phone' },
  email: { zh: '邮箱', en: 'Email' },
  none: { zh: '未登记', en: 'None' },
  assurance: { zh: '实名等级', en: 'Verification level' },
  lastTitle: { zh: '登录情况', en: 'Signing in' },
  now: { zh: '本次登录', en: 'This time' },
  before: { zh: '上次登录', en: 'Last time' },
  first: { zh: '这是有记录的第一次', en: 'This is the first on record' },
  protect: { zh: '立即保护账号', en: 'Protect your account' },
  history: { zh: '查看历史记录', en: 'See the history' },
  notYou: { zh: '上次登录不是您本人？', en: 'Was the last time not you?' },
} as const satisfies Record<string, Text>;

/** Identity assurance levels in plain words. */
export const ASSURANCE: Readonly<Record<Ial, Text>> = {
  1: { zh: '1 级：姓名和号码与人口信息库一致', en: 'Level 1: your name and number match the population registry' },
  2: { zh: '2 级：已在线核验是您本人', en: 'Level 2: verified online to be you' },
  3: { zh: '3 级：已当面或凭证书核验是您本人', en: 'Level 3: verified in person or by certificate to be you' },
};
