import type { Text } from '../../shared/text.js';

/** One message as it is sent. The subject is for mail; an SMS carries the body alone. */
export interface MessageTemplate {
  readonly subject: Text;
  readonly body: Text;
  /** The places in the body, which a gateway with registered templates is handed by name. */
  readonly places: readonly string[];
  /** Hours it is still worth delivering, where the caller names no moment. */
  readonly hours: number;
}

/**
 * Every message Yihao sends. None holds a link: citizens learn that a message with a link is not from us.
 * A message that carries a code says what the code does and that nobody may be told it.
 */
export const MESSAGES = {
  login_code: {
    subject: { zh: '一号登录验证码', en: 'Your Yihao sign-in code' },
    body: {
      zh: '【一号】登录验证码：{code}，{minutes}分钟内有效。任何人（包括工作人员）都不会向您索要验证码，请勿告诉他人。如果不是您本人在登录，可能有人知道您的密码，请拨打12345或到政务服务大厅处理。',
      en: 'Yihao: {code} is your code to sign in. It works for {minutes} minutes. Never tell it to anyone: our staff will not ask for it. If you are not signing in, someone may know your password: call 12345 or go to a government service hall.',
    },
    places: ['code', 'minutes'],
    hours: 1,
  },
  registration_code: {
    subject: { zh: '一号注册验证码', en: 'Your Yihao registration code' },
    body: {
      zh: '【一号】注册验证码：{code}，{minutes}分钟内有效。任何人（包括工作人员）都不会向您索要验证码，请勿告诉他人。如果不是您本人在注册，无需理会。',
      en: 'Yihao: {code} is your code to register. It works for {minutes} minutes. Never tell it to anyone: our staff will not ask for it. If you are not registering, ignore this message.',
    },
    places: ['code', 'minutes'],
    hours: 1,
  },
  number_already_registered: {
    subject: { zh: '有人使用您的公民身份号码注册', en: 'Someone tried to register with your number' },
    body: {
      zh: '【一号】有人用您的公民身份号码再次注册一号账号。如果是您本人，您已经注册过，请直接登录；如果不是您本人，您的账号没有任何变化，无需处理。',
      en: 'Yihao: someone tried to register with your citizen ID number. If it was you, you already have an account: sign in instead. If it was not, nothing has changed and you need do nothing.',
    },
    places: [],
    hours: 24,
  },
  new_device: {
    subject: { zh: '您的一号账号在新设备上登录', en: 'Your account was used on a new device' },
    body: {
      zh: '【一号】您的账号于{time}在一台新设备上登录。如果是您本人，无需处理；如果不是，请立即拨打12345或到政务服务大厅处理。',
      en: 'Yihao: your account was signed in to on a new device at {time}. If it was you, you need do nothing. If it was not, call 12345 at once or go to a government service hall.',
    },
    places: ['time'],
    hours: 24,
  },
  registered: {
    subject: { zh: '一号注册成功', en: 'You are registered with Yihao' },
    body: {
      zh: '【一号】您已注册成功。今后可以用同一个账号办理各部门的业务。如果不是您本人注册，请到政务服务大厅核实。',
      en: 'Yihao: you are registered. You can now use one account for every department. If you did not register, please go to a government service hall.',
    },
    places: [],
    hours: 24,
  },
  authenticator_changed: {
    subject: { zh: '您的一号登录方式有变化', en: 'The ways to sign in to your account have changed' },
    body: {
      zh: '【一号】您的账号于{time}{change}。如果是您本人操作，无需处理；如果不是，请立即拨打12345或到政务服务大厅处理。',
      en: 'Yihao: the ways to sign in to your account changed at {time} ({change}). If it was you, you need do nothing. If it was not, call 12345 at once or go to a government service hall.',
    },
    places: ['time', 'change'],
    hours: 72,
  },
  recovery_code_used: {
    subject: { zh: '您的一号恢复码被使用', en: 'A recovery code of your account was used' },
    body: {
      zh: '【一号】您的账号于{time}使用恢复码登录，还剩{left}个恢复码可用。如果是您本人，请划掉用过的恢复码；如果不是，请立即拨打12345或到政务服务大厅处理。',
      en: 'Yihao: a recovery code was used to sign in to your account at {time}; {left} are left. If it was you, cross it off your list. If it was not, call 12345 at once or go to a government service hall.',
    },
    places: ['time', 'left'],
    hours: 72,
  },
  disputed: {
    subject: { zh: '您的一号账号已保护', en: 'Your Yihao account has been protected' },
    body: {
      zh: '【一号】您于{time}表示账号里有不是本人的操作。其他登录已全部退出，用过的设备下次登录都要再次验证。请更改密码。如果这不是您提出的，请立即拨打12345或到政务服务大厅处理。',
      en: 'Yihao: at {time} you said that something in your account was not you. You are signed out everywhere else, and every device is checked again. Please change your password. If you did not say so, call 12345 at once or go to a government service hall.',
    },
    places: ['time'],
    hours: 72,
  },
  export_asked: {
    subject: { zh: '您正在取得自己的数据', en: 'You asked for a copy of your data' },
    body: {
      zh: '【一号】您于{time}申请取得一号保存的您的全部数据。如果是您本人，无需处理；如果不是，请立即拨打12345或到政务服务大厅处理。',
      en: 'Yihao: at {time} you asked for a copy of all data held about you. If it was you, you need do nothing. If it was not, call 12345 at once or go to a government service hall.',
    },
    places: ['time'],
    hours: 72,
  },
  export_fetched: {
    subject: { zh: '您的数据已被取走', en: 'A copy of your data was fetched' },
    body: {
      zh: '【一号】一号保存的您的数据于{time}被取走一份。如果是您本人，请妥善保管文件；如果不是，请立即拨打12345或到政务服务大厅处理。',
      en: 'Yihao: a copy of your data was fetched at {time}. If it was you, keep the file safe. If it was not, call 12345 at once or go to a government service hall.',
    },
    places: ['time'],
    hours: 72,
  },
  taken_over: {
    subject: { zh: '您的一号账号已停用', en: 'Your Yihao account has ended' },
    body: {
      zh: '【一号】有人已通过更严格的核验，证明该账号所登记的公民身份号码属于本人，您原来的账号已停用并退出登录。如有疑问，请携带有效证件到政务服务窗口核实。',
      en: 'Yihao: someone passed a stricter check and proved that the citizen ID number of this account is theirs. This account has ended and is signed out. If you disagree, please take your identity document to a service hall.',
    },
    places: [],
    hours: 72,
  },
} as const satisfies Record<string, MessageTemplate>;

export type MessageName = keyof typeof MESSAGES;
