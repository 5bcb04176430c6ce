import type { Text } from '../../shared/text.js';

/** Every sentence of the page that stops a recovery. */
export const STOP = {
  title: { zh: '停止找回账号', en: 'Stop a recovery' },
  lead: {
    zh: '有人申请找回您的账号，而您没有申请过？请输入我们通知里的停止码，申请会立即作废，不用登录。',
    en: 'Did someone ask to recover your account, and it was not you? Enter the stop code from our message. The request ends at once, and you need not sign in.',
  },
  code: { zh: '停止码', en: 'Stop code' },
  hint: { zh: '10 位字母和数字，例如 7Q2MX-0KD94', en: '10 letters and digits, for example 7Q2MX-0KD94' },
  submit: { zh: '停止', en: 'Stop it' },
  missing: { zh: '请填写停止码', en: 'Enter the stop code' },
  wrong: {
    zh: '没有找到这个停止码对应的申请。请检查有没有输错；申请也可能已经停止或者已经生效，已经生效的请拨打 12345 或到政务服务大厅处理',
    en: 'No request has this stop code. Check it for mistakes; the request may also have been stopped, or have taken effect: then call 12345 or go to a government service hall',
  },
  limited: { zh: '输入次数太多，请在 {minutes} 分钟后再试', en: 'Too many tries. Please try again in {minutes} min' },
  doneTitle: { zh: '申请已停止', en: 'The request has been stopped' },
  done: {
    zh: '原来的登录方式照常使用。申请人知道您的一部分信息，请马上登录，保护您的账号并更改密码。',
    en: 'Your ways to sign in stay as they were. Whoever asked knows something of yours: sign in now, protect your account and change your password.',
  },
  protect: { zh: '登录并保护账号', en: 'Sign in and protect the account' },
} as const satisfies Record<string, Text>;
