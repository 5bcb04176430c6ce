import type { MessageTemplate } from './message.js';

/** An account that is recovered, stopped from being recovered, or taken over by proof. */
export const RECOVERY_MESSAGES = {
  recovery_code: {
    hours: 1,
    subject: { zh: '一号找回账号验证码', en: 'Your Yihao recovery code' },
    zh: '【一号】找回账号验证码：{code}，{minutes}分钟内有效。请勿告诉任何人，工作人员也不会向您索要。如果不是您本人在找回账号，请勿理会，账号没有任何变化。',
    en: 'Yihao: {code} is your code to recover an account. It works for {minutes} minutes. Never tell it to anyone: our staff will not ask for it. If you are not recovering an account, ignore this message: nothing has changed.',
  },
  recovery_begun: {
    hours: 24,
    subject: { zh: '有人申请找回您的一号账号', en: 'Someone asked to recover your Yihao account' },
    zh: '【一号】有人为您的账号申请{change}，{time}起生效。如果是您本人，无需处理；如果不是，请尽快登录一号点“不是我，停止”，或在一号网站的“停止找回账号”页面输入停止码：{code}。请勿把停止码告诉任何人。',
    en: 'Yihao: someone asked for this change to your account: {change}. It takes effect at {time}. If it was you, you need do nothing. If it was not, sign in and choose “It was not me: stop”, or enter the stop code {code} on the page “Stop a recovery” of the Yihao website. Never tell anyone the code.',
  },
  recovery_stopped: {
    subject: { zh: '找回账号的申请已停止', en: 'The recovery of your account was stopped' },
    zh: '【一号】您账号上“{change}”的申请已于{time}停止，原来的登录方式照常使用。如果申请不是您提出的，请登录后更改密码；如果不是您停止的，请拨打12345或到政务服务大厅处理。',
    en: 'Yihao: the request to change your account ({change}) was stopped at {time}. Your ways to sign in stay as they were. If the request was not yours, sign in and change your password. If you did not stop it, call 12345 or go to a government service hall.',
  },
  recovery_done: {
    subject: { zh: '您的一号账号已找回', en: 'Your Yihao account has been recovered' },
    zh: '【一号】找回账号的申请已于{time}生效：{change}。此前的登录已全部退出，请重新登录。如果不是您本人申请，请立即拨打12345或到政务服务大厅处理。',
    en: 'Yihao: this change to your account took effect at {time}: {change}. All earlier sign-ins have ended; please sign in again. If you did not ask for it, call 12345 at once or go to a government service hall.',
  },
  taken_over: {
    subject: { zh: '您的一号账号已停用', en: 'Your Yihao account has ended' },
    zh: '【一号】有人通过了更严格的核验，证明这个账号登记的公民身份号码是他本人的，所以这个账号已停用并退出登录。如有疑问，请携带身份证件到政务服务大厅核实。',
    en: 'Yihao: someone passed a stricter check and proved that the citizen ID number of this account is theirs. This account has ended and is signed out. If you disagree, please bring your identity document to a government service hall.',
  },
} as const satisfies Record<string, MessageTemplate>;
