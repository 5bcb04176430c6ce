import type { Text } from '../../shared/text.js';

/** Every sentence of the registration pages. */
export const REGISTRATION = {
  caption: { zh: '注册一号账号', en: 'Create your Yihao account' },
  progress: { zh: '第 {step} 步，共 {of} 步', en: 'Step\u00a0{step}\u00a0of\u00a0{of}' },
  next: { zh: '下一步', en: 'Continue' },
  back: { zh: '返回上一步', en: 'Back' },
  haveAccount: { zh: '已经注册过？直接登录', en: 'Already registered? Sign in' },

  detailsTitle: { zh: '填写您的身份信息', en: 'Tell us who you are' },
  detailsLead: {
    zh: '一个公民身份号码只能注册一个账号。注册后，用这一个账号就能登录各个部门的办事网站。',
    en: 'One citizen ID number makes one account. With it you sign in to every department’s website.',
  },
  name: { zh: '姓名', en: 'Full name' },
  nameHint: { zh: '请与身份证件上的姓名保持一致', en: 'Exactly as on your identity document' },
  number: { zh: '公民身份号码', en: 'Citizen ID number' },
  numberHint: {
    zh: '18 位，最后一位可能是 X；也可以填写港澳台居民居住证号码或外国人永久居留身份证号码',
    en: '18 characters, the last may be X. Residence permit numbers (Hong Kong, Macao, Taiwan) and permanent resident ID numbers also work',
  },
  phone: { zh: '手机号', en: 'Mobile phone number' },
  phoneHint: {
    zh: '我们会发送短信验证码，以后也用它确认是您本人登录。中国内地以外的号码请带国家或地区代码，例如 +852',
    en: 'We will text you a code, now and when you sign in on a new device. For numbers outside mainland China add the country code, for example +852',
  },

  phoneMissing: { zh: '请填写手机号', en: 'Enter your mobile phone number' },
  phoneStrange: {
    zh: '这不像一个能收短信的手机号。内地手机号是 11 位，例如 138 0013 8000',
    en: 'This does not look like a mobile number that can receive text messages. Example: 138 0013 8000 or +852 5123 4567',
  },
  phoneCountry: {
    zh: '我们暂时不能给这个国家或地区的号码发短信，请换一个手机号',
    en: 'We cannot send text messages to numbers of that country or region. Please use another number',
  },

  codeTitle: { zh: '验证您的手机号', en: 'Confirm your phone number' },
  changePhone: { zh: '修改手机号', en: 'Change the phone number' },

  unavailableTitle: { zh: '人口信息库暂时没有应答', en: 'The population registry is not answering right now' },
  unavailableWhen: {
    zh: '请在 {time} 之后再试（约 {minutes} 分钟后）。',
    en: 'Please try again after {time} (in about {minutes} min).',
  },
  unavailableKept: {
    zh: '还没有建立账号。您填写的内容和已验证的手机号会为您保留到 {until}，不用重新填写。',
    en: 'No account has been made yet. What you entered and your confirmed phone number are kept until {until}: you need not type them again.',
  },
  limitedTitle: { zh: '核对次数过多，请稍后再试', en: 'Too many attempts. Please try again later' },
  changeDetails: { zh: '修改填写的信息', en: 'Change what I entered' },
  tryAgain: { zh: '再试一次', en: 'Try again' },
  registrySlow: {
    zh: '为保护公民信息，短时间内不能多次核对姓名和号码。您也可以携带证件到就近的政务服务大厅办理。',
    en: 'To protect people’s data, names and numbers cannot be matched many times in a short while. You can also bring your document to a government service hall.',
  },
  mismatch: {
    zh: '姓名与公民身份号码对不上。请对照证件检查这两项；刚改过名的，请填写户口登记的现用名',
    en: 'The name and the number do not belong together. Check both against your document; after a change of name, use the one now registered',
  },
  notFound: {
    zh: '人口信息库里没有查到这个号码。请对照证件检查；如果号码无误，请携带证件到就近的政务服务大厅办理',
    en: 'The population registry does not know this number. Check it against your document; if it is right, bring the document to a government service hall',
  },
  deceased: {
    zh: '按人口信息库的登记，这个号码不能注册账号。如登记有误，请携带证件到户籍所在地派出所更正',
    en: 'By the population registry’s record this number cannot register an account. If the record is wrong, the police station of your registered residence can correct it',
  },

  guardianTitle: { zh: '请监护人同意', en: 'Ask a guardian' },
  guardianLead: {
    zh: '您未满 14 周岁。依照《个人信息保护法》第三十一条，需要父母或其他监护人同意。请填写一位监护人：监护人登录自己的一号账号，就能看到并决定。',
    en: 'You are under 14. By article 31 of the Personal Information Protection Law a parent or other guardian has to agree. Name one: they see the request in their own Yihao account and decide.',
  },
  guardianUntil: {
    zh: '监护人同意之前，您可以登录一号，但任何部门都不能得到您的信息。',
    en: 'Until they agree you can sign in to Yihao, but no department is given anything about you.',
  },

  passwordTitle: { zh: '设置登录密码', en: 'Choose a password' },
  passwordLabel: { zh: '密码', en: 'Password' },
  passwordHelp: { zh: '怎样的密码才安全？', en: 'What makes a password safe?' },
  passwordKeepSafe: {
    zh: '例如三四个不相关的词连在一起，又长又好记。可以用浏览器或密码管理器生成并粘贴。工作人员不会向您索要密码或验证码。',
    en: 'For example three or four unrelated words in a row: long and easy to remember. A browser or password manager may make one and paste it. Our staff will never ask for your password or a code.',
  },
  shared: { zh: '这是公共电脑或他人的设备', en: 'This is a public computer or someone else’s device' },
  sharedHint: { zh: '勾选后不会记住这台设备', en: 'If ticked, this device is not remembered' },
  finish: { zh: '完成注册', en: 'Finish' },

  doneTitle: { zh: '注册申请已完成', en: 'Your registration is complete' },
  doneLead: {
    zh: '现在请用公民身份号码和刚才设置的密码登录。',
    en: 'Now sign in with your citizen ID number and the password you just chose.',
  },
  doneGuardian: {
    zh: '我们已按您填写的姓名和号码转达监护人。监护人登录一号后，在“家庭”中可以看到并决定。',
    en: 'We have passed your request on to the name and number you gave. Your guardian finds it under Family after signing in to Yihao.',
  },
  doneTaken: {
    zh: '如果这个号码以前已经注册过，这次填写的内容不会改动原来的账号，我们已向原账号的手机发送短信说明；请用原来的密码登录。',
    en: 'If this number had an account before, nothing in it was changed and we have sent a text message to that account’s phone. Please use the earlier password.',
  },
  doneNext: { zh: '去登录', en: 'Sign in' },
} as const satisfies Record<string, Text>;
