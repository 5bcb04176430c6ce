import type { Text } from '../../shared/text.js';

export const SMS_FACTOR = {
  label: { zh: '短信验证码', en: 'Code by text message' },
  help: { zh: '我们会把验证码发送到 {hint}。', en: 'We send a code to {hint}.' },
} as const satisfies Record<string, Text>;
