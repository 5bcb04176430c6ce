import type { Text } from '../../shared/text.js';

export const DEPARTMENTS = {
  section: { zh: '已连接的部门', en: 'Connected departments' },
  lead: {
    zh: '这里列出您允许使用您信息的部门应用，以及各自得到了什么。您可以随时撤回：撤回后，该应用立即退出登录，也不能再取得您的信息；它依法已经取得的，由该部门依法处理。',
    en: 'These services of departments may use your details; see what each was given. You can withdraw at any time: the service is signed out at once and can learn nothing more. What it already has by law, its department handles by law.',
  },
  none: { zh: '还没有部门得到过您的信息。', en: 'No department has been given your details.' },
  noneNow: { zh: '现在没有部门可以使用您的信息。', en: 'No department may use your details now.' },
  endedTitle: { zh: '已撤回或已到期', en: 'Withdrawn or expired' },
  expired: { zh: '已到期', en: 'Expired' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
  granted: { zh: '得到的信息', en: 'What it is given' },
  grantedThen: { zh: '当时得到的信息', en: 'What it was given' },
  refused: { zh: '您没有提供', en: 'You did not share' },
  nothing: { zh: '没有任何个人信息', en: 'No personal details' },
  purpose: { zh: '用途：{purpose}', en: 'What for: {purpose}' },
  byLaw: { zh: '依据：{reference}', en: 'Legal basis: {reference}' },
  byConsent: { zh: '依据：您的同意', en: 'Legal basis: your consent' },
  given: { zh: '开始时间', en: 'Since' },
  until: { zh: '有效期至', en: 'Until' },
  withdrawnOn: { zh: '撤回时间', en: 'Withdrawn on' },
  withdraw: { zh: '撤回对{application}的授权', en: 'Withdraw consent for {application}' },
  done: {
    zh: '授权已撤回，该应用已不能使用您的信息。',
    en: 'Your consent is withdrawn: the service can no longer use your details.',
  },
  over: { zh: '这项授权此前已经撤回。', en: 'This consent had been withdrawn already.' },
} as const satisfies Record<string, Text>;
