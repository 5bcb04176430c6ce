import type { ConsentReason } from '../../domain/records/index.js';
import type { Text } from '../../shared/text.js';

/** Every sentence of the consent page. */
export const CONSENT = {
  title: { zh: '{application}需要使用您的信息', en: '{application} asks for your details' },
  titleActing: { zh: '{application}需要使用{name}的信息', en: '{application} asks for the details of {name}' },
  who: { zh: '谁在请求', en: 'Who is asking' },
  application: { zh: '应用', en: 'Service' },
  department: { zh: '部门', en: 'Department' },
  levelAndRegion: { zh: '级别与地区', en: 'Level and region' },
  account: { zh: '您的账号', en: 'Your account' },
  actingFor: { zh: '代谁办理', en: 'You act for' },
  acting: {
    zh: '您正在代 {name} 办理：下面是 {name} 的信息，请按 {name} 的意思决定。您的决定会记在双方的历史记录里。',
    en: 'You are acting for {name}: these are the details of {name}, so decide as {name} wishes. Your decision is in the history of both of you.',
  },

  statutory: { zh: '依法提供的信息', en: 'Details the law requires' },
  statutoryLead: {
    zh: '该部门依照法律规定必须取得这些信息。这里是告知，不需要您选择。',
    en: 'The law gives this department a duty to have these details. This is a notice; there is nothing to choose.',
  },
  needed: { zh: '办理业务需要的信息', en: 'Details the service needs' },
  neededLead: {
    zh: '是否提供，由您决定；依据是您的同意。如不同意，将返回该应用，您的账号不受影响。',
    en: 'The legal basis is your consent: it is your decision. If you do not agree, you return to the service and nothing in your account changes.',
  },
  optional: { zh: '您可以选择提供的信息', en: 'Details you may choose to share' },
  optionalHint: {
    zh: '依据同样是您的同意。不勾选也能正常使用该应用。',
    en: 'Here too the legal basis is your consent. The service works without them: leave a box empty if you do not want to share.',
  },
  yours: { zh: '{claim}（{value}）', en: '{claim} ({value})' },
  purposeOf: { zh: '用途：{purpose}', en: 'What for: {purpose}' },
  basisOf: { zh: '依据：{basis}', en: 'Legal basis: {basis}' },
  nothing: {
    zh: '该应用不会得到您的姓名、公民身份号码等任何个人信息。',
    en: 'The service will not learn your name, citizen ID number or any other personal detail.',
  },
  subject: {
    zh: '该部门还会得到一个只供它识别您的编号。这个编号由随机字符组成，不含您的个人信息，其他部门得到的编号各不相同。',
    en: 'The department also gets an identifier by which only it knows you. It is random, says nothing about you, and every department gets a different one.',
  },

  howLong: { zh: '授权期限', en: 'For how long' },
  untilConsent: {
    zh: '同意后有效至 {date}（{days} 天），到期后会再次询问您。',
    en: 'Until {date} ({days} days). Then you will be asked again.',
  },
  withdrawHow: {
    zh: '您可以随时撤回：登录一号，打开“已连接的部门”。撤回后，该应用不能再取得您的信息；依法已经取得的，由该部门依法处理。',
    en: 'You can withdraw at any time: sign in to Yihao and open “Connected departments”. The service can then learn nothing more; what it already has by law, it handles by law.',
  },
  agree: { zh: '同意并继续', en: 'Agree and continue' },
  refuse: { zh: '不同意，返回{application}', en: 'Do not agree, return to {application}' },
  noted: { zh: '已知晓，继续', en: 'I understand, continue' },

  changedTitle: { zh: '请重新确认', en: 'Please check again' },
  changed: {
    zh: '您查看期间，请求的内容有变化，刚才的选择没有保存。请按下面的内容重新决定。',
    en: 'The request changed while you were reading, so your answer was not saved. Please decide on what is shown now.',
  },
} as const satisfies Record<string, Text>;

/** Why the citizen is asked; first on the page. */
export const REASONS: Readonly<Record<ConsentReason | 'prompted', Text>> = {
  new_application: {
    zh: '您第一次使用这个应用，请先了解它会得到哪些信息。',
    en: 'You are using this service for the first time. See what it will learn before you continue.',
  },
  new_claims: {
    zh: '这个应用需要的信息或用途与您上次同意的不同，请重新确认。',
    en: 'The service asks for other details, or for another purpose, than you agreed to before.',
  },
  proven_anew: {
    zh: '您的身份信息已重新核验，请再次确认是否继续提供。',
    en: 'Your identity has been verified again. Please confirm once more.',
  },
  expired: {
    zh: '您上次的授权已到期，请重新确认。',
    en: 'Your earlier consent has expired. Please confirm once more.',
  },
  withdrawn: {
    zh: '您此前撤回了对这个应用的授权。如需继续使用，请重新确认。',
    en: 'You withdrew your consent for this service. To use it again, please confirm.',
  },
  prompted: {
    zh: '这个应用请您再次确认所提供的信息。',
    en: 'The service asks you to confirm once more what it may learn.',
  },
};
