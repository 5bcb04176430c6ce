import type { Text } from '../../shared/text.js';

export const RETURN = {
  title: { zh: '取回以前的记录', en: 'Get back your former records' },
  about: {
    zh: '您以前注销过一号账号。您的身份已经核验，可以让下列部门重新认出您，接上原来的记录。',
    en: 'You closed an account before. You are verified now, so these departments can know you again by their former records.',
  },
  link: { zh: '去选择', en: 'Choose' },
  lead: {
    zh: '选中的部门，今后会用原来的编号认出您；没有选的，按新用户对待。只能决定一次。',
    en: 'The departments you choose will know you by their former number; for the others you are new. You decide this once.',
  },
  anew: {
    zh: '您注销后又在这里办过事。选择取回后，新账号在这里的登录会退出，之后办的事要向该部门查询。',
    en: 'You have used it since. If you choose it, you are signed out there, and ask the department for what you did since.',
  },
  departments: { zh: '取回哪些部门的记录？', en: 'Which departments?' },
  submit: { zh: '确认', en: 'Confirm' },
  later: { zh: '以后再说', en: 'Not now' },
  done: { zh: '已取回 {count} 个部门的记录。', en: 'Departments that know you again: {count}.' },
  none: { zh: '已记下：各部门按新用户对待您。', en: 'Noted: you are new to every department.' },
  over: { zh: '没有可以取回的记录。', en: 'There is nothing to get back.' },
} as const satisfies Record<string, Text>;
