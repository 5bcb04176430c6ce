import type { Text } from '../../shared/text.js';

export const DATA = {
  section: { zh: '我的数据', en: 'My data' },
  lead: {
    zh: '一号保存的关于您的信息，由您查看、取走和更正。',
    en: 'What Yihao holds about you is yours to see, take and correct.',
  },
  exportTitle: { zh: '取得一份我的数据', en: 'Get a copy of my data' },
  exportAbout: {
    zh: '身份资料、登录方式、授权、登录记录和历史，一份网页便于阅读，一份 JSON 便于其他系统使用。',
    en: 'Your details, ways to sign in, consents, sign-ins and history: as a page to read, and as JSON for other systems.',
  },
  exportLink: { zh: '取得数据', en: 'Get a copy' },
  correctionTitle: { zh: '申请更正', en: 'Have something corrected' },
  correctionAbout: {
    zh: '登记的姓名、号码等信息不对时，告诉我们哪一项不对、应该是什么。',
    en: 'If your name, number or another detail is wrong, tell us which and what is right.',
  },
  correctionLink: { zh: '申请更正', en: 'Ask for a correction' },
  consentsTitle: { zh: '撤回授权', en: 'Take back consent' },
  consentsAbout: {
    zh: '各部门取得了您的哪些信息，可以随时撤回。',
    en: 'What each department was given. You can take it back at any time.',
  },
  consentsLink: { zh: '查看各部门', en: 'See the departments' },
  closingTitle: { zh: '注销账号', en: 'Close my account' },
  closingAbout: {
    zh: '删除一号保存的您的资料，七天内可以反悔。',
    en: 'Have your details at Yihao deleted. You have seven days to think.',
  },
  closingLink: { zh: '了解注销', en: 'What closing means' },
  back: { zh: '返回我的数据', en: 'Back to my data' },
} as const satisfies Record<string, Text>;

export const EXPORT = {
  title: { zh: '取得一份我的数据', en: 'Get a copy of my data' },
  lead: {
    zh: '一号会整理保存的关于您的全部信息，不含密码等密钥。整理通常需要几秒钟，您可以先离开这个页面。',
    en: 'We put together everything we hold about you, without passwords and other secrets. It usually takes seconds; you may leave this page.',
  },
  safe: {
    zh: '申请和取走时，都需要您重新登录确认，我们也会向您登记的所有联系方式发送通知。',
    en: 'You sign in again to ask for it and to fetch it, and each time we send a notice to every contact you gave.',
  },
  ask: { zh: '开始整理', en: 'Put it together' },
  asked: { zh: '已开始整理您的数据。', en: 'Your data is being put together.' },
  there: { zh: '已有一份数据正在整理或等待取走。', en: 'A copy is being put together already, or waits for you.' },
  progress: { zh: '整理进度', en: 'Progress' },
  progressOf: { zh: '已完成 {done} 项，共 {all} 项', en: '{done} of {all} parts are done' },
  now: { zh: '正在整理：{name}', en: 'Now: {name}' },
  look: { zh: '查看最新进度', en: 'See how far it is' },
  ready: { zh: '您的数据已经整理好，可以取走。', en: 'Your data is ready for you.' },
  until: {
    zh: '请在{day}之前取走，过期自动删除。每种格式只能取走一次，之后需要重新申请。',
    en: 'Fetch it before {day}; after that it is deleted. Each form can be fetched once; after that, ask again.',
  },
  fetch: { zh: '取走我的数据', en: 'Fetch my data' },
  page: { zh: '下载网页版', en: 'Download the page' },
  json: { zh: '下载 JSON 版', en: 'Download JSON' },
  fetched: { zh: '已取走', en: 'Fetched' },
  which: {
    zh: '网页版便于阅读和打印，JSON 版便于其他系统使用，内容相同。',
    en: 'The page is to read and print, JSON is for other systems. They hold the same.',
  },
  care: {
    zh: '文件包含您的完整身份资料，请不要在公共电脑上下载，也不要发给他人。',
    en: 'The file holds your full details. Do not download it on a public computer, and send it to nobody.',
  },
  gone: {
    zh: '没有可以取走的数据：可能已经取走或已过期，请重新申请。',
    en: 'There is nothing to fetch: it was fetched before or has expired. Please ask again.',
  },
} as const satisfies Record<string, Text>;

