import type { MessageTemplate } from './message.js';

/** Between two citizens: acting for another, and a child with its guardian. */
export const PEOPLE_MESSAGES = {
  delegation_given: {
    subject: { zh: '您邀请了亲友代办', en: 'You asked someone to act for you' },
    zh: '【一号】您刚刚邀请一位亲友代您办理业务，对方同意后生效。如果不是您本人操作，请立即拨打12345或到政务服务大厅处理。',
    en: 'Yihao: you have just asked someone to act for you; it begins when they agree. If this was not you, call 12345 at once or go to a government service hall.',
  },
  delegation_invited: {
    subject: { zh: '有人邀请您代办', en: 'Someone asks you to act for them' },
    zh: '【一号】{name}邀请您代为办理业务。是否同意，由您决定：登录一号，打开“亲友代办”查看。14天内不答复，邀请自动失效。',
    en: 'Yihao: {name} asks you to act for them. It is your decision: sign in to Yihao and open “Acting for others”. Without an answer the invitation lapses after 14 days.',
  },
  delegation_accepted: {
    subject: { zh: '对方已同意代您办理', en: 'Your invitation was accepted' },
    zh: '【一号】{name}已同意代您办理业务，从现在起生效。您可以随时登录一号，在“亲友代办”里终止。如果您没有邀请过，请立即拨打12345或到政务服务大厅处理。',
    en: 'Yihao: {name} has agreed and may act for you from now on. You can end it at any time: sign in to Yihao and open “Acting for others”. If you did not ask for this, call 12345 at once or go to a government service hall.',
  },
  delegation_refused: {
    subject: { zh: '对方没有同意代办', en: 'Your invitation was declined' },
    zh: '【一号】{name}没有同意代您办理业务，邀请已结束。',
    en: 'Yihao: {name} declined to act for you. The invitation has ended.',
  },
  delegation_withdrawn: {
    subject: { zh: '代办邀请已收回', en: 'An invitation was withdrawn' },
    zh: '【一号】{name}收回了请您代办的邀请，您无需处理。',
    en: 'Yihao: {name} withdrew the invitation to act for them. You need do nothing.',
  },
  delegation_ended: {
    subject: { zh: '代办已结束', en: 'Acting for someone has ended' },
    zh: '【一号】您与{name}之间的代办已结束，有关的登录已全部退出。',
    en: 'Yihao: acting for another between you and {name} has ended, and every sign-in that belonged to it is closed.',
  },
  guardian_asked: {
    subject: { zh: '有孩子填写您为监护人', en: 'A child named you as guardian' },
    zh: '【一号】{child}（未满14周岁）注册一号账号时填写您为监护人，需要您同意后才能办事。请自行打开一号，登录后在“家庭”中查看。如果您不是其监护人，请拒绝或不予理会。',
    en: 'Yihao: {child}, who is under 14, named you as guardian and needs your consent to use services. Please open Yihao yourself, sign in and look under Family. If you are not the guardian, refuse it or ignore this message.',
  },
  guardian_confirmed: {
    subject: { zh: '监护人已同意', en: 'Your guardian has agreed' },
    zh: '【一号】您的监护人已同意您使用一号账号，您可以登录部门的应用办事了。',
    en: 'Yihao: your guardian has agreed. You can now use your account at the services of departments.',
  },
  guardian_refused: {
    subject: { zh: '监护人没有同意', en: 'Your guardian has not agreed' },
    zh: '【一号】您填写的监护人没有同意。您仍可登录一号，但部门不能使用您的信息。如果填错了，请登录后在“家庭”中重新填写。',
    en: 'Yihao: the guardian you named has not agreed. You can still sign in to Yihao, but departments are given nothing. If you named the wrong person, sign in and correct it under Family.',
  },
  guardian_ended: {
    subject: { zh: '您的账号现在没有监护人', en: 'Your account has no guardian now' },
    zh: '【一号】监护人的同意已终止，部门不能再使用您的信息。您仍可登录一号。如需继续办事，请登录后在“家庭”中请监护人同意。',
    en: 'Yihao: your guardian’s consent has ended, so departments can no longer use your details. You can still sign in to Yihao. To go on using services, sign in and ask a guardian under Family.',
  },
  closed_by_guardian: {
    subject: { zh: '您的一号账号已注销', en: 'Your Yihao account has been closed' },
    zh: '【一号】您的账号已由监护人注销，已退出登录，个人信息已删除。如有疑问，请和监护人一起拨打12345或到政务服务大厅咨询。',
    en: 'Yihao: your guardian has closed your account. It is signed out and your details are deleted. If you have questions, call 12345 together with your guardian or go to a government service hall.',
  },
  ward_closed: {
    subject: { zh: '您照看的账号已注销', en: 'An account you look after has been closed' },
    zh: '【一号】您作为监护人照看的{child}的账号已注销，其个人信息已删除。如有疑问，请拨打12345或到政务服务大厅咨询。',
    en: 'Yihao: the account of {child}, which you looked after as guardian, has been closed and its details deleted. If you have questions, call 12345 or go to a government service hall.',
  },
  of_age: {
    subject: { zh: '您已满14周岁', en: 'You are 14 now' },
    zh: '【一号】您已满14周岁，今后由您自己管理一号账号和授权，监护人不再能查看。您可以登录查看已连接的部门，随时撤回授权。',
    en: 'Yihao: you are 14 now. From today you manage your account and your consents yourself, and your guardian no longer sees them. Sign in to see the connected departments; you can withdraw at any time.',
  },
  ward_of_age: {
    subject: { zh: '孩子已满14周岁', en: 'The child you look after is 14 now' },
    zh: '【一号】{child}已满14周岁，账号今后由其本人管理，您不再能查看或注销。无需处理。',
    en: 'Yihao: {child} is 14 now and manages the account alone from today; you can no longer see or close it. You need do nothing.',
  },
} as const satisfies Record<string, MessageTemplate>;
