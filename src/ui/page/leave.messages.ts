import type { Text } from '../../shared/text.js';

export const LEAVE = {
  title: { zh: '正在前往{name}', en: 'Taking you to {name}' },
  lead: {
    zh: '您将离开一号，在{name}确认后会自动回来。',
    en: 'You are leaving Yihao. Once you have confirmed at {name}, you are brought back here.',
  },
  go: { zh: '没有自动打开？前往{name}', en: 'Nothing happens? Go to {name}' },
} as const satisfies Record<string, Text>;
