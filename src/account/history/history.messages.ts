import type { ContactChange } from '../../domain/contacts/index.js';
import type { GuardianshipEnding } from '../../domain/guardians/index.js';
import type { SessionEndReason } from '../../domain/sessions/index.js';
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
  support: {
    zh: '记录在案，供工作人员核查',
    en: 'put it on record for our staff to look into',
  },
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

/** Events, one sentence each; `{application}`, `{claims}`, `{method}` and `{person}` are filled where they stand. */
export const SENTENCES = {
  known: { zh: '在用过的设备上登录', en: 'Signed in on a known device' },
  new: { zh: '在新设备上登录', en: 'Signed in on a new device' },
  shared: { zh: '在公共电脑上登录', en: 'Signed in on a public computer' },
  byPhone: { zh: '用手机扫码，在另一块屏幕上登录', en: 'Signed in on another screen with the phone' },
  qrConfirmed: { zh: '在手机上确认了另一块屏幕的登录', en: 'Confirmed on the phone that another screen signs in' },
  qrRefused: { zh: '在手机上拒绝了另一块屏幕的登录', en: 'Refused on the phone that another screen signs in' },
  qrWrong: {
    zh: '确认另一块屏幕的登录时，数字输错三次，已作废',
    en: 'The number of another screen was wrong three times: it was not signed in',
  },
  wrongPassword: { zh: '有人尝试登录，密码不对', en: 'Someone tried to sign in with a wrong password' },
  wrongFactor: { zh: '有人尝试登录，没有通过再次验证', en: 'Someone tried to sign in and failed the second check' },
  paused: {
    zh: '多次尝试登录失败，登录暂停了一段时间',
    en: 'After many failed tries, signing in was paused for a while',
  },
  strengthened: { zh: '登录后再次验证了身份', en: 'Proved once more who you are' },
  joined: { zh: '进入{application}', en: 'Entered {application}' },
  left: { zh: '退出{application}', en: 'Left {application}' },
  added: { zh: '添加了登录方式：{method}', en: 'Added a way to sign in: {method}' },
  changed: { zh: '更改了登录方式：{method}', en: 'Changed a way to sign in: {method}' },
  removed: { zh: '移除了登录方式：{method}', en: 'Removed a way to sign in: {method}' },
  copied: {
    zh: '一个通行密钥的使用次数异常，可能被复制过',
    en: 'A passkey’s count went backwards: it may have been copied',
  },
  codeUsed: { zh: '用掉了一个恢复码', en: 'A recovery code was used' },
  recoveryBegun: {
    zh: '有人申请找回账号：{change}，24 小时后生效',
    en: 'Someone asked to recover the account: {change}, to take effect after 24 hours',
  },
  recoveryAtWindow: {
    zh: '在政务服务窗口找回了账号：{change}',
    en: 'The account was recovered at a service window: {change}',
  },
  recoveryRefused: {
    zh: '有人尝试找回账号，没有通过验证',
    en: 'Someone tried to recover the account and could not prove who they are',
  },
  recoveryStopped: { zh: '停止了找回账号的申请：{change}', en: 'A recovery was stopped: {change}' },
  recoveryDone: {
    zh: '找回账号已生效：{change}，此前的登录全部退出',
    en: 'A recovery took effect: {change}; all earlier sign-ins ended',
  },
  registered: { zh: '注册了一号账号', en: 'Registered with Yihao' },
  registerAgain: {
    zh: '有人用您的公民身份号码再次注册，没有成功',
    en: 'Someone tried to register with your citizen ID number and did not succeed',
  },
  dataChanged: { zh: '登记的资料有变更', en: 'The details on record were changed' },
  preferences: { zh: '更改了语言、字号或通知设置', en: 'Changed language, text size or notices' },
  stateChanged: { zh: '账号状态有变更', en: 'The state of the account was changed' },
  claimed: {
    zh: '有人提出您的公民身份号码是他本人的，需要核查',
    en: 'Someone claimed that your citizen ID number is theirs; this is being looked into',
  },
  proven: { zh: '完成了身份核验', en: 'Your identity was verified' },
  consented: { zh: '同意{application}使用：{claims}', en: 'Let {application} use: {claims}' },
  withdrew: { zh: '撤回了对{application}的授权', en: 'Withdrew consent for {application}' },
  released: { zh: '{application}取得了：{claims}', en: '{application} was given: {claims}' },
  token: {
    zh: '{application}获得或更新了访问凭证',
    en: '{application} was given access, or had it renewed',
  },
  reused: {
    zh: '{application}的登录凭证被重复使用，已全部作废',
    en: 'A sign-in of {application} was used twice, so all of it was cancelled',
  },
  closingAsked: { zh: '申请注销账号', en: 'Asked for the account to be closed' },
  closingRevoked: { zh: '保留了账号，不再注销', en: 'Kept the account: it is not closed' },
  returned: { zh: '决定取回以前账号在各部门的记录', en: 'Decided what to get back of a former account' },
  correctionAsked: { zh: '申请更正个人信息', en: 'Asked for a correction' },
  correctionRead: {
    zh: '工作人员查看了您的更正申请',
    en: 'Our staff read what you asked to be corrected',
  },
  correctionAnswered: { zh: '工作人员答复了您的更正申请', en: 'Our staff answered your correction' },
  exportAsked: { zh: '申请取得自己的全部数据', en: 'Asked for a copy of all your data' },
  exportFetched: { zh: '取走了一份自己的数据', en: 'A copy of your data was fetched' },
  guardianAsked: { zh: '请监护人同意使用账号', en: 'Asked a guardian for consent' },
  guardianConfirmed: {
    zh: '监护人{person}同意了您使用账号',
    en: 'Your guardian {person} agreed to your using the account',
  },
  guardianRefused: { zh: '{person}没有同意作为您的监护人', en: '{person} did not agree as your guardian' },
  guardianEnded: { zh: '监护人的同意已终止', en: 'A guardian’s consent ended' },
  guardianLooked: { zh: '监护人{person}查看了您的账号', en: 'Your guardian {person} looked at your account' },
  wardConfirmed: {
    zh: '作为监护人，同意了{person}使用账号',
    en: 'Agreed, as a guardian, to {person}’s using an account',
  },
  wardRefused: { zh: '没有同意作为{person}的监护人', en: 'Did not agree to be the guardian of {person}' },
  disputed: {
    zh: '您表示有操作不是本人所为，账号已保护',
    en: 'You said something was not you; the account was protected',
  },
} as const satisfies Record<string, Text>;

