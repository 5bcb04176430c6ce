import type { Text } from '../../shared/text.js';

/** Every sentence of the login pages. */
export const LOGIN = {
  title: { zh: '登录', en: 'Sign in' },
  towards: { zh: '登录后进入：{application}', en: 'You are signing in to: {application}' },
  login: { zh: '公民身份号码、手机号或邮箱', en: 'Citizen ID number, phone number or email address' },
  password: { zh: '密码', en: 'Password' },
  keep: { zh: '您正在使用', en: 'You are using' },
  once: { zh: '自己的设备', en: 'My own device' },
  onceHint: { zh: '{minutes} 分钟不使用，自动退出登录', en: 'Signed out after {minutes} minutes without use' },
  stay: { zh: '自己的设备，保持登录 {days} 天', en: 'My own device: stay signed in for {days} days' },
  shared: { zh: '公共电脑或他人的设备', en: 'A public computer, or someone else’s device' },
  sharedHint: {
    zh: '关闭浏览器即退出登录，这台设备也不会被记住',
    en: 'Signed out when the browser closes; this device is not remembered',
  },
  submit: { zh: '登录', en: 'Sign in' },
  register: { zh: '还没有账号？注册', en: 'No account yet? Register' },
  help: { zh: '无法登录？', en: 'Cannot sign in?' },
  helpNumber: {
    zh: '同一个手机号登记了多个账号的，请用公民身份号码登录。',
    en: 'If several accounts share your phone number, sign in with your citizen ID number.',
  },
  helpPassword: {
    zh: '确认密码无误仍登录不了（账号可能已被锁定）的，请携带身份证件到就近的政务服务大厅办理，或拨打政务服务便民热线 12345。',
    en: 'If you are sure of your password and still cannot sign in (the account may be locked), bring your identity document to a government service hall or call the government hotline 12345.',
  },
  recover: { zh: '忘记密码，或者手机、通行密钥丢了？', en: 'Forgot your password, or lost your phone or passkey?' },
  recoverLink: { zh: '找回账号', en: 'Recover your account' },
  abort: { zh: '不登录，返回{application}', en: 'Go back to {application} without signing in' },
  reauthenticate: {
    zh: '{application}要求您重新登录，确认是您本人。',
    en: '{application} asks you to sign in again, to make sure it is you.',
  },

  loginMissing: {
    zh: '请填写公民身份号码、手机号或邮箱',
    en: 'Enter your citizen ID number, phone number or email address',
  },
  loginTooLong: { zh: '这里最多填写 200 个字符', en: 'This can have at most 200 characters' },
  passwordMissing: { zh: '请填写密码', en: 'Enter your password' },
  passwordTooLong: {
    zh: '密码太长，请检查是否粘贴了别的内容',
    en: 'This is too long for a password. Was something else pasted?',
  },
  /** One sentence for an unknown number, a wrong password, an ambiguous phone and a pause after many tries. */
  refused: {
    zh: '账号或密码不正确。多次输错后会暂停登录一段时间，暂停期间即使密码正确也不能登录，请稍后再试。',
    en: 'The account or the password is not right. After several wrong tries signing in pauses for a while, even with the right password: please try again later.',
  },

  codeTitle: { zh: '输入短信验证码', en: 'Enter the code from the text message' },
  codeWhyDevice: {
    zh: '您是第一次在这台设备上登录，所以需要再确认一下。',
    en: 'You have not signed in on this device before, so we check once more that it is you.',
  },
  codeWhyApplication: {
    zh: '{application}要求进一步确认是您本人，请再输入短信验证码。',
    en: '{application} asks for one more check that it is you: a code from a text message.',
  },
  factorWhyApplication: {
    zh: '{application}要求进一步确认是您本人。',
    en: '{application} asks for one more check that it is you.',
  },
  codeSend: { zh: '发送验证码', en: 'Send the code' },
  codeSendTitle: { zh: '用短信验证码确认', en: 'Confirm with a text message' },
  codeWillSend: { zh: '我们将向 {phone} 发送短信验证码。', en: 'We will send a code by text message to {phone}.' },
  codePaused: {
    zh: '验证码输错次数太多，请在 {minutes} 分钟后再试',
    en: 'Wrong codes were entered too often. Please try again in {minutes} min',
  },
  codeLostPhone: { zh: '这个手机号已不再使用？', en: 'No longer have this phone number?' },
  codeLostPhoneHelp: {
    zh: '不要把验证码告诉任何人，工作人员也不会向您索要。在网上找回账号就可以换手机号；也可以携带身份证件到就近的政务服务大厅办理，或拨打政务服务便民热线 12345。',
    en: 'Never tell anyone a code; our staff will never ask for one. Recover your account online to change the phone, bring your identity document to a government service hall, or call the government hotline 12345.',
  },
  otherWay: { zh: '换一种方式确认', en: 'Confirm in another way' },
  withoutPassword: { zh: '或者不用密码登录', en: 'Or sign in without a password' },
  answer: { zh: '请在这里填写', en: 'Enter it here' },
  answerSubmit: { zh: '继续', en: 'Continue' },
  answerMissing: { zh: '请填写要求的内容', en: 'This is needed to go on' },
  answerWrong: { zh: '不正确，请检查后再试', en: 'That is not right. Check it and try again' },
  answerExpired: { zh: '等待的时间太长，请再试一次', en: 'That took too long. Please try again' },
  answerUsedUp: {
    zh: '这个码已经用过，不能再用，请换一个',
    en: 'This code has been used and does not work again. Use another one',
  },
  passkeyUse: { zh: '使用通行密钥', en: 'Use the passkey' },
  passkeyNeedsScript: {
    zh: '通行密钥需要浏览器开启 JavaScript。请开启后重新打开本页，或者换一种方式。',
    en: 'A passkey needs JavaScript. Turn it on and open this page again, or use another way.',
  },
  passkeyOnlyNeedsScript: {
    zh: '这里只能用通行密钥确认，而通行密钥需要浏览器开启 JavaScript。请开启后重新打开本页，或者换一个开启了 JavaScript 的浏览器登录。',
    en: 'Only a passkey will do here, and a passkey needs JavaScript. Turn it on and open this page again, or sign in with a browser that has it on.',
  },
  wayRefused: {
    zh: '没有成功，请再试一次，或者用密码登录。',
    en: 'That did not work. Try again, or sign in with your password.',
  },
  qrSteps: {
    zh: '用您已登录一号的手机扫描二维码，核对手机上显示的内容，再输入下面的数字确认。',
    en: 'Scan the code with a phone where you are signed in to Yihao, check what the phone tells you, and enter the number below on it to confirm.',
  },
  qrImage: { zh: '登录二维码', en: 'QR code to sign in' },
  qrNumber: { zh: '要在手机上输入的数字', en: 'Number to enter on the phone' },
  qrTypeTitle: { zh: '不方便扫码？', en: 'Cannot scan?' },
  qrType: {
    zh: '在手机上登录一号，依次打开“登录设备”“登录另一块屏幕”，输入这组数字：',
    en: 'On the phone, sign in to Yihao, open “Devices” and “Sign in another screen”, and type these digits:',
  },
  qrLasts: {
    zh: '二维码和数字两分钟内有效，过期后可以换一个，次数不限。',
    en: 'The code and the number work for two minutes. You can have new ones as often as you like.',
  },
  qrHere: { zh: '正在等待您在手机上确认……', en: 'Waiting for you to confirm on the phone…' },
  qrOver: {
    zh: '二维码已失效。请按下面的按钮换一个。',
    en: 'This code no longer works. Press the button below for a new one.',
  },
  qrGoOn: { zh: '手机上已确认，继续', en: 'I have confirmed on the phone: continue' },
  qrWaiting: {
    zh: '手机上还没有确认。请先在手机上确认，再按“继续”。',
    en: 'Nothing has been confirmed on the phone yet. Confirm there first, then press “continue”.',
  },
  qrExpired: {
    zh: '二维码已过期或已失效，这里换了一个新的。',
    en: 'The code was too old or no longer valid. Here is a new one.',
  },
  qrRefused: {
    zh: '手机上没有同意这次登录，或者数字输错了三次。要再试一次，请用这个新的二维码。',
    en: 'The sign-in was refused on the phone, or the number was wrong three times. To try again, use this new code.',
  },
  wayUnavailable: {
    zh: '暂时连接不上对方网站，请稍后再试，或者用密码登录。',
    en: 'The other site cannot be reached just now. Try again later, or sign in with your password.',
  },
  wayAgain: { zh: '再试一次', en: 'Try again' },
  wayBack: { zh: '返回，用密码登录', en: 'Back, to sign in with the password' },
  codeOtherAccount: { zh: '换一个账号登录', en: 'Sign in with another account' },

  waitingTitle: { zh: '有人申请找回您的账号', en: 'Someone asked to recover your account' },
  waitingWhat: { zh: '申请内容：{change}，{time} 起生效。', en: 'The request: {change}. It takes effect at {time}.' },
  waitingStop: { zh: '不是我，停止', en: 'It was not me: stop' },
  waitingMine: { zh: '是我申请的，继续登录', en: 'It was me: go on' },
  stoppedTitle: { zh: '申请已停止', en: 'The request has been stopped' },
  stoppedLead: {
    zh: '原来的登录方式照常使用。申请人知道您的一部分信息，登录后请在“历史记录”里选择“这不是我本人操作”保护账号，并更改密码。',
    en: 'Your ways to sign in stay as they were. Whoever asked knows something of yours: after signing in choose “This was not me” under “History”, and change your password.',
  },
  stoppedNext: { zh: '继续登录', en: 'Go on' },
  unavailableTitle: { zh: '这个账号现在不能登录', en: 'This account cannot sign in at present' },
  unavailableLead: {
    zh: '这个账号刚刚被锁定或停用。请携带身份证件到就近的政务服务大厅办理，或拨打政务服务便民热线 12345。',
    en: 'This account has just been locked or closed. Bring your identity document to a government service hall or call the government hotline 12345.',
  },
  passkeyMissingTitle: { zh: '需要先添加通行密钥', en: 'You need a passkey first' },
  passkeyMissingLead: {
    zh: '{application}要求用通行密钥确认是您本人，密码和验证码不能代替，而您的账号还没有通行密钥。请先在手机或电脑上添加一个，再回到{application}登录。',
    en: '{application} asks you to confirm with a passkey, which a password or a code cannot replace, and your account has none yet. Add one on your phone or computer, then sign in to {application} again.',
  },
  passkeyAdd: { zh: '添加通行密钥', en: 'Add a passkey' },
  factorMissingTitle: { zh: '还需要一种登录方式', en: 'Another way to sign in is needed' },
  factorMissingLead: {
    zh: '{application}要求进一步确认是您本人，而您的账号还没有可用的确认方式。请携带身份证件到就近的政务服务大厅办理。',
    en: '{application} asks for one more check that it is you, and your account has no way for that yet. Bring your identity document to a government service hall.',
  },
} as const satisfies Record<string, Text>;
