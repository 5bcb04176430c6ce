import type { Text } from '../../shared/text.js';

/** What can happen, in messages and in the history. Everybody has a phone, so one is never added or removed. */
export const CONTACT_CHANGES = {
  phone_changed: { zh: '更换了手机号', en: 'phone number changed' },
  email_added: { zh: '添加了邮箱', en: 'email address added' },
  email_changed: { zh: '更换了邮箱', en: 'email address changed' },
  email_removed: { zh: '移除了邮箱', en: 'email address removed' },
} as const satisfies Record<string, Text>;

export type ContactChange = keyof typeof CONTACT_CHANGES;

export function contactChange(kind: 'phone' | 'email', from: unknown, to: unknown): ContactChange {
  if (kind === 'phone') return 'phone_changed';
  if (from === undefined) return 'email_added';
  return to === undefined ? 'email_removed' : 'email_changed';
}
