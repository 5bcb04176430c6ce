import { z } from 'zod';
import { count, id, level, shown, word } from '../event-type.js';

const KINDS = z.enum(['password', 'sms', 'totp', 'passkey', 'recovery', 'outside']);
const authenticator = { kind: KINDS, authenticator: id };
const GOALS = z.enum(['password', 'passkey', 'phone']);

/** Ways to sign in, and an account got back. */
export const AUTHENTICATOR_EVENTS = {
  'authenticator.added': shown('methods', {
    detail: authenticator,
    says: { zh: '添加了登录方式：{method}', en: 'Added a way to sign in: {method}' },
    notice: { sometimes: ['authenticator_changed'], by: 'everywhere' },
  }),
  'authenticator.changed': shown('methods', {
    // A new name is comfort: it is in the history, and nobody is sent word.
    detail: { ...authenticator, what: z.literal('label').optional() },
    says: { zh: '更改了登录方式：{method}', en: 'Changed a way to sign in: {method}' },
    notice: { sometimes: ['authenticator_changed'], by: 'everywhere' },
  }),
  'authenticator.removed': shown('methods', {
    detail: authenticator,
    says: { zh: '移除了登录方式：{method}', en: 'Removed a way to sign in: {method}' },
    notice: { sometimes: ['authenticator_changed'], by: 'everywhere' },
  }),
  'authenticator.counter_regressed': shown('methods', {
    detail: { ...authenticator, kept: count, given: count },
    says: {
      zh: '一个通行密钥的使用次数异常，可能被复制过',
      en: 'A passkey’s count went backwards: it may have been copied',
    },
    notice: { sometimes: ['passkey_copied'], by: 'everywhere' },
  }),
  'recovery_code.used': shown('methods', {
    detail: { left: count },
    says: { zh: '用掉了一个恢复码', en: 'A recovery code was used' },
    notice: { always: 'recovery_code_used', by: 'everywhere' },
  }),
  'recovery.begun': shown('methods', {
    detail: { goal: GOALS, proofs: z.array(word), window: z.boolean().optional() },
    says: {
      of: {
        begun: {
          zh: '有人申请找回账号：{change}，24 小时后生效',
          en: 'Someone asked to recover the account: {change}, to take effect after 24 hours',
        },
        window: {
          zh: '在政务服务窗口找回了账号：{change}',
          en: 'The account was recovered at a service window: {change}',
        },
      },
      pick: ({ window }) => (window ? 'window' : 'begun'),
    },
    // At a window it takes effect at once, which says it.
    notice: { sometimes: ['recovery_begun'], by: 'everywhere' },
  }),
  'recovery.refused': shown('methods', {
    detail: { goal: GOALS, paused: z.boolean() },
    says: {
      zh: '有人尝试找回账号，没有通过验证',
      en: 'Someone tried to recover the account and could not prove who they are',
    },
  }),
  'recovery.stopped': shown('methods', {
    detail: { goal: GOALS },
    says: { zh: '停止了找回账号的申请：{change}', en: 'A recovery was stopped: {change}' },
    notice: { always: 'recovery_stopped', by: 'everywhere' },
  }),
  'recovery.done': shown('methods', {
    detail: { goal: GOALS },
    says: {
      zh: '找回账号已生效：{change}，此前的登录全部退出',
      en: 'A recovery took effect: {change}; all earlier sign-ins ended',
    },
    notice: { always: 'recovery_done', by: 'everywhere' },
  }),
};

const STATES = z.enum(['active', 'locked', 'closed', 'deceased']);

/** The identity itself, from its registration to its end. */
export const IDENTITY_EVENTS = {
  'identity.registered': shown('methods', {
    detail: { ial: level },
    says: { zh: '注册了一号账号', en: 'Registered with Yihao' },
    // Whom an operator registers is told by whoever hands the account over.
    notice: { sometimes: ['registered'], by: 'once' },
  }),
  'identity.registration_refused': shown('methods', {
    says: {
      zh: '有人用您的公民身份号码再次注册，没有成功',
      en: 'Someone tried to register with your citizen ID number and did not succeed',
    },
    notice: { sometimes: ['number_already_registered'], by: 'once' },
  }),
  'identity.data_changed': shown('methods', {
    detail: { fields: z.array(word) },
    says: { zh: '登记的资料有变更', en: 'The details on record were changed' },
  }),
  'preferences.changed': shown('methods', {
    detail: { what: z.array(word) },
    says: { zh: '更改了语言、字号或通知设置', en: 'Changed language, text size or notices' },
  }),
  'contact.changed': shown('methods', {
    detail: { what: z.enum(['phone_changed', 'email_added', 'email_changed', 'email_removed']) },
    says: {
      of: {
        phone_changed: { zh: '更换了手机号', en: 'Changed the phone number' },
        email_added: { zh: '添加了邮箱', en: 'Added an email address' },
        email_changed: { zh: '更换了邮箱', en: 'Changed the email address' },
        email_removed: { zh: '移除了邮箱', en: 'Removed the email address' },
      },
      pick: ({ what }) => what,
    },
    notice: { always: 'contact_changed', by: 'everywhere' },
  }),
  'identity.state_changed': shown('methods', {
    detail: { from: STATES, to: STATES, reason: word },
    says: { zh: '账号状态有变更', en: 'The state of the account was changed' },
    notice: { sometimes: ['closed', 'closed_by_guardian', 'taken_over'], by: 'everywhere' },
  }),
  'identity.number_collision': shown('methods', {
    detail: { claimant: id, claimantIal: level, holderIal: level },
    says: {
      zh: '有人提出您的公民身份号码是他本人的，需要核查',
      en: 'Someone claimed that your citizen ID number is theirs; this is being looked into',
    },
  }),
  'identity.number_proven': shown('methods', {
    detail: { ial: level },
    says: { zh: '完成了身份核验', en: 'Your identity was verified' },
  }),
  'closing.asked': shown('methods', {
    says: { zh: '申请注销账号', en: 'Asked for the account to be closed' },
    notice: { always: 'closing_asked', by: 'everywhere' },
  }),
  'closing.revoked': shown('methods', {
    says: { zh: '保留了账号，不再注销', en: 'Kept the account: it is not closed' },
    notice: { always: 'closing_revoked', by: 'everywhere' },
  }),
  'citizen.disputed': shown('methods', {
    detail: { sessions: count },
    says: {
      zh: '您表示有操作不是本人所为，账号已保护',
      en: 'You said something was not you; the account was protected',
    },
    notice: { always: 'disputed', by: 'everywhere' },
  }),
};
