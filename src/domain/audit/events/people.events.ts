import { z } from 'zod';
import type { Text } from '../../../shared/text.js';
import { id, level, type Sentence, shown } from '../event-type.js';

/** Why a guardianship ended, for the child. */
const GUARDIAN_ENDINGS = {
  /** The guardian took the consent back. */
  withdrawn: { zh: '监护人{person}撤回了同意', en: 'Your guardian {person} withdrew their consent' },
  /** The guardian's own identity ended. */
  guardian_gone: {
    zh: '监护人的账号已注销，其同意随之终止',
    en: 'Your guardian’s account ended, and their consent with it',
  },
  /** The child's did. */
  ward_gone: { zh: '账号注销，监护人的同意随之终止', en: 'Your account ended, and your guardian’s consent with it' },
  /** The child turned 14. */
  of_age: { zh: '已满 14 周岁，不再需要监护人同意', en: 'You turned 14: a guardian’s consent is no longer needed' },
} as const satisfies Record<string, Text>;

export type GuardianshipEnding = keyof typeof GUARDIAN_ENDINGS;
const WHY = Object.keys(GUARDIAN_ENDINGS) as [GuardianshipEnding, ...GuardianshipEnding[]];

/** The same, for the guardian. */
const WARD_ENDINGS: Readonly<Record<GuardianshipEnding, Text>> = {
  withdrawn: { zh: '撤回了作为监护人对{person}的同意', en: 'Withdrew your consent, as a guardian, for {person}' },
  guardian_gone: {
    zh: '账号注销，作为监护人的同意随之终止',
    en: 'Your account ended, and your consent as a guardian with it',
  },
  ward_gone: { zh: '照看的孩子的账号已注销', en: 'The account of a child you look after was closed' },
  of_age: {
    zh: '您照看的{person}已满 14 周岁，由其本人管理账号',
    en: '{person}, whom you looked after, turned 14 and manages the account alone',
  },
};

/** `as`: whose history this row is in. `person`: the other one, where there is one. */
const sides = { as: z.enum(['ward', 'guardian']), person: id.optional() };

/** Guardians of those under 14. Each event is written once for each of the two. */
export const GUARDIAN_EVENTS = {
  'guardian.asked': shown('methods', {
    says: { zh: '请监护人同意使用账号', en: 'Asked a guardian for consent' },
    notice: { sometimes: ['guardian_asked'], by: 'everywhere' },
  }),
  'guardian.confirmed': shown('methods', {
    detail: sides,
    says: {
      of: {
        guardian: {
          zh: '作为监护人，同意了{person}使用账号',
          en: 'Agreed, as a guardian, to {person}’s using an account',
        },
        ward: { zh: '监护人{person}同意了您使用账号', en: 'Your guardian {person} agreed to your using the account' },
      },
      pick: (detail) => detail.as,
    },
    notice: { sometimes: ['guardian_confirmed'], by: 'everywhere' },
  }),
  'guardian.refused': shown('methods', {
    detail: sides,
    says: {
      of: {
        guardian: { zh: '没有同意作为{person}的监护人', en: 'Did not agree to be the guardian of {person}' },
        ward: { zh: '{person}没有同意作为您的监护人', en: '{person} did not agree as your guardian' },
      },
      pick: (detail) => detail.as,
    },
    notice: { sometimes: ['guardian_refused'], by: 'everywhere' },
  }),
  'guardian.ended': shown('methods', {
    detail: { ...sides, why: z.enum(WHY).optional() },
    says: {
      of: {
        ended: { zh: '监护人的同意已终止', en: 'A guardian’s consent ended' },
        ...prefixed('ward', GUARDIAN_ENDINGS),
        ...prefixed('guardian', WARD_ENDINGS),
      },
      pick: (detail) => `${detail.as === 'ward' ? 'ward' : 'guardian'}.${detail.why}`,
    },
    notice: { sometimes: ['guardian_ended', 'ward_closed', 'of_age', 'ward_of_age'], by: 'everywhere' },
  }),
  'guardian.looked': shown('methods', {
    detail: sides,
    says: { zh: '监护人{person}查看了您的账号', en: 'Your guardian {person} looked at your account' },
  }),
};

