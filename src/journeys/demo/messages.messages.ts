import type { Text } from '../../shared/text.js';

export const DEMO_MESSAGES = {
  title: { zh: '演示消息箱', en: 'Demonstration mailbox' },
  lead: {
    zh: '没有接入短信网关时，一号把要发出的短信和邮件显示在这里，只保留一小时。',
    en: 'While no gateway is connected, the text messages and emails that Yihao would send are shown here for one hour.',
  },
  notice: {
    zh: '演示环境：任何人都能看到这里的消息。正式环境没有这个页面。',
    en: 'Demonstration: anyone can read this page. A real installation does not have it.',
  },
  empty: { zh: '还没有消息。', en: 'No messages yet.' },
  refresh: { zh: '刷新', en: 'Refresh' },
  code: { zh: '验证码', en: 'Code' },
} as const satisfies Record<string, Text>;
