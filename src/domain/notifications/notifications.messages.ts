import type { Text } from '../../shared/text.js';

/** One message as it is sent. The subject is for mail; an SMS carries the body alone. */
export interface MessageTemplate {
  readonly subject: Text;
  readonly body: Text;
  /** The places in the body, which a gateway with registered templates is handed by name. */
  readonly places: readonly string[];
  /** Hours it is still worth delivering, where the caller names no moment. */
  readonly hours: number;
}

/**
 * Every message Yihao sends. None holds a link: citizens learn that a message with a link is not from us.
 * A message that carries a code says what the code does and that nobody may be told it.
 */
export const MESSAGES = {
  login_code: {
    subject: { zh: '一号登录验证码', en: 'Your Yihao sign-in code' },
    body: {
      zh: '【一号】登录验证码：{code}，{minutes}分钟内有效。任何人（包括工作人员）都不会向您索要验证码，请勿告诉他人。如果不是您本人在登录，可能有人知道您的密码，请拨打12345或到政务服务大厅处理。',
      en: 'Yihao: {code} is your code to sign in. It works for {minutes} minutes. Never tell it to anyone: our staff will not ask for it. If you are not signing in, someone may know your password: call 12345 or go to a government service hall.',
    },
    places: ['code', 'minutes'],
    hours: 1,
  },
  registration_code: {
    subject: { zh: '一号注册验证码', en: 'Your Yihao registration code' },
    body: {
      zh: '【一号】注册验证码：{code}，{minutes}分钟内有效。任何人（包括工作人员）都不会向您索要验证码，请勿告诉他人。如果不是您本人在注册，无需理会。',
      en: 'Yihao: {code} is your code to register. It works for {minutes} minutes. Never tell it to anyone: our staff will not ask for it. If you are not registering, ignore this message.',
    },
    places: ['code', 'minutes'],
    hours: 1,
  },
  contact_old_code: {
    subject: { zh: '一号联系方式变更验证码', en: 'Your Yihao code to change a contact' },
    body: {
      zh: '【一号】变更联系方式验证码：{code}，{minutes}分钟内有效。填写后，您的一号账号将不再使用这个手机号或邮箱。任何人（包括工作人员）都不会向您索要验证码，请勿告诉他人。如果不是您本人在操作，请拨打12345或到政务服务大厅处理。',
      en: 'Yihao: {code} is your code to change how we reach you. It works for {minutes} minutes; your account then no longer uses this phone or mail address. Never tell it to anyone: our staff will not ask for it. If this is not you, call 12345 or go to a government service hall.',
    },
    places: ['code', 'minutes'],
    hours: 1,
  },
  contact_new_code: {
    subject: { zh: '一号联系方式确认验证码', en: 'Your Yihao code to confirm a contact' },
    body: {
      zh: '【一号】确认联系方式验证码：{code}，{minutes}分钟内有效。填写后，一号账号的通知会发到这里。任何人（包括工作人员）都不会向您索要验证码，请勿告诉他人。如果不是您本人在操作，无需理会。',
      en: 'Yihao: {code} is your code to confirm this phone or mail address. It works for {minutes} minutes; word of your Yihao account then comes here. Never tell it to anyone: our staff will not ask for it. If this is not you, ignore this message.',
    },
    places: ['code', 'minutes'],
    hours: 1,
  },
  contact_changed: {
    subject: { zh: '您的一号联系方式有变化', en: 'How Yihao reaches you has changed' },
    body: {
      zh: '【一号】您的账号于{time}{change}。如果是您本人操作，无需处理；如果不是，请立即拨打12345或到政务服务大厅处理。',
      en: 'Yihao: the contacts of your account changed at {time} ({change}). If it was you, you need do nothing. If it was not, call 12345 at once or go to a government service hall.',
    },
    places: ['time', 'change'],
    hours: 72,
  },
  number_already_registered: {
    subject: { zh: '有人使用您的公民身份号码注册', en: 'Someone tried to register with your number' },
    body: {
      zh: '【一号】有人用您的公民身份号码再次注册一号账号。如果是您本人，您已经注册过，请直接登录；如果不是您本人，您的账号没有任何变化，无需处理。',
      en: 'Yihao: someone tried to register with your citizen ID number. If it was you, you already have an account: sign in instead. If it was not, nothing has changed and you need do nothing.',
    },
    places: [],
    hours: 24,
  },
  new_device: {
    subject: { zh: '您的一号账号在新设备上登录', en: 'Your account was used on a new device' },
    body: {
      zh: '【一号】您的账号于{time}在一台新设备上登录。如果是您本人，无需处理；如果不是，请立即拨打12345或到政务服务大厅处理。',
      en: 'Yihao: your account was signed in to on a new device at {time}. If it was you, you need do nothing. If it was not, call 12345 at once or go to a government service hall.',
    },
    places: ['time'],
    hours: 24,
  },
  consent_given: {
    subject: { zh: '您授权了一个部门应用', en: 'You gave a department’s service your consent' },
    body: {
      zh: '【一号】您于{time}同意{application}使用您的信息。可以随时在账号的“已连接的部门”里撤回。如果不是您本人操作，请立即拨打12345或到政务服务大厅处理。',
      en: 'Yihao: at {time} you agreed that {application} may use your details. You can take this back at any time under “Connected departments”. If it was not you, call 12345 at once or go to a government service hall.',
    },
    places: ['time', 'application'],
    hours: 24,
  },
  unusual_place: {
    subject: { zh: '您的一号账号在不常用的地点登录', en: 'Your account was used in an unusual place' },
    body: {
      zh: '【一号】您的账号于{time}在{place}登录，近三个月没有在那里登录过。如果是您本人，无需处理；如果不是，请立即拨打12345或到政务服务大厅处理。',
      en: 'Yihao: your account was signed in to at {time} in {place}, where it was not used in the last three months. If it was you, you need do nothing. If it was not, call 12345 at once or go to a government service hall.',
    },
    places: ['time', 'place'],
    hours: 24,
  },
  registered: {
    subject: { zh: '一号注册成功', en: 'You are registered with Yihao' },
    body: {
      zh: '【一号】您已注册成功。今后可以用同一个账号办理各部门的业务。如果不是您本人注册，请到政务服务大厅核实。',
      en: 'Yihao: you are registered. You can now use one account for every department. If you did not register, please go to a government service hall.',
    },
    places: [],
    hours: 24,
  },
  delegation_given: {
    subject: { zh: '您邀请了亲友代办', en: 'You asked someone to act for you' },
    body: {
      zh: '【一号】您刚刚邀请一位亲友代您办理业务，对方同意后生效。如果不是您本人操作，请立即拨打12345或到政务服务大厅处理。',
      en: 'Yihao: you have just asked someone to act for you; it begins when they agree. If this was not you, call 12345 at once or go to a government service hall.',
    },
    places: [],
    hours: 72,
  },
  delegation_invited: {
    subject: { zh: '有人邀请您代办', en: 'Someone asks you to act for them' },
    body: {
      zh: '【一号】{name}邀请您代为办理业务。是否同意，由您决定：登录一号，打开“亲友代办”查看。14天内不答复，邀请自动失效。',
      en: 'Yihao: {name} asks you to act for them. It is your decision: sign in to Yihao and open “Acting for others”. Without an answer the invitation lapses after 14 days.',
    },
    places: ['name'],
    hours: 72,
  },
  delegation_accepted: {
    subject: { zh: '对方已同意代您办理', en: 'Your invitation was accepted' },
    body: {
      zh: '【一号】{name}已同意代您办理业务，从现在起生效。您可以随时登录一号，在“亲友代办”里终止。如果您没有邀请过，请立即拨打12345或到政务服务大厅处理。',
      en: 'Yihao: {name} has agreed and may act for you from now on. You can end it at any time: sign in to Yihao and open “Acting for others”. If you did not ask for this, call 12345 at once or go to a government service hall.',
    },
    places: ['name'],
    hours: 72,
  },
  delegation_refused: {
    subject: { zh: '对方没有同意代办', en: 'Your invitation was declined' },
    body: {
      zh: '【一号】{name}没有同意代您办理业务，邀请已结束。',
      en: 'Yihao: {name} declined to act for you. The invitation has ended.',
    },
    places: ['name'],
    hours: 72,
  },
  delegation_withdrawn: {
    subject: { zh: '代办邀请已收回', en: 'An invitation was withdrawn' },
    body: {
      zh: '【一号】{name}收回了请您代办的邀请，您无需处理。',
      en: 'Yihao: {name} withdrew the invitation to act for them. You need do nothing.',
    },
    places: ['name'],
    hours: 72,
  },
  delegation_ended: {
    subject: { zh: '代办已结束', en: 'Acting for someone has ended' },
    body: {
      zh: '【一号】您与{name}之间的代办已结束，有关的登录已全部退出。',
      en: 'Yihao: acting for another between you and {name} has ended, and every sign-in that belonged to it is closed.',
    },
    places: ['name'],
    hours: 72,
  },
  authenticator_changed: {
    subject: { zh: '您的一号登录方式有变化', en: 'The ways to sign in to your account have changed' },
    body: {
      zh: '【一号】您的账号于{time}{change}。如果是您本人操作，无需处理；如果不是，请立即拨打12345或到政务服务大厅处理。',
      en: 'Yihao: the ways to sign in to your account changed at {time} ({change}). If it was you, you need do nothing. If it was not, call 12345 at once or go to a government service hall.',
    },
    places: ['time', 'change'],
    hours: 72,
  },
  recovery_code_used: {
    subject: { zh: '您的一号恢复码被使用', en: 'A recovery code of your account was used' },
    body: {
      zh: '【一号】您的账号于{time}使用了一个恢复码，还剩{left}个可用。如果是您本人，请划掉用过的恢复码；如果不是，请立即拨打12345或到政务服务大厅处理。',
      en: 'Yihao: a recovery code of your account was used at {time}; {left} are left. If it was you, cross it off your list. If it was not, call 12345 at once or go to a government service hall.',
    },
    places: ['time', 'left'],
    hours: 72,
  },
  passkey_copied: {
    subject: { zh: '您的一个通行密钥可能被复制', en: 'One of your passkeys may have been copied' },
    body: {
      zh: '【一号】{time}有人用您的一个通行密钥登录，但它的使用次数对不上，可能被人复制过，我们没有让对方登录。请在“登录方式”中移除这把通行密钥，再重新添加；需要帮助请拨打12345或到政务服务大厅处理。',
      en: 'Yihao: at {time} one of your passkeys was used to sign in, but its count did not fit: someone may have copied it. We did not let them in. Please remove this passkey under “Ways to sign in” and add it again. For help, call 12345 or go to a government service hall.',
    },
    places: ['time'],
    hours: 72,
  },
  disputed: {
    subject: { zh: '您的一号账号已保护', en: 'Your Yihao account has been protected' },
    body: {
      zh: '【一号】您于{time}表示账号里有不是本人的操作。其他登录已全部退出，用过的设备下次登录都要再次验证。请更改密码。如果这不是您提出的，请立即拨打12345或到政务服务大厅处理。',
      en: 'Yihao: at {time} you said that something in your account was not you. You are signed out everywhere else, and every device is checked again. Please change your password. If you did not say so, call 12345 at once or go to a government service hall.',
    },
    places: ['time'],
    hours: 72,
  },
  closing_asked: {
    subject: { zh: '您的一号账号将要注销', en: 'Your Yihao account is going to be closed' },
    body: {
      zh: '【一号】您申请注销一号账号，将于{day}注销。在此之前登录一号，可以保留账号。如果不是您本人申请，请立即登录保留账号，并拨打12345或到政务服务大厅处理。',
      en: 'Yihao: you asked to close your account. It closes on {day}. Sign in before that to keep it. If it was not you, sign in at once to keep it, and call 12345 or go to a government service hall.',
    },
    places: ['day'],
    hours: 72,
  },
  closing_soon: {
    subject: { zh: '您的一号账号明天注销', en: 'Your Yihao account closes tomorrow' },
    body: {
      zh: '【一号】您的一号账号将于{day}注销，注销后不能恢复。需要保留账号，请在此之前登录一号。',
      en: 'Yihao: your account closes on {day} and cannot be brought back after that. To keep it, sign in to Yihao before then.',
    },
    places: ['day'],
    hours: 24,
  },
  closing_revoked: {
    subject: { zh: '您的一号账号已保留', en: 'Your Yihao account is kept' },
    body: {
      zh: '【一号】您的一号账号已保留，不再注销。如果不是您本人操作，请立即拨打12345或到政务服务大厅处理。',
      en: 'Yihao: your account is kept and will not be closed. If it was not you, call 12345 at once or go to a government service hall.',
    },
    places: [],
    hours: 72,
  },
  closed: {
    subject: { zh: '您的一号账号已注销', en: 'Your Yihao account is closed' },
    body: {
      zh: '【一号】您的一号账号已按您的申请注销，保存的个人资料已删除。您的公民身份号码可以重新注册。',
      en: 'Yihao: your account is closed, as you asked, and your details are deleted. Your citizen ID number can be registered again.',
    },
    places: [],
    hours: 72,
  },
  subjects_returned: {
    subject: { zh: '您取回了在各部门原来的记录', en: 'You got back your records at departments' },
    body: {
      zh: '【一号】您已选择取回以前的一号账号在部门的记录，今后登录这些部门将使用原来的记录。如果不是您本人操作，请立即拨打12345或到政务服务大厅处理。',
      en: 'Yihao: you chose to get back the records that departments had of your former account; from now on you sign in there as before. If it was not you, call 12345 at once or go to a government service hall.',
    },
    places: [],
    hours: 72,
  },
  correction_answered: {
    subject: { zh: '您的更正申请已有答复', en: 'Your correction was answered' },
    body: {
      zh: '【一号】您申请更正个人信息，现已有答复。请登录一号，在“我的数据”中查看。',
      en: 'Yihao: what you asked to be corrected was answered. Sign in to Yihao and read the answer in My data.',
    },
    places: [],
    hours: 72,
  },
  export_asked: {
    subject: { zh: '您正在取得自己的数据', en: 'You asked for a copy of your data' },
    body: {
      zh: '【一号】您于{time}申请取得一号保存的您的全部数据。如果是您本人，无需处理；如果不是，请立即拨打12345或到政务服务大厅处理。',
      en: 'Yihao: at {time} you asked for a copy of all data held about you. If it was you, you need do nothing. If it was not, call 12345 at once or go to a government service hall.',
    },
    places: ['time'],
    hours: 72,
  },
  export_fetched: {
    subject: { zh: '您的数据已被取走', en: 'A copy of your data was fetched' },
    body: {
      zh: '【一号】一号保存的您的数据于{time}被取走一份。如果是您本人，请妥善保管文件；如果不是，请立即拨打12345或到政务服务大厅处理。',
      en: 'Yihao: a copy of your data was fetched at {time}. If it was you, keep the file safe. If it was not, call 12345 at once or go to a government service hall.',
    },
    places: ['time'],
    hours: 72,
  },
  guardian_asked: {
    subject: { zh: '有孩子填写您为监护人', en: 'A child named you as guardian' },
    body: {
      zh: '【一号】{child}（未满14周岁）注册一号账号时填写您为监护人，需要您同意后才能办事。请自行打开一号，登录后在“家庭”中查看。如果您不是其监护人，请拒绝或不予理会。',
      en: 'Yihao: {child}, who is under 14, named you as guardian and needs your consent to use services. Please open Yihao yourself, sign in and look under Family. If you are not the guardian, refuse it or ignore this message.',
    },
    places: ['child'],
    hours: 72,
  },
  guardian_confirmed: {
    subject: { zh: '监护人已同意', en: 'Your guardian has agreed' },
    body: {
      zh: '【一号】您的监护人已同意您使用一号账号，您可以登录部门的应用办事了。',
      en: 'Yihao: your guardian has agreed. You can now use your account at the services of departments.',
    },
    places: [],
    hours: 72,
  },
  guardian_refused: {
    subject: { zh: '监护人没有同意', en: 'Your guardian has not agreed' },
    body: {
      zh: '【一号】您填写的监护人没有同意。您仍可登录一号，但部门不能使用您的信息。如果填错了，请登录后在“家庭”中重新填写。',
      en: 'Yihao: the guardian you named has not agreed. You can still sign in to Yihao, but departments are given nothing. If you named the wrong person, sign in and correct it under Family.',
    },
    places: [],
    hours: 72,
  },
  guardian_ended: {
    subject: { zh: '您的账号现在没有监护人', en: 'Your account has no guardian now' },
    body: {
      zh: '【一号】监护人的同意已终止，部门不能再使用您的信息。您仍可登录一号。如需继续办事，请登录后在“家庭”中请监护人同意。',
      en: 'Yihao: your guardian’s consent has ended, so departments can no longer use your details. You can still sign in to Yihao. To go on using services, sign in and ask a guardian under Family.',
    },
    places: [],
    hours: 72,
  },
  closed_by_guardian: {
    subject: { zh: '您的一号账号已注销', en: 'Your Yihao account has been closed' },
    body: {
      zh: '【一号】您的账号已由监护人注销，已退出登录，个人信息已删除。如有疑问，请和监护人一起拨打12345或到政务服务大厅咨询。',
      en: 'Yihao: your guardian has closed your account. It is signed out and your details are deleted. If you have questions, call 12345 together with your guardian or go to a service hall.',
    },
    places: [],
    hours: 72,
  },
  ward_closed: {
    subject: { zh: '您照看的账号已注销', en: 'An account you look after has been closed' },
    body: {
      zh: '【一号】您作为监护人照看的{child}的账号已注销，其个人信息已删除。如有疑问，请拨打12345或到政务服务大厅咨询。',
      en: 'Yihao: the account of {child}, which you looked after as guardian, has been closed and its details deleted. If you have questions, call 12345 or go to a service hall.',
    },
    places: ['child'],
    hours: 72,
  },
  of_age: {
    subject: { zh: '您已满14周岁', en: 'You are 14 now' },
    body: {
      zh: '【一号】您已满14周岁，今后由您自己管理一号账号和授权，监护人不再能查看。您可以登录查看已连接的部门，随时撤回授权。',
      en: 'Yihao: you are 14 now. From today you manage your account and your consents yourself, and your guardian no longer sees them. Sign in to see the connected departments; you can withdraw at any time.',
    },
    places: [],
    hours: 72,
  },
  ward_of_age: {
    subject: { zh: '孩子已满14周岁', en: 'The child you look after is 14 now' },
    body: {
      zh: '【一号】{child}已满14周岁，账号今后由其本人管理，您不再能查看或注销。无需处理。',
      en: 'Yihao: {child} is 14 now and manages the account alone from today; you can no longer see or close it. You need do nothing.',
    },
    places: ['child'],
    hours: 72,
  },
  recovery_code: {
    subject: { zh: '一号找回账号验证码', en: 'Your Yihao recovery code' },
    body: {
      zh: '【一号】找回账号验证码：{code}，{minutes}分钟内有效。任何人（包括工作人员）都不会向您索要验证码，请勿告诉他人。如果不是您本人在找回账号，请勿理会，账号没有任何变化。',
      en: 'Yihao: {code} is your code to recover an account. It works for {minutes} minutes. Never tell it to anyone: our staff will not ask for it. If you are not recovering an account, ignore this message: nothing has changed.',
    },
    places: ['code', 'minutes'],
    hours: 1,
  },
  recovery_begun: {
    subject: { zh: '有人申请找回您的一号账号', en: 'Someone asked to recover your Yihao account' },
    body: {
      zh: '【一号】有人为您的账号申请{change}，{time}起生效。如果是您本人，无需处理；如果不是，请尽快登录一号点“不是我，停止”，或在一号网站的“停止找回账号”页面输入停止码：{code}。请勿把停止码告诉他人。',
      en: 'Yihao: someone asked for this change to your account: {change}. It takes effect at {time}. If it was you, you need do nothing. If it was not, sign in and choose “It was not me: stop”, or enter the stop code {code} on the page “Stop a recovery” of the Yihao website. Never tell anyone the code.',
    },
    places: ['change', 'time', 'code'],
    hours: 24,
  },
  recovery_stopped: {
    subject: { zh: '找回账号的申请已停止', en: 'The recovery of your account was stopped' },
    body: {
      zh: '【一号】您账号上“{change}”的申请已于{time}停止，原来的登录方式照常使用。如果申请不是您提出的，请登录后更改密码；如果不是您停止的，请拨打12345或到政务服务大厅处理。',
      en: 'Yihao: the request to change your account ({change}) was stopped at {time}. Your ways to sign in stay as they were. If the request was not yours, sign in and change your password. If you did not stop it, call 12345 or go to a government service hall.',
    },
    places: ['change', 'time'],
    hours: 72,
  },
  recovery_done: {
    subject: { zh: '您的一号账号已找回', en: 'Your Yihao account has been recovered' },
    body: {
      zh: '【一号】您的账号于{time}完成：{change}。此前的登录已全部退出，请重新登录。如果不是您本人申请，请立即拨打12345或到政务服务大厅处理。',
      en: 'Yihao: this change to your account took effect at {time}: {change}. All earlier sign-ins have ended; please sign in again. If you did not ask for it, call 12345 at once or go to a government service hall.',
    },
    places: ['change', 'time'],
    hours: 72,
  },
  taken_over: {
    subject: { zh: '您的一号账号已停用', en: 'Your Yihao account has ended' },
    body: {
      zh: '【一号】有人已通过更严格的核验，证明该账号所登记的公民身份号码属于本人，您原来的账号已停用并退出登录。如有疑问，请携带有效证件到政务服务窗口核实。',
      en: 'Yihao: someone passed a stricter check and proved that the citizen ID number of this account is theirs. This account has ended and is signed out. If you disagree, please take your identity document to a service hall.',
    },
    places: [],
    hours: 72,
  },
} as const satisfies Record<string, MessageTemplate>;

export type MessageName = keyof typeof MESSAGES;