/** `side`: whose history this row is in. `person`: the other one, where that one may know of them. */
const parties = { delegation: id, side: z.enum(['principal', 'helper']), person: id.optional() };
const ended = { ...parties, by: z.enum(['principal', 'helper', 'time']) };

const bySide = (principal: Text, helper: Text) => ({
  of: { principal, helper },
  pick: ({ side }: { readonly side?: 'principal' | 'helper' | undefined }) => side,
});

/** By whose history it is in and by who ended it; without the latter, time did. */
const endings = (
  principal: Readonly<Record<'principal' | 'helper' | 'time', Text>>,
  helper: typeof principal,
): Sentence<typeof ended> => ({
  of: { ...prefixed('principal', principal), ...prefixed('helper', helper) },
  pick: ({ side, by }) => `${side === 'helper' ? 'helper' : 'principal'}.${by ?? 'time'}`,
});

/** Acting for others. Each event is written once for each of the two. */
export const DELEGATION_EVENTS = {
  'delegation.invited': shown('delegation', {
    detail: { ...parties, applications: z.array(id) },
    says: bySide(
      { zh: '请亲友代您办理', en: 'Asked somebody to act for you' },
      { zh: '{person}请您代为办理', en: '{person} asked you to act for them' },
    ),
    notice: { sometimes: ['delegation_given', 'delegation_invited'], by: 'everywhere' },
  }),
  'delegation.accepted': shown('delegation', {
    detail: parties,
    says: bySide(
      { zh: '{person}同意代您办理，已生效', en: '{person} agreed to act for you' },
      { zh: '同意代{person}办理', en: 'Agreed to act for {person}' },
    ),
    notice: { sometimes: ['delegation_accepted'], by: 'everywhere' },
  }),
  'delegation.used': shown('delegation', {
    detail: { aal: level, person: id },
    says: {
      of: {
        principal: { zh: '{person}代您进入{application}', en: '{person} entered {application} for you' },
        helper: { zh: '代{person}进入{application}', en: 'Entered {application} for {person}' },
      },
      pick: (_, { actor, identityId }) => (actor === identityId ? 'helper' : 'principal'),
    },
  }),
  /** One that had begun. */
  'delegation.ended': shown('delegation', {
    detail: ended,
    says: endings(
      {
        time: { zh: '{person}的代办到期结束', en: 'The time for which {person} could act for you ran out' },
        principal: { zh: '终止了{person}的代办', en: 'Ended that {person} may act for you' },
        helper: { zh: '{person}终止了代您办理', en: '{person} ended acting for you' },
      },
      {
        time: { zh: '代{person}办理到期结束', en: 'The time for which you could act for {person} ran out' },
        principal: { zh: '{person}终止了由您代办', en: '{person} ended that you may act for them' },
        helper: { zh: '终止了代{person}办理', en: 'Ended acting for {person}' },
      },
    ),
    notice: { sometimes: ['delegation_ended'], by: 'everywhere' },
  }),
  /** An invitation that had not. */
  'delegation.lapsed': shown('delegation', {
    detail: ended,
    says: endings(
      {
        time: { zh: '代办邀请没有答复，已失效', en: 'An invitation to act for you lapsed without an answer' },
        principal: { zh: '收回了代办邀请', en: 'Withdrew an invitation to act for you' },
        helper: { zh: '{person}没有同意代您办理', en: '{person} declined to act for you' },
      },
      {
        time: { zh: '{person}的代办邀请已失效', en: 'The invitation of {person} lapsed' },
        principal: { zh: '{person}收回了代办邀请', en: '{person} withdrew the invitation to act for them' },
        helper: { zh: '没有同意代{person}办理', en: 'Declined to act for {person}' },
      },
    ),
    notice: { sometimes: ['delegation_refused', 'delegation_withdrawn'], by: 'everywhere' },
  }),
};

function prefixed(prefix: string, texts: Readonly<Record<string, Text>>): Readonly<Record<string, Text>> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${prefix}.${name}`, text]));
}
