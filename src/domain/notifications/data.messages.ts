import type { MessageTemplate } from './message.js';

/** A citizen’s own data: a copy, a correction, closing the account and coming back. */
export const DATA_MESSAGES = {
  closing_asked: {
    subject: { zh: '您的一号账号将要注销', en: 'Your Yihao account is going to be closed' },
    zh: '【一号】您申请注销一号账号，将于{day}注销。在此之前登录一号，可以保留账号。如果不是您本人申请，请立即登录保留账号，并拨打12345或到政务服务大厅处理。',
    en: 'Yihao: you asked to close your account. It closes on {day}. Sign in before that to keep it. If it was not you, sign in at once to keep it, and call 12345 or go to a government service hall.',
  },
  closing_soon: {
    hours: 24,
    subject: { zh: '您的一号账号明天注销', en: 'Your Yihao account closes tomorrow' },
    zh: '【一号】您的一号账号将于{day}注销，注销后不能恢复。需要保留账号，请在此之前登录一号。',
    en: 'Yihao: your account closes on {day} and cannot be brought back after that. To keep it, sign in to Yihao before then.',
  },
  closing_revoked: {
    subject: { zh: '您的一号账号已保留', en: 'Your Yihao account is kept' },
    zh: '【一号】您的一号账号已保留，不再注销。如果不是您本人操作，请立即拨打12345或到政务服务大厅处理。',
    en: 'Yihao: your account is kept and will not be closed. If it was not you, call 12345 at once or go to a government service hall.',
  },
  closed: {
    subject: { zh: '您的一号账号已注销', en: 'Your Yihao account is closed' },
    zh: '【一号】您的一号账号已按您的申请注销，保存的个人资料已删除。您的公民身份号码可以重新注册。',
    en: 'Yihao: your account is closed, as you asked, and your details are deleted. Your citizen ID number can be registered again.',
  },
  subjects_returned: {
    subject: { zh: '您取回了在各部门原来的记录', en: 'You got back your records at departments' },
    zh: '【一号】您已选择取回以前的一号账号在部门的记录，今后登录这些部门将使用原来的记录。如果不是您本人操作，请立即拨打12345或到政务服务大厅处理。',
    en: 'Yihao: you chose to get back the records that departments had of your former account; from now on you sign in there as before. If it was not you, call 12345 at once or go to a government service hall.',
  },
  correction_answered: {
    subject: { zh: '您的更正申请已有答复', en: 'Your request for a correction was answered' },
    zh: '【一号】您申请更正个人信息，现已有答复。请登录一号，在“我的数据”中查看。',
    en: 'Yihao: your request for a correction has been answered. Sign in to Yihao and read the answer under “My data”.',
  },
  export_asked: {
    subject: { zh: '您申请取得自己的数据', en: 'You asked for a copy of your data' },
    zh: '【一号】您于{time}申请取得一号保存的您的全部数据。如果是您本人，无需处理；如果不是，请立即拨打12345或到政务服务大厅处理。',
    en: 'Yihao: at {time} you asked for a copy of all data held about you. If it was you, you need do nothing. If it was not, call 12345 at once or go to a government service hall.',
  },
  export_fetched: {
    subject: { zh: '您的数据已被取走', en: 'A copy of your data was fetched' },
    zh: '【一号】一号保存的您的数据于{time}被取走一份。如果是您本人，请妥善保管文件；如果不是，请立即拨打12345或到政务服务大厅处理。',
    en: 'Yihao: a copy of your data was fetched at {time}. If it was you, keep the file safe. If it was not, call 12345 at once or go to a government service hall.',
  },
} as const satisfies Record<string, MessageTemplate>;
