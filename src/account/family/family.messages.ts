import type { Text } from '../../shared/text.js';

/** The family's pages: a child's guardians, and a guardian's children. */
export const FAMILY = {
  section: { zh: '家庭', en: 'Family' },
  back: { zh: '返回家庭', en: 'Back to Family' },

  mineTitle: { zh: '我的监护人', en: 'My guardians' },
  mineLead: {
    zh: '您未满 14 周岁。依照《个人信息保护法》第三十一条，父母或其他监护人同意之后，部门才能使用您的信息。最多可以有两位监护人，一位同意即可。到{date}您满 14 周岁时，自动不再需要。',
    en: 'You are under 14. By article 31 of the Personal Information Protection Law, departments may use your details only once a parent or other guardian agrees. You can have two guardians; one who agrees is enough. It ends by itself when you turn 14, on {date}.',
  },
  mineNone: { zh: '您还没有填写监护人。', en: 'You have not named a guardian yet.' },
  mineMay: {
    zh: '监护人能看到您的登录情况和授权，也可以撤回同意或注销您的账号，但不能以您的身份登录。',
    en: 'A guardian sees your sign-ins and consents, and can take the consent back or close your account. They cannot sign in as you.',
  },
  ask: { zh: '填写监护人', en: 'Name a guardian' },
  askAnother: { zh: '再填写一位，或换一位', en: 'Name another' },
  askTitle: { zh: '请监护人同意', en: 'Ask a guardian' },
  askLead: {
    zh: '请填写父母或其他监护人的姓名和公民身份号码。监护人登录自己的一号账号，就能在“家庭”中看到并决定。',
    en: 'Enter the name and citizen ID number of a parent or other guardian. They find the request under Family after signing in to their own Yihao account.',
  },
  askSend: { zh: '请监护人同意', en: 'Ask this guardian' },
  asked: {
    zh: '已按您填写的姓名和号码转达。监护人同意后，您会收到通知。',
    en: 'Your request has been passed on to that name and number. We will tell you when they agree.',
  },

  wardsTitle: { zh: '我照看的孩子', en: 'Children I look after' },
  requestsTitle: { zh: '等待您决定', en: 'Waiting for you' },
  none: {
    zh: '未满 14 周岁的孩子注册一号账号，要有监护人同意。有孩子填写您为监护人时，请求会出现在这里。',
    en: 'Children under 14 need a guardian’s consent to use Yihao. When a child names you as guardian, the request appears here.',
  },
  number: { zh: '公民身份号码', en: 'Citizen ID number' },
  askedOn: { zh: '请求时间', en: 'Asked' },
  since: { zh: '同意时间', en: 'Agreed' },
  until: { zh: '满 14 周岁', en: 'Turns 14' },
  state: { zh: '账号状态', en: 'Account' },
  active: { zh: '正常', en: 'In use' },
  locked: { zh: '已锁定', en: 'Locked' },
  decide: { zh: '查看{name}的请求', en: 'See the request of {name}' },
  look: { zh: '查看{name}的账号', en: 'See the account of {name}' },

  tooWeak: {
    zh: '您的实名等级是 1 级，只核对过姓名和号码，还不能作为监护人答复。请携带身份证件到就近的政务服务大厅当面核验，再回到这里答复。',
    en: 'You are verified at level 1 only: your name and number were matched. To answer as a guardian, bring your identity document to a government service hall to be verified in person, then come back here.',
  },
  tooYoung: { zh: '您未满 18 周岁，不能作为监护人。', en: 'You are under 18 and cannot be a guardian.' },

  answerTitle: { zh: '{name}请您作为监护人', en: '{name} names you as guardian' },
  answerWho: { zh: '谁在请求', en: 'Who asks' },
  name: { zh: '姓名', en: 'Name' },
  answerMeans: { zh: '同意意味着', en: 'What agreeing means' },
  meansUse: {
    zh: '{name}可以用一号账号登录各部门的应用；应用要用到的个人信息，每次由孩子在授权页面确认',
    en: '{name} can sign in to departments’ services with Yihao. What a service is given is confirmed by the child, each time, on its consent page',
  },
  meansSee: {
    zh: '您能查看账号的登录、授权和最近的记录；每次查看，孩子的历史记录里都会写明',
    en: 'You can see the account’s sign-ins, consents and latest history; each look is told in the child’s own history',
  },
  meansEnd: {
    zh: '您可以随时撤回同意，或注销这个账号；您不能以孩子的身份登录',
    en: 'You can withdraw at any time, or close the account. You cannot sign in as the child',
  },
  meansUntil: { zh: '{date}孩子满 14 周岁时自动终止', en: 'It ends by itself when the child turns 14, on {date}' },
  basis: {
    zh: '依据：《个人信息保护法》第三十一条，处理不满十四周岁未成年人个人信息，应当取得其父母或者其他监护人的同意。',
    en: 'Legal basis: Personal Information Protection Law, article 31: the consent of the parents or other guardians is needed to process personal information of minors under 14.',
  },
  iAm: { zh: '我是{name}的父母或其他法定监护人', en: 'I am a parent or other legal guardian of {name}' },
  iAmMissing: {
    zh: '如果您是其监护人，请勾选确认；如果不是，请点“不同意”',
    en: 'Tick this if you are the guardian. If you are not, choose “I do not agree”',
  },
  agree: { zh: '同意', en: 'I agree' },
  refuse: { zh: '不同意', en: 'I do not agree' },
  confirmed: { zh: '您已同意。孩子会收到通知。', en: 'You have agreed. The child will be told.' },
  refused: { zh: '您没有同意。孩子会收到通知。', en: 'You have not agreed. The child will be told.' },
  over: { zh: '这项请求已经不在了，没有任何改变。', en: 'This request is no longer there. Nothing was changed.' },

  childTitle: { zh: '{name}的账号', en: 'Account of {name}' },
  childLead: {
    zh: '您作为监护人查看。孩子的历史记录里会写明您看过。',
    en: 'You are looking as the guardian; the child’s own history says so.',
  },
  sessionsTitle: { zh: '正在登录', en: 'Signed in now' },
  sessionsNone: { zh: '现在没有登录。', en: 'Not signed in anywhere now.' },
  session: { zh: '{browser}，{place}，最近使用：{time}', en: '{browser}, {place}, last used {time}' },
  somewhere: { zh: '地点不详', en: 'place unknown' },
  departmentsTitle: { zh: '可以使用其信息的应用', en: 'Services that may use their details' },
  departmentsNone: { zh: '没有。', en: 'None.' },
  department: { zh: '{application}：{claims}', en: '{application}: {claims}' },
  nothing: { zh: '没有任何个人信息', en: 'no personal details' },
  historyTitle: { zh: '最近的记录', en: 'Latest history' },
  historyNone: { zh: '没有记录。', en: 'Nothing is on record.' },
  actsTitle: { zh: '撤回与注销', en: 'Withdraw or close' },

  withdraw: { zh: '撤回同意', en: 'Withdraw your consent' },
  withdrawTitle: { zh: '撤回对{name}的同意', en: 'Withdraw your consent for {name}' },
  withdrawLead: {
    zh: '撤回后，如果没有另一位监护人同意：各部门的应用立即退出登录，不能再取得孩子的信息；孩子仍可登录一号，也可以再请监护人同意。',
    en: 'If no other guardian has agreed, services are signed out at once and can learn nothing more. The child can still sign in to Yihao and ask a guardian again.',
  },
  withdrawDo: { zh: '确认撤回', en: 'Withdraw' },
  withdrawn: { zh: '您已撤回同意。', en: 'Your consent is withdrawn.' },

  close: { zh: '注销账号', en: 'Close the account' },
  closeTitle: { zh: '注销{name}的账号', en: 'Close the account of {name}' },
  closeLead: { zh: '注销立即生效，不能恢复：', en: 'Closing takes effect at once and cannot be undone:' },
  closeSessions: {
    zh: '所有设备和各部门的应用立即退出登录',
    en: 'every device, and every department’s service, is signed out at once',
  },
  closeData: {
    zh: '个人信息和登录方式全部删除，授权全部撤回',
    en: 'the details and every way to sign in are deleted, and all consents withdrawn',
  },
  closeNumber: { zh: '公民身份号码可以重新注册', en: 'the citizen ID number can be registered again' },
  closeKept: {
    zh: '依法应当留存的操作记录继续保存，其中不含姓名和号码',
    en: 'the record of what was done is kept as the law asks; it holds no name and no number',
  },
  closeTyped: { zh: '请输入孩子的姓名，以确认注销', en: 'Type the child’s full name to confirm' },
  closeMissing: { zh: '请输入孩子的姓名', en: 'Type the child’s full name' },
  closeDiffers: { zh: '和账号的姓名不一样，请检查', en: 'This is not the name of the account. Please check' },
  closeDo: { zh: '注销账号', en: 'Close the account' },
  closed: { zh: '账号已注销。', en: 'The account is closed.' },
} as const satisfies Record<string, Text>;
