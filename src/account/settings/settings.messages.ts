import type { Text } from '../../shared/text.js';

export const SETTINGS = {
  section: { zh: '设置', en: 'Settings' },
  show: { zh: '语言和字号', en: 'Language and text size' },
  showLead: {
    zh: '保存后，您在任何设备上登录都按这里的设置显示。',
    en: 'Wherever you sign in, pages look as you choose here.',
  },
  language: { zh: '语言', en: 'Language' },
  languageHint: { zh: '我们发给您的通知也用这种语言', en: 'Our notices to you are in it too' },
  size: { zh: '字号', en: 'Text size' },
  ordinary: { zh: '标准', en: 'Standard' },
  elder: { zh: '长者模式：大字、大按钮', en: 'Larger text and buttons' },
  save: { zh: '保存', en: 'Save' },
  saved: { zh: '设置已保存。', en: 'Your settings have been saved.' },
  notices: { zh: '通知', en: 'Notices' },
  always: { zh: '账号安全通知', en: 'Security of your account' },
  alwaysLead: {
    zh: '新设备登录、登录方式或联系方式变更等通知会发到您的手机，重要的变更还会发到邮箱。这些通知不能关闭，万一有人冒用账号，您能马上知道。',
    en: 'Notices of a sign-in on a new device, or of a change to how you sign in or are reached, go to your phone; the most important go by email too. They cannot be turned off: they are how you learn that someone else uses your account.',
  },
  consent: { zh: '授权部门使用我的信息后，通知我', en: 'Tell me after I let a department use my details' },
  consentHint: { zh: '都不勾选就不通知', en: 'Tick none for no notice' },
  phone: { zh: '发短信', en: 'By text message' },
  email: { zh: '发邮件', en: 'By email' },
  emailFirst: {
    zh: '想用邮件接收的，请先在“联系方式”里添加邮箱。',
    en: 'To be told by email, first add an email address under “Contact details”.',
  },
} as const satisfies Record<string, Text>;

/** Each language in itself, for whoever does not read the other. */
export const LANGUAGES = { 'zh-CN': '中文', en: 'English' } as const;
