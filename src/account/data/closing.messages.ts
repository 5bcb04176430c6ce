export const CLOSING = {
  title: { zh: '注销账号', en: 'Close my account' },
  lead: { zh: '注销一号账号后：', en: 'When your account is closed:' },
  follows: [
    {
      zh: '您不能再用一号登录任何部门的应用，各部门会收到通知，已有的登录全部退出',
      en: 'you can no longer sign in to any department with Yihao; departments are told, and you are signed out everywhere',
    },
    {
      zh: '您的姓名、号码、联系方式等资料，登录方式，更正申请和数据副本全部删除，不能恢复',
      en: 'your name, number and contacts, ways to sign in, corrections and copies of data are deleted for good',
    },
    { zh: '所有授权和代办关系结束', en: 'all your consents end, and nobody acts for you or is helped by you any more' },
    {
      zh: '您的公民身份号码可以重新注册；重新注册并核验身份后，可以选择取回在各部门原来的记录',
      en: 'your citizen ID number can be registered again; once you are verified then, you can choose to get back what departments had on record',
    },
    {
      zh: '各部门自己保存的办事记录不受影响，需要更正或删除请联系该部门',
      en: 'what departments keep themselves is not changed; ask them to correct or delete it',
    },
  ],
  keptTitle: { zh: '法律要求保留的', en: 'What the law has us keep' },
  kept: {
    zh: '依照《个人信息保护法》第四十七条，我们删除您的个人信息。依照《网络安全法》关于网络日志留存不少于六个月的规定，以及证明我们按您的授权提供信息的需要，保留操作记录和授权凭据：其中只有随机编号、时间和事项，没有您的姓名和号码。',
    en: 'Article 47 of the Personal Information Protection Law has us delete your personal information. The Cybersecurity Law has us keep logs for at least six months, and we must be able to prove your consents. So records of what was done and consent receipts stay: random ids, times and what it was about, without your name or number.',
  },
  keptNumber: {
    zh: '各部门对您的随机编号也会保留，只用于您日后取回记录。',
    en: 'The random numbers by which departments know you stay too, only so that you can get your records back later.',
  },
  thinkTitle: { zh: '七天内可以反悔', en: 'Seven days to think' },
  think: {
    zh: '提交后七天才注销。在此之前登录一号，就可以保留账号。我们会立即通知您，并在前一天再提醒一次。',
    en: 'It closes seven days after you ask. Sign in before that to keep it. We send you a notice at once, and another the day before.',
  },
  copy: { zh: '先取得一份我的数据', en: 'Get a copy of my data first' },
  go: { zh: '继续注销', en: 'Go on' },
  confirmTitle: { zh: '确认注销账号', en: 'Confirm that your account closes' },
  confirm: { zh: '请输入“注销账号”四个字', en: 'Type “close my account”' },
  confirmHint: { zh: '这是为了避免误操作。', en: 'So that it does not happen by mistake.' },
  confirmWrong: { zh: '请输入“注销账号”四个字', en: 'Type exactly “close my account”' },
  submit: { zh: '提交注销申请', en: 'Ask to close my account' },
  stay: { zh: '不注销，返回', en: 'Do not close it' },
  asked: { zh: '已提交注销申请。', en: 'You asked to close your account.' },
  waitTitle: { zh: '您的账号将于{day}注销', en: 'Your account closes on {day}' },
  wait: {
    zh: '在此之前您可以保留账号。选择保留以前，除取得自己的数据外，不能使用其他功能。',
    en: 'You can keep it until then. Until you do, you can get a copy of your data and do nothing else.',
  },
  keep: { zh: '保留我的账号', en: 'Keep my account' },
  leave: { zh: '仍要注销，退出登录', en: 'Close it as asked, and sign out' },
  saved: { zh: '您的账号已保留，不再注销。', en: 'Your account is kept.' },
  over: { zh: '没有需要撤回的注销申请。', en: 'There was nothing to take back.' },
} as const;

/** What may be typed to confirm, in either language. */
export const CONFIRMATIONS: ReadonlySet<string> = new Set(['注销账号', 'close my account']);
