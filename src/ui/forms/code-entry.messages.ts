import type { Text } from '../../shared/text.js';

/** What the pages that take a one-time code have in common. */
export const CODE_ENTRY = {
  sent: { zh: '验证码已发送到 {phone}，{time} 前有效。', en: 'We sent a code to {phone}. It is valid until {time}.' },
  endsSoon: {
    zh: '验证码将在 {time} 失效。来不及填写的，可以重新发送一个。',
    en: 'The code stops working at {time}. If you need longer, send a new one.',
  },
  code: { zh: '6 位验证码', en: '6-digit code' },
  submit: { zh: '继续', en: 'Continue' },
  again: { zh: '重新发送验证码', en: 'Send a new code' },
  noMessage: { zh: '没有收到验证码？', en: 'No code?' },
  noMessageHelp: {
    zh: '短信可能会晚到一两分钟。请检查手机信号和垃圾短信箱，仍没有收到时可以重新发送；新验证码发出后，旧的即失效。',
    en: 'It can take a minute or two. Check the signal and the spam folder; if nothing comes, send a new code. The earlier one then stops working.',
  },
  noMailHelp: {
    zh: '邮件可能会晚到几分钟。请检查垃圾邮件箱，仍没有收到时可以重新发送；新验证码发出后，旧的即失效。',
    en: 'An email can take a few minutes. Check the spam folder; if nothing comes, send a new code. The earlier one then stops working.',
  },
  keepSecret: {
    zh: '请勿把验证码告诉任何人，工作人员也不会向您索要。',
    en: 'Never tell anyone a code. Our staff will not ask for it.',
  },
  missing: { zh: '请填写收到的 6 位数字', en: 'Enter the 6 digits that we sent' },
  strange: { zh: '验证码是 6 位数字，请对照收到的消息填写', en: 'The code has 6 digits. Check the message' },
  wrong: { zh: '验证码不正确，请对照最新收到的一条', en: 'The code is not right. Check the latest message' },
  expired: { zh: '验证码已过期，请重新发送', en: 'The code has expired. Send a new one' },
  usedUp: {
    zh: '这个验证码输错次数太多，已失效，请重新发送',
    en: 'This code was entered wrongly too often and no longer works. Send a new one',
  },
  limited: {
    zh: '验证码发送得太频繁，请在 {minutes} 分钟后再试',
    en: 'Too many codes were sent. Please try again in {minutes} min',
  },
} as const satisfies Record<string, Text>;