/** Why a guardianship ended, for the child. */
export const GUARDIAN_ENDINGS: Readonly<Record<GuardianshipEnding, Text>> = {
  withdrawn: { zh: '监护人{person}撤回了同意', en: 'Your guardian {person} withdrew their consent' },
  guardian_gone: {
    zh: '监护人的账号已注销，其同意随之终止',
    en: 'Your guardian’s account ended, and their consent with it',
  },
  ward_gone: { zh: '账号注销，监护人的同意随之终止', en: 'Your account ended, and your guardian’s consent with it' },
  of_age: { zh: '已满 14 周岁，不再需要监护人同意', en: 'You turned 14: a guardian’s consent is no longer needed' },
};

/** The same, for the guardian. */
export const WARD_ENDINGS: Readonly<Record<GuardianshipEnding, Text>> = {
  withdrawn: { zh: '撤回了作为监护人对{person}的同意', en: 'Withdrew your consent, as a guardian, for {person}' },
  guardian_gone: {
    zh: '账号注销，作为监护人的同意随之终止',
    en: 'Your account ended, and your consent as a guardian with it',
  },
  ward_gone: { zh: '照看的孩子的账号已注销', en: 'The account of a child you look after was closed' },
  of_age: {
    zh: '您照看的{person}已满 14 周岁，由其本人管理账号',
    en: '{person}, whom you looked after, turned 14 and manages the account alone',
  },
};

/** The same where somebody acted for the citizen. */
export const ACTED = {
  strengthened: {
    zh: '{person}代您办理时再次验证了身份',
    en: '{person}, acting for you, proved once more who they are',
  },
  left: { zh: '{person}代您退出{application}', en: '{person} left {application} for you' },
  ended: { zh: '{person}代您办理的登录已退出', en: 'A sign-in of {person} for you ended' },
  consented: {
    zh: '{person}代您同意{application}使用：{claims}',
    en: '{person} let {application} use, for you: {claims}',
  },
} as const satisfies Record<string, Text>;

