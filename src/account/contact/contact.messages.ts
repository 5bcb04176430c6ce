import type { ContactChange } from '../../domain/contacts/index.js';
import type { ContactKind } from '../../domain/records/index.js';
import type { Text } from '../../shared/text.js';

export const CONTACT = {
  section: { zh: '联系方式', en: 'Contact details' },
  lead: {
    zh: '账号有变化时，我们按这里的联系方式通知您。更换时，新的和原来的都要确认。',
    en: 'This is how we reach you when something about your account changes. To change one, you confirm both the new one and the old.',
  },
  none: { zh: '未登记', en: 'None' },
  change: { zh: '更换', en: 'Change' },
  add: { zh: '添加', en: 'Add' },
  remove: { zh: '移除', en: 'Remove' },
  back: { zh: '返回联系方式', en: 'Back to contact details' },
  next: { zh: '发送验证码', en: 'Send the code' },
  moved: {
    zh: '等待的时间太长，联系方式没有改变。请重新开始。',
    en: 'That took too long, and nothing was changed. Please begin again.',
  },

  removeLead: {
    zh: '移除后，通知只发到您的手机。以后可以重新添加。',
    en: 'Notices then go to your phone only. You can add an email address again later.',
  },
  removeCode: {
    zh: '我们会先向 {address} 发送验证码，确认是您本人。',
    en: 'We first send a code to {address}, to make sure it is you.',
  },
  removeNow: { zh: '移除邮箱', en: 'Remove it' },
  keep: { zh: '不移除', en: 'Keep it' },

  strongerTitle: { zh: '请先用更安全的方式登录', en: 'First sign in more securely' },
  strongerLead: {
    zh: '您的身份经过核验，联系方式不能只凭短信验证码更改。请用通行密钥或验证器应用重新登录，再来更改。',
    en: 'Your identity has been verified, so a code by text message is not enough to change this. Sign in again with your passkey or authenticator app.',
  },
  signInAgain: { zh: '重新登录', en: 'Sign in again' },
} as const satisfies Record<string, Text>;

interface KindTexts {
  readonly name: Text;
  readonly about: Text;
  readonly label: Text;
  readonly hint: Text;
  readonly now: Text;
  readonly missing: Text;
  readonly strange: Text;
  readonly country?: Text;
  readonly same: Text;
  readonly confirm: Readonly<Record<'old' | 'new', Text>>;
  readonly lost: Text;
  readonly lostStrong: Text;
  readonly lostNone: Text;
}

/** Titles of the pages that change one. */
export const TITLES = {
  phone_changed: { zh: '更换手机号', en: 'Change your phone number' },
  email_added: { zh: '添加邮箱', en: 'Add an email address' },
  email_changed: { zh: '更换邮箱', en: 'Change your email address' },
  email_removed: { zh: '移除邮箱', en: 'Remove your email address' },
} as const satisfies Record<ContactChange, Text>;

/** What is said afterwards. */
export const DONE = {
  phone_changed: {
    zh: '手机号已更换，登录验证码今后发到新手机号。',
    en: 'Your phone number has been changed. Sign-in codes now go to the new one.',
  },
  email_added: {
    zh: '邮箱已添加，今后通知也会发到这个邮箱。',
    en: 'Your email address has been added. Notices now go there too.',
  },
  email_changed: { zh: '邮箱已更换。', en: 'Your email address has been changed.' },
  email_removed: { zh: '邮箱已移除。', en: 'Your email address has been removed.' },
} as const satisfies Record<ContactChange, Text>;

export const KINDS: Readonly<Record<ContactKind, KindTexts>> = {
  phone: {
    name: { zh: '手机号', en: 'Phone' },
    about: {
      zh: '接收通知和登录验证码。家人可以共用一个手机号。',
      en: 'For notices and sign-in codes. A family can share one number.',
    },
    label: { zh: '新手机号', en: 'New phone number' },
    hint: {
      zh: '中国内地以外的号码请带国家或地区代码，例如 +852',
      en: 'For numbers outside mainland China add the country code, for example +852',
    },
    now: { zh: '现在的手机号：{address}', en: 'Your phone number now: {address}' },
    missing: { zh: '请填写新手机号', en: 'Enter the new phone number' },
    strange: {
      zh: '这不像一个能收短信的手机号。内地手机号是 11 位，例如 138 0013 8000',
      en: 'This does not look like a number that can receive text messages. Example: 138 0013 8000',
    },
    country: {
      zh: '我们暂时不能给这个国家或地区的号码发短信，请换一个手机号',
      en: 'We cannot send text messages to numbers of that country or region. Please use another number',
    },
    same: { zh: '这就是您现在的手机号', en: 'This is your phone number already' },
    confirm: {
      new: { zh: '确认新手机号', en: 'Confirm the new number' },
      old: { zh: '确认原来的手机号', en: 'Confirm the old number' },
    },
    lost: { zh: '原来的手机号已经不用了？', en: 'No longer have the old number?' },
    lostStrong: {
      zh: '可以用通行密钥、验证器应用或恢复码重新登录，然后只需确认新手机号。',
      en: 'Sign in again with a passkey, an authenticator app or a recovery code: then only the new number is confirmed.',
    },
    lostNone: {
      zh: '没有通行密钥、验证器应用或恢复码的，请携带身份证件到就近的政务服务大厅更换，或拨打政务服务便民热线 12345。',
      en: 'If you have no passkey, authenticator app or recovery codes, bring your identity document to a government service hall, or call the government hotline 12345.',
    },
  },
  email: {
    name: { zh: '邮箱', en: 'Email address' },
    about: { zh: '只用来接收通知，不用来接收登录验证码。', en: 'For notices only; sign-in codes never go there.' },
    label: { zh: '新邮箱', en: 'New email address' },
    hint: { zh: '例如 name@example.com', en: 'For example name@example.com' },
    now: { zh: '现在的邮箱：{address}', en: 'Your email address now: {address}' },
    missing: { zh: '请填写邮箱', en: 'Enter the email address' },
    strange: {
      zh: '这不像一个邮箱地址，请检查，例如 name@example.com',
      en: 'This does not look like an email address. Example: name@example.com',
    },
    same: { zh: '这就是您现在的邮箱', en: 'This is your email address already' },
    confirm: {
      new: { zh: '确认新邮箱', en: 'Confirm the new email address' },
      old: { zh: '确认原来的邮箱', en: 'Confirm the old email address' },
    },
    lost: { zh: '原来的邮箱已经打不开了？', en: 'Cannot open the old mailbox?' },
    lostStrong: {
      zh: '可以用通行密钥、验证器应用或恢复码重新登录，就不用再确认原来的邮箱。',
      en: 'Sign in again with a passkey, an authenticator app or a recovery code: then the old one is not asked for.',
    },
    lostNone: {
      zh: '没有通行密钥、验证器应用或恢复码的，请先在“登录方式”里添加一种，再用它重新登录；也可以到就近的政务服务大厅办理。',
      en: 'If you have none of these, add one under “Ways to sign in” first and sign in with it; or go to a government service hall.',
    },
  },
};
