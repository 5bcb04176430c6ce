import type { MessageTemplate } from './message.js';

/** Registering and signing in: the codes, and word of what the account is entered with and from where. */
export const SIGN_IN_MESSAGES = {
  login_code: {
    hours: 1,
    subject: { zh: '一号登录验证码', en: 'Your Yihao sign-in code' },
    zh: '【一号】登录验证码：{code}，{minutes}分钟内有效。请勿告诉任何人，工作人员也不会向您索要。如果不是您本人在登录，可能有人知道您的密码，请拨打12345或到政务服务大厅处理。',
    en: 'Yihao: {code} is your code to sign in. It works for {minutes} minutes. Never tell it to anyone: our staff will not ask for it. If you are not signing in, someone may know your password: call 12345 or go to a government service hall.',
  },
  registration_code: {
    hours: 1,
    subject: { zh: '一号注册验证码', en: 'Your Yihao registration code' },
    zh: '【一号】注册验证码：{code}，{minutes}分钟内有效。请勿告诉任何人，工作人员也不会向您索要。如果不是您本人在注册，无需理会。',
    en: 'Yihao: {code} is your code to register. It works for {minutes} minutes. Never tell it to anyone: our staff will not ask for it. If you are not registering, ignore this message.',
  },
  contact_old_code: {
    hours: 1,
    subject: { zh: '一号联系方式变更验证码', en: 'Your Yihao code to change a contact' },
    zh: '【一号】变更联系方式验证码：{code}，{minutes}分钟内有效。填写后，您的一号账号将不再使用这个手机号或邮箱。请勿告诉任何人，工作人员也不会向您索要。如果不是您本人在操作，请拨打12345或到政务服务大厅处理。',
    en: 'Yihao: {code} is your code to change how we reach you. It works for {minutes} minutes; your account then no longer uses this phone or email address. Never tell it to anyone: our staff will not ask for it. If this is not you, call 12345 or go to a government service hall.',
  },
  contact_new_code: {
    hours: 1,
    subject: { zh: '一号联系方式确认验证码', en: 'Your Yihao code to confirm a contact' },
    zh: '【一号】确认联系方式验证码：{code}，{minutes}分钟内有效。填写后，一号账号的通知会发到这里。请勿告诉任何人，工作人员也不会向您索要。如果不是您本人在操作，无需理会。',
    en: 'Yihao: {code} is your code to confirm this phone or email address. It works for {minutes} minutes; notices about your Yihao account then come here. Never tell it to anyone: our staff will not ask for it. If this is not you, ignore this message.',
  },
  contact_changed: {
    subject: { zh: '您的一号联系方式有变化', en: 'How Yihao reaches you has changed' },
    zh: '【一号】您的账号于{time}{change}。如果是您本人操作，无需处理；如果不是，请立即拨打12345或到政务服务大厅处理。',
    en: 'Yihao: the contacts of your account changed at {time} ({change}). If it was you, you need do nothing. If it was not, call 12345 at once or go to a government service hall.',
  },
  number_already_registered: {
    hours: 24,
    subject: { zh: '有人使用您的公民身份号码注册', en: 'Someone tried to register with your number' },
    zh: '【一号】有人用您的公民身份号码再次注册一号账号。如果是您本人，您已经注册过，请直接登录；如果不是您本人，您的账号没有任何变化，无需处理。',
    en: 'Yihao: someone tried to register with your citizen ID number. If it was you, you already have an account: sign in instead. If it was not, nothing has changed and you need do nothing.',
  },
  new_device: {
    hours: 24,
    subject: { zh: '您的一号账号在新设备上登录', en: 'Your account was used on a new device' },
    zh: '【一号】您的账号于{time}在一台新设备上登录。如果是您本人，无需处理；如果不是，请立即拨打12345或到政务服务大厅处理。',
    en: 'Yihao: your account was signed in to on a new device at {time}. If it was you, you need do nothing. If it was not, call 12345 at once or go to a government service hall.',
  },
  consent_given: {
    hours: 24,
    subject: { zh: '您授权了一个部门应用', en: 'You gave a department’s service your consent' },
    zh: '【一号】您于{time}同意{application}使用您的信息。可以随时在账号的“已连接的部门”里撤回。如果不是您本人操作，请立即拨打12345或到政务服务大厅处理。',
    en: 'Yihao: at {time} you agreed that {application} may use your details. You can take this back at any time under “Connected departments”. If it was not you, call 12345 at once or go to a government service hall.',
  },
  unusual_place: {
    hours: 24,
    subject: { zh: '您的一号账号在不常用的地点登录', en: 'Your account was used in an unusual place' },
    zh: '【一号】您的账号于{time}在{place}登录，近三个月没有在那里登录过。如果是您本人，无需处理；如果不是，请立即拨打12345或到政务服务大厅处理。',
    en: 'Yihao: your account was signed in to at {time} in {place}, where it was not used in the last three months. If it was you, you need do nothing. If it was not, call 12345 at once or go to a government service hall.',
  },
  registered: {
    hours: 24,
    subject: { zh: '一号注册成功', en: 'You are registered with Yihao' },
    zh: '【一号】您已注册成功。今后可以用同一个账号办理各部门的业务。如果不是您本人注册，请到政务服务大厅核实。',
    en: 'Yihao: you are registered. You can now use one account for every department. If you did not register, please go to a government service hall.',
  },
  authenticator_changed: {
    subject: { zh: '您的一号登录方式有变化', en: 'The ways to sign in to your account have changed' },
    zh: '【一号】您的账号于{time}{change}。如果是您本人操作，无需处理；如果不是，请立即拨打12345或到政务服务大厅处理。',
    en: 'Yihao: the ways to sign in to your account changed at {time} ({change}). If it was you, you need do nothing. If it was not, call 12345 at once or go to a government service hall.',
  },
  recovery_code_used: {
    subject: { zh: '您的一号恢复码被使用', en: 'A recovery code of your account was used' },
    zh: '【一号】您的账号于{time}使用了一个恢复码，还剩{left}个可用。如果是您本人，请划掉用过的恢复码；如果不是，请立即拨打12345或到政务服务大厅处理。',
    en: 'Yihao: a recovery code of your account was used at {time}; {left} are left. If it was you, cross it off your list. If it was not, call 12345 at once or go to a government service hall.',
  },
  passkey_copied: {
    subject: { zh: '您的一个通行密钥可能被复制', en: 'One of your passkeys may have been copied' },
    zh: '【一号】{time}有人用您的一个通行密钥登录，但它的使用次数对不上，可能被人复制过，我们没有让对方登录。请在“登录方式”中移除这个通行密钥，再重新添加；需要帮助请拨打12345或到政务服务大厅处理。',
    en: 'Yihao: at {time} one of your passkeys was used to sign in, but its count did not fit: someone may have copied it. We did not let them in. Please remove this passkey under “Ways to sign in” and add it again. For help, call 12345 or go to a government service hall.',
  },
  disputed: {
    subject: { zh: '您的一号账号已保护', en: 'Your Yihao account has been protected' },
    zh: '【一号】您于{time}表示账号里有不是本人的操作。其他登录已全部退出，用过的设备下次登录都要再次验证。请更改密码。如果这不是您提出的，请立即拨打12345或到政务服务大厅处理。',
    en: 'Yihao: at {time} you said that something in your account was not you. You are signed out everywhere else, and every device is checked again. Please change your password. If you did not say so, call 12345 at once or go to a government service hall.',
  },
} as const satisfies Record<string, MessageTemplate>;
