import { z } from 'zod';
import type { Text } from '../../../shared/text.js';
import { byOwnerOr, id, level, shown, silent, word } from '../event-type.js';

/** Why a session ended. */
const ENDINGS = {
  logout: { zh: '退出登录', en: 'Signed out' },
  expired: { zh: '登录超时，自动退出', en: 'Signed out after some time without use' },
  other_account: { zh: '换了别的账号登录，自动退出', en: 'Signed out because someone else signed in there' },
  locked: { zh: '账号锁定，自动退出', en: 'Signed out because the account was locked' },
  taken_over: { zh: '账号停用，自动退出', en: 'Signed out because the account ended' },
  closed: { zh: '账号注销，自动退出', en: 'Signed out because the account was closed' },
  authenticator_changed: { zh: '登录方式变更，自动退出', en: 'Signed out because a way to sign in was changed' },
  recovered: { zh: '账号找回，自动退出', en: 'Signed out because the account was recovered' },
  ended_by_holder: { zh: '从另一台设备退出了这次登录', en: 'Signed out from another device' },
  disputed: { zh: '为保护账号，自动退出', en: 'Signed out to protect the account' },
  /** Whoever is in it went on in another's name, or in their own again. */
  another_principal: { zh: '更换办理对象，先前的登录自动退出', en: 'Signed out to go on in another name' },
  delegation_ended: { zh: '代办结束，自动退出', en: 'Signed out because acting for another ended' },
} as const satisfies Record<string, Text>;

export type SessionEndReason = keyof typeof ENDINGS;
const REASONS = Object.keys(ENDINGS) as [SessionEndReason, ...SessionEndReason[]];

/** RFC 8176 names of the ways that citizens know by other words. `mfa` only says that there were two. */
const WAYS: Readonly<Record<string, string>> = { pwd: 'password', mfa: '', otp: '' };

/** Entering, and what follows from it until it ends. */
export const LOGIN_EVENTS = {
  'login.succeeded': shown('login', {
    detail: {
      aal: level,
      amr: z.array(word),
      device: z.enum(['known', 'new', 'shared']),
      /** A place where they were not seen in the last months. */
      unusual: z.boolean().optional(),
    },
    says: {
      of: {
        known: { zh: '在用过的设备上登录', en: 'Signed in on a known device' },
        new: { zh: '在新设备上登录', en: 'Signed in on a new device' },
        shared: { zh: '在公共电脑上登录', en: 'Signed in on a public computer' },
        byPhone: { zh: '用手机扫码，在另一块屏幕上登录', en: 'Signed in on another screen with the phone' },
      },
      pick: ({ amr, device }) => (amr?.includes('mca') ? 'byPhone' : device),
    },
    notice: { sometimes: ['unusual_place', 'new_device'], by: 'once' },
    figure: ({ amr = [] }) => {
      const authenticator = amr.map((way) => WAYS[way] ?? way).filter(Boolean);
      return { counts: 'logins', outcome: 'succeeded', authenticator: authenticator.join('+') || 'unknown' };
    },
  }),
  'login.failed': shown('login', {
    detail: { factor: word, paused: z.boolean() },
    says: {
      of: {
        factor: { zh: '有人尝试登录，没有通过再次验证', en: 'Someone tried to sign in and failed the second check' },
        password: { zh: '有人尝试登录，密码不对', en: 'Someone tried to sign in with a wrong password' },
        paused: {
          zh: '多次尝试登录失败，登录暂停了一段时间',
          en: 'After many failed tries, signing in was paused for a while',
        },
      },
      pick: ({ paused, factor }) => (paused ? 'paused' : factor),
    },
    figure: ({ paused, factor = 'unknown' }) => ({
      counts: 'logins',
      outcome: paused ? 'paused' : 'failed',
      authenticator: factor,
    }),
  }),
  'qr_login.confirmed': shown('login', {
    says: { zh: '在手机上确认了另一块屏幕的登录', en: 'Confirmed on the phone that another screen signs in' },
  }),
  'qr_login.refused': shown('login', {
    detail: { reason: z.enum(['by_holder', 'wrong_number']) },
    says: {
      of: {
        wrong_number: {
          zh: '确认另一块屏幕的登录时，数字输错三次，已作废',
          en: 'The number of another screen was wrong three times: it was not signed in',
        },
        by_holder: { zh: '在手机上拒绝了另一块屏幕的登录', en: 'Refused on the phone that another screen signs in' },
      },
      pick: ({ reason }) => reason,
    },
  }),
  'session.started': silent('the login that began it is told', { detail: { aal: level, person: id.optional() } }),
  'session.strengthened': shown('login', {
    detail: { aal: level, person: id.optional() },
    says: byOwnerOr(
      { zh: '登录后再次验证了身份', en: 'Proved once more who you are' },
      { zh: '{person}代您办理时再次验证了身份', en: '{person}, acting for you, proved once more who they are' },
    ),
  }),
  'session.joined': shown('login', {
    detail: { aal: level },
    says: { zh: '进入{application}', en: 'Entered {application}' },
  }),
  'session.left': shown('login', {
    detail: { person: id.optional() },
    says: byOwnerOr(
      { zh: '退出{application}', en: 'Left {application}' },
      { zh: '{person}代您退出{application}', en: '{person} left {application} for you' },
    ),
  }),
  'session.ended': shown('login', {
    detail: { reason: z.enum(REASONS), applications: z.array(id), person: id.optional() },
    says: {
      of: { ...ENDINGS, acted: { zh: '{person}代您办理的登录已退出', en: 'A sign-in of {person} for you ended' } },
      pick: ({ person, reason }) => (person === undefined ? reason : 'acted'),
    },
  }),
};