export const CORRECTION = {
  title: { zh: '申请更正', en: 'Ask for a correction' },
  lead: {
    zh: '工作人员会核对后答复，答复会发到您登记的所有联系方式，也显示在这里。',
    en: 'Our staff look into it and answer. We send it to every contact you gave, and show it here.',
  },
  contacts: { zh: '手机号和邮箱可以自己更改', en: 'Change your phone and email yourself' },
  field: { zh: '哪一项不对？', en: 'What is wrong?' },
  fieldMissing: { zh: '请选择哪一项不对', en: 'Choose what is wrong' },
  residence: { zh: '户籍地', en: 'Registered residence' },
  other: { zh: '其他记录', en: 'Another record' },
  request: { zh: '应该是什么？', en: 'What is right?' },
  requestHint: {
    zh: '请写明正确的内容，以及凭什么证件可以核对，不超过 500 字。',
    en: 'Say what is right and by which document we can see it, in 500 characters at most.',
  },
  requestMissing: { zh: '请写明应该是什么', en: 'Say what is right' },
  requestLong: { zh: '请不要超过 500 字', en: 'Use 500 characters at most' },
  submit: { zh: '提交', en: 'Send' },
  asked: { zh: '已提交，我们会尽快答复。', en: 'Sent. We will answer as soon as we can.' },
  open: {
    zh: '这一项已有申请在处理，答复之后才能再次提交',
    en: 'There is a request for this already; you can send another once it is answered',
  },
  yours: { zh: '您提交过的申请', en: 'What you asked for' },
  askedAt: { zh: '提交时间', en: 'Sent' },
  answer: { zh: '答复', en: 'Answer' },
  waiting: { zh: '等待答复', en: 'Waiting' },
  corrected: { zh: '已更正', en: 'Corrected' },
  refused: { zh: '未更正', en: 'Not corrected' },
} as const satisfies Record<string, Text>;

/** Words that stand in the export as they stand in the store. */
export const WORDS: Readonly<Record<string, Text>> = {
  active: { zh: '正常', en: 'active' },
  male: { zh: '男', en: 'male' },
  female: { zh: '女', en: 'female' },
  password: { zh: '密码', en: 'password' },
  sms: { zh: '短信验证码', en: 'text message' },
  totp: { zh: '验证器应用', en: 'authenticator app' },
  passkey: { zh: '通行密钥', en: 'passkey' },
  recovery: { zh: '恢复码', en: 'recovery codes' },
  outside: { zh: '关联的外部账号', en: 'linked account elsewhere' },
  asked: { zh: '等待确认', en: 'asked' },
  confirmed: { zh: '已确认', en: 'confirmed' },
  ended: { zh: '已结束', en: 'ended' },
  principal: { zh: '委托人', en: 'the one who is helped' },
  helper: { zh: '代办人', en: 'the helper' },
  given: { zh: '同意', en: 'given' },
  withdrawn: { zh: '撤回', en: 'withdrawn' },
  consent: { zh: '同意', en: 'consent' },
  statutory: { zh: '法定职责', en: 'legal duty' },
  corrected: { zh: '已更正', en: 'corrected' },
  refused: { zh: '未通过', en: 'refused' },
  self: { zh: '您本人', en: 'yourself' },
  other: { zh: '其他人或工作人员', en: 'somebody else or our staff' },
  system: { zh: '系统', en: 'the system' },
  true: { zh: '是', en: 'yes' },
  false: { zh: '否', en: 'no' },
};

export const PAPER = {
  title: { zh: '一号保存的我的数据', en: 'My data at Yihao' },
  prepared: { zh: '整理时间：{time}（北京时间）', en: 'Put together at {time} (Beijing time)' },
  about: {
    zh: '这份文件包含您的完整身份资料，请妥善保管。时间均为北京时间。',
    en: 'This file holds your full details: keep it safe. All times are Beijing time.',
  },
  contents: { zh: '目录', en: 'Contents' },
  none: { zh: '没有记录', en: 'Nothing is held' },
  chapter: { zh: '{name}（{count}）', en: '{name} ({count})' },
} as const satisfies Record<string, Text>;