type Side = 'principal' | 'helper';
type Ending = 'principal' | 'helper' | 'time';

/** What became of a delegation, as each of the two is told. */
export const DELEGATIONS = {
  invited: {
    principal: { zh: '请亲友代您办理', en: 'Asked somebody to act for you' },
    helper: { zh: '{person}请您代为办理', en: '{person} asked you to act for them' },
  },
  accepted: {
    principal: { zh: '{person}同意代您办理，已生效', en: '{person} agreed to act for you' },
    helper: { zh: '同意代{person}办理', en: 'Agreed to act for {person}' },
  },
  used: {
    principal: { zh: '{person}代您进入{application}', en: '{person} entered {application} for you' },
    helper: { zh: '代{person}进入{application}', en: 'Entered {application} for {person}' },
  },
} as const satisfies Record<string, Readonly<Record<Side, Text>>>;

/** How one ended that had begun, and how an invitation did that had not; by the one who ended it. */
export const DELEGATION_ENDINGS: Readonly<
  Record<'ended' | 'lapsed', Readonly<Record<Side, Readonly<Record<Ending, Text>>>>>
> = {
  ended: {
    principal: {
      principal: { zh: '终止了{person}的代办', en: 'Ended that {person} may act for you' },
      helper: { zh: '{person}终止了代您办理', en: '{person} ended acting for you' },
      time: { zh: '{person}的代办到期结束', en: 'The time for which {person} could act for you ran out' },
    },
    helper: {
      principal: { zh: '{person}终止了由您代办', en: '{person} ended that you may act for them' },
      helper: { zh: '终止了代{person}办理', en: 'Ended acting for {person}' },
      time: { zh: '代{person}办理到期结束', en: 'The time for which you could act for {person} ran out' },
    },
  },
  lapsed: {
    principal: {
      principal: { zh: '收回了代办邀请', en: 'Withdrew an invitation to act for you' },
      helper: { zh: '{person}没有同意代您办理', en: '{person} declined to act for you' },
      time: { zh: '代办邀请没有答复，已失效', en: 'An invitation to act for you lapsed without an answer' },
    },
    helper: {
      principal: { zh: '{person}收回了代办邀请', en: '{person} withdrew the invitation to act for them' },
      helper: { zh: '没有同意代{person}办理', en: 'Declined to act for {person}' },
      time: { zh: '{person}的代办邀请已失效', en: 'The invitation of {person} lapsed' },
    },
  },
};

/** What became of a phone or a mail address. */
export const CONTACT: Readonly<Record<ContactChange, Text>> = {
  phone_changed: { zh: '更换了手机号', en: 'Changed the phone number' },
  email_added: { zh: '添加了邮箱', en: 'Added an email address' },
  email_changed: { zh: '更换了邮箱', en: 'Changed the email address' },
  email_removed: { zh: '移除了邮箱', en: 'Removed the email address' },
};

/** Why a session ended. */
export const ENDINGS: Readonly<Record<SessionEndReason, Text>> = {
  logout: { zh: '退出登录', en: 'Signed out' },
  expired: { zh: '登录超时，自动退出', en: 'Signed out after some time without use' },
  other_account: { zh: '换了别的账号登录，自动退出', en: 'Signed out because someone else signed in there' },
  locked: { zh: '账号锁定，自动退出', en: 'Signed out because the account was locked' },
  taken_over: { zh: '账号停用，自动退出', en: 'Signed out because the account ended' },
  closed: { zh: '账号注销，自动退出', en: 'Signed out because the account was closed' },
  authenticator_changed: {
    zh: '登录方式变更，自动退出',
    en: 'Signed out because a way to sign in was changed',
  },
  recovered: { zh: '账号找回，自动退出', en: 'Signed out because the account was recovered' },
  ended_by_holder: { zh: '从另一台设备退出了这次登录', en: 'Signed out from another device' },
  disputed: { zh: '为保护账号，自动退出', en: 'Signed out to protect the account' },
  another_principal: { zh: '更换办理对象，先前的登录自动退出', en: 'Signed out to go on in another name' },
  delegation_ended: { zh: '代办结束，自动退出', en: 'Signed out because acting for another ended' },
};
