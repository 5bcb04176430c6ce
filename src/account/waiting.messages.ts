import type { Text } from '../shared/text.js';

/** What is said on every page while a recovery waits. */
export const WAITING = {
  title: { zh: '有人申请找回您的账号', en: 'Someone asked to recover your account' },
  what: { zh: '申请内容：{change}，{time} 起生效。', en: 'The request: {change}. It takes effect at {time}.' },
  mine: { zh: '如果是您本人申请的，无需处理。', en: 'If it was you, you need do nothing.' },
  stop: { zh: '不是我，停止', en: 'It was not me: stop' },
  stopped: {
    zh: '申请已停止，原来的登录方式照常使用。请确认下面的保护措施，并更改密码。',
    en: 'The request was stopped, and your ways to sign in stay as they were. Now confirm the steps below and change your password.',
  },
  over: { zh: '这项申请已经生效或者已经停止。', en: 'This request has taken effect or was stopped already.' },
} as const satisfies Record<string, Text>;
