import { z } from 'zod';
import { address, byOwnerOr, count, id, scopeList, shown, silent, word, wordsInLine } from '../event-type.js';

const consent = { consentId: id, version: count, granted: z.array(word), refused: z.array(word) };
const FIELDS = z.enum(['name', 'number', 'birthdate', 'gender', 'residence', 'other']);
const correction = { correction: id, field: FIELDS };
const reused = {
  zh: '{application}的登录凭证被重复使用，已全部作废',
  en: 'A sign-in of {application} was used twice, so all of it was cancelled',
};
const withConsent = 'the consent it follows from, or the entering, is told';

/** What departments may have and were given. */
export const RELEASE_EVENTS = {
  'consent.given': shown('data', {
    detail: { ...consent, person: id.optional() },
    says: byOwnerOr(
      { zh: '同意{application}使用：{claims}', en: 'Let {application} use: {claims}' },
      { zh: '{person}代您同意{application}使用：{claims}', en: '{person} let {application} use, for you: {claims}' },
    ),
    notice: { always: 'consent_given', by: 'consent' },
  }),
  'consent.withdrawn': shown('data', {
    detail: consent,
    says: { zh: '撤回了对{application}的授权', en: 'Withdrew consent for {application}' },
  }),
  'claims.released': shown('data', {
    detail: { claims: z.array(word), to: word },
    says: { zh: '{application}取得了：{claims}', en: '{application} was given: {claims}' },
  }),
  'token.issued': shown('data', {
    detail: { by: wordsInLine, scope: scopeList, resource: address.optional() },
    says: { zh: '{application}获得或更新了访问凭证', en: '{application} was given access, or had it renewed' },
    figure: () => ({ counts: 'tokens', kind: 'access', outcome: 'issued' }),
  }),
  'code.reused': shown('data', { says: reused, figure: () => ({ counts: 'tokens', kind: 'code', outcome: 'reused' }) }),
  'refresh.reused': shown('data', {
    says: reused,
    figure: () => ({ counts: 'tokens', kind: 'refresh', outcome: 'reused' }),
  }),
  'refresh.issued': silent('the access it renews is told', {
    detail: { rotations: count },
    figure: () => ({ counts: 'tokens', kind: 'refresh', outcome: 'issued' }),
  }),
  'refresh.rotated': silent('the access it renews is told'),
  'grant.given': silent(withConsent, { detail: { claims: z.array(word) } }),
  'grant.revoked': silent('what ended it is told', { detail: { at: word.optional() } }),
  'grants.revoked': silent('what ended them is told', { detail: { count } }),
};

/** A citizen's own data: what they ask for and get. */
export const RIGHTS_EVENTS = {
  'subjects.returned': shown('data', {
    detail: { departments: z.array(id) },
    says: { zh: '决定取回以前账号在各部门的记录', en: 'Decided what to get back of a former account' },
    notice: { always: 'subjects_returned', by: 'everywhere' },
  }),
  'correction.asked': shown('data', {
    detail: correction,
    says: { zh: '申请更正个人信息', en: 'Asked for a correction' },
  }),
  'correction.read': shown('data', {
    detail: correction,
    says: { zh: '工作人员查看了您的更正申请', en: 'Our staff read what you asked to be corrected' },
  }),
  'correction.answered': shown('data', {
    detail: { ...correction, outcome: z.enum(['corrected', 'refused']) },
    says: { zh: '工作人员答复了您的更正申请', en: 'Our staff answered your correction' },
    notice: { always: 'correction_answered', by: 'everywhere' },
  }),
  'data_export.asked': shown('data', {
    says: { zh: '申请取得自己的全部数据', en: 'Asked for a copy of all your data' },
    notice: { always: 'export_asked', by: 'everywhere' },
  }),
  'data_export.fetched': shown('data', {
    detail: { form: z.enum(['json', 'page']) },
    says: { zh: '取走了一份自己的数据', en: 'A copy of your data was fetched' },
    notice: { always: 'export_fetched', by: 'everywhere' },
  }),
};
