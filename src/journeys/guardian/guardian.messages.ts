import type { Text } from '../../shared/text.js';

/** Where someone younger than 14 stands before a portal's door. */
export const GUARDIAN = {
  title: { zh: '需要监护人同意', en: 'A guardian has to agree first' },
  lead: {
    zh: '您未满 14 周岁。依照《个人信息保护法》第三十一条，父母或其他监护人同意之后，{application}才能使用您的信息。现在没有向它提供任何信息。',
    en: 'You are under 14. By article 31 of the Personal Information Protection Law a parent or other guardian has to agree before {application} may use your details. Nothing has been given to it.',
  },
  homeLead: {
    zh: '您未满 14 周岁。依照《个人信息保护法》第三十一条，父母或其他监护人同意之后，部门才能使用您的信息。请填写一位监护人。',
    en: 'You are under 14. By article 31 of the Personal Information Protection Law a parent or other guardian has to agree before departments may use your details. Please name a guardian.',
  },
  later: { zh: '以后再填，先登录', en: 'Later: sign in now' },
  waiting: {
    zh: '您的监护人还没有同意。请监护人登录自己的一号账号，在“家庭”中查看并决定；同意之后，请点“监护人已同意，继续”。',
    en: 'Your guardian has not agreed yet. Ask them to sign in to their own Yihao account and to decide under Family. Then choose “My guardian has agreed”.',
  },
  none: {
    zh: '现在没有监护人在等待答复。请先填写一位监护人，再回来办事。',
    en: 'No guardian has a request of yours to answer. Name one first, then come back.',
  },
  still: { zh: '还没有监护人同意，请稍后再看。', en: 'No guardian has agreed yet. Please look again later.' },
  look: { zh: '监护人已同意，继续', en: 'My guardian has agreed' },
  name: { zh: '填写监护人', en: 'Name a guardian' },
  other: { zh: '换一位监护人', en: 'Name another guardian' },
  leave: { zh: '返回{application}', en: 'Back to {application}' },
  help: {
    zh: '监护人不会使用网络？请一起携带身份证件和户口簿到就近的政务服务大厅。',
    en: 'Your guardian cannot use the internet? Come to a government service hall together, with identity documents and the household register.',
  },
} as const satisfies Record<string, Text>;
