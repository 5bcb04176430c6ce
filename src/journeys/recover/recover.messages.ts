import type { Text } from '../../shared/text.js';

/** Every sentence of the recovery pages. */
export const RECOVER = {
  title: { zh: '找回账号', en: 'Recover your account' },
  lead: {
    zh: '忘记密码，或者丢了手机、换了手机号，可以在这里找回。需要两项证明；申请 24 小时后生效，期间原来的登录方式照常可用。',
    en: 'If you forgot your password, lost your phone or changed its number, recover the account here. You need two proofs. The change takes effect 24 hours after you ask; until then everything works as before.',
  },
  goal: { zh: '您遇到的问题', en: 'What happened?' },
  goalMissing: { zh: '请选择您遇到的问题', en: 'Choose what happened' },
  goalPassword: { zh: '忘记了密码', en: 'I forgot my password' },
  goalPhone: { zh: '手机丢了、换了号，或者收不到验证码', en: 'I lost my phone, have a new number, or get no codes' },
  goalPasskey: { zh: '通行密钥丢了', en: 'I lost my passkey' },
  login: { zh: '公民身份号码、手机号或邮箱', en: 'Citizen ID number, phone number or email address' },
  loginHint: {
    zh: '几个人共用一个手机号的，请填写公民身份号码',
    en: 'If several people share the phone, enter the citizen ID number',
  },
  loginMissing: {
    zh: '请填写公民身份号码、手机号或邮箱',
    en: 'Enter your citizen ID number, phone number or email address',
  },
  next: { zh: '下一步', en: 'Continue' },
  back: { zh: '返回登录', en: 'Back to signing in' },
  hasPasskey: {
    zh: '有通行密钥吗？用它登录后可以直接更改密码，不用等待。',
    en: 'Do you have a passkey? Sign in with it and change the password at once, without waiting.',
  },

  passkeyTitle: { zh: '通行密钥丢了', en: 'A lost passkey' },
  passkeyLead: {
    zh: '请先用密码和另一种方式（短信验证码、验证器应用或恢复码）登录，再到“登录方式”里选择“丢失了”。24 小时后它就停用。',
    en: 'Sign in with your password and another way (a text message, an authenticator app or a recovery code), then choose “I lost it” under “Ways to sign in”. It ends 24 hours later.',
  },
  passkeyGo: { zh: '去登录', en: 'Sign in' },

  waysTitle: { zh: '您能提供哪两项证明？', en: 'Which two proofs can you give?' },
  waysMissing: { zh: '请选择一种方式', en: 'Choose a way' },
  'recovery+totp': { zh: '恢复码和验证器应用', en: 'A recovery code and your authenticator app' },
  'recovery+sms': { zh: '恢复码和短信验证码', en: 'A recovery code and a code by text message' },
  'registry+sms': { zh: '姓名、公民身份号码和短信验证码', en: 'Name, citizen ID number and a code by text message' },
  'password+recovery': { zh: '密码和恢复码', en: 'Your password and a recovery code' },
  'password+totp': { zh: '密码和验证器应用', en: 'Your password and your authenticator app' },
  'password+registry': { zh: '密码、姓名和公民身份号码', en: 'Your password, name and citizen ID number' },
  upToOne: {
    zh: '经过人脸或现场核验的账号不能用这种方式',
    en: 'Not for accounts that were verified by face or in person',
  },
  otherwise: { zh: '其他情况，或者在网上办不了？', en: 'Something else, or it does not work online?' },
  window: { zh: '都没有？', en: 'None of these?' },
  windowHelp: {
    zh: '请携带身份证件到就近的政务服务大厅办理，当场生效；也可以先拨打政务服务便民热线 12345 咨询。',
    en: 'Bring your identity document to a government service hall: there it takes effect at once. You can call the government hotline 12345 first.',
  },

  proveTitle: { zh: '证明是您本人', en: 'Prove that it is you' },
  proveSms: {
    zh: '如果这个账号登记了手机，验证码已经发出，{time} 前有效。',
    en: 'If this account has a phone on record, a code is on its way. It works until {time}.',
  },
  password: { zh: '密码', en: 'Password' },
  recovery: { zh: '恢复码', en: 'Recovery code' },
  recoveryHint: { zh: '16 位字母和数字，每个只能用一次', en: '16 letters and digits; each works once' },
  totp: { zh: '验证器应用显示的 6 位数字', en: 'The 6 digits your authenticator app shows' },
  sms: { zh: '短信验证码', en: 'Code from the text message' },
  smsHint: {
    zh: '请勿告诉任何人，工作人员也不会向您索要',
    en: 'Never tell it to anyone: our staff will not ask for it',
  },
  name: { zh: '姓名', en: 'Full name' },
  number: { zh: '公民身份号码', en: 'Citizen ID number' },
  resend: { zh: '重新发送验证码', en: 'Send a new code' },
  missing: { zh: '请填写这一项', en: 'This is needed' },
  prove: { zh: '确认', en: 'Confirm' },
  otherWay: { zh: '换一种方式', en: 'Another way' },
  /** One sentence for an unknown name, a wrong proof, one that is not enough, and a pause after many tries. */
  refused: {
    zh: '没有通过。可能是其中一项不正确，也可能是这个账号不能用这种方式找回。验证码要重新获取；多次不通过后会暂停一段时间。',
    en: 'That did not work. One of the two may be wrong, or this account cannot be recovered in this way. A code by text message has to be sent again; after several tries there is a pause.',
  },
  unavailable: {
    zh: '人口信息库暂时没有应答，请在 {minutes} 分钟后再试。',
    en: 'The population registry is not answering. Please try again in {minutes} min.',
  },

  passwordTitle: { zh: '设置新密码', en: 'Choose a new password' },
  passwordLead: {
    zh: '新密码在 24 小时后生效。在此之前，旧密码仍然可以登录。',
    en: 'The new password works 24 hours from now. Until then you can still sign in with the old one.',
  },
  passwordSubmit: { zh: '申请更换密码', en: 'Ask for the new password' },

  phoneTitle: { zh: '填写以后使用的手机号', en: 'Your phone number from now on' },
  phoneLead: {
    zh: '号码没有变、只是很久没有登录的，请填写原来的号码。',
    en: 'If your number is the same and you just have not signed in for a long time, enter that number.',
  },
  phone: { zh: '手机号', en: 'Mobile phone number' },
  phoneMissing: { zh: '请填写手机号', en: 'Enter your mobile phone number' },
  phoneStrange: {
    zh: '这不像一个能收短信的手机号。内地手机号是 11 位，例如 138 0013 8000',
    en: 'This does not look like a mobile number that can receive text messages. Example: 138 0013 8000',
  },
  phoneCountry: {
    zh: '我们暂时不能给这个国家或地区的号码发短信，请换一个手机号',
    en: 'We cannot send text messages to numbers of that country or region. Please use another number',
  },
  phoneCodeTitle: { zh: '验证这个手机号', en: 'Confirm this phone number' },

  tooOld: { zh: '等待的时间太长，请从头再来一次。', en: 'That took too long. Please begin again.' },
  waiting: {
    zh: '这个账号已有一项申请在等待生效。请等它生效；如果那不是您申请的，请登录后停止它，或用通知里的停止码停止。',
    en: 'A request for this account is waiting already. Wait until it takes effect; if it was not yours, sign in and stop it, or stop it with the code from our message.',
  },
  last: {
    zh: '这样更改后，您在新设备上仍然登录不了。请携带身份证件到就近的政务服务大厅办理。',
    en: 'After this change you still could not sign in on a new device. Please bring your identity document to a government service hall.',
  },

  doneTitle: { zh: '已收到您的申请', en: 'We have your request' },
  donePassword: {
    zh: '{time} 起，请用新密码登录。在此之前，旧密码仍然有效。',
    en: 'From {time} on, sign in with the new password. Until then the old one works.',
  },
  donePhone: {
    zh: '{time} 起，验证码会发到新登记的手机。在此之前，原来的手机仍然有效。',
    en: 'From {time} on, codes go to the phone you gave. Until then the earlier one is used.',
  },
  doneWord: {
    zh: '我们已向您登记的所有联系方式发送通知。如果有人冒用您的名义申请，可以凭通知停止。生效时，所有设备上的登录都会退出。',
    en: 'We have sent a notice to every contact on record, so that a request in your name can be stopped. When it takes effect, you are signed out on every device.',
  },
} as const satisfies Record<string, Text>;
