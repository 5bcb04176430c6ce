import type { PortalDefinition } from '../portal/definition.js';

/** 社会保险: a city's social insurance. A password on a known device is enough; the phone number is the citizen's choice. */
export const socialInsurance: PortalDefinition = {
  key: 'social-insurance',
  clientId: 'social-insurance-portal',
  port: 3001,
  department: { zh: '杭州市社会保险服务中心', en: 'Hangzhou Social Insurance Centre' },
  title: { zh: '社会保险网上服务', en: 'Social insurance online' },
  lead: {
    zh: '查询参保缴费记录，办理社会保障卡和养老待遇业务。',
    en: 'See your contributions, and manage your social security card and pension.',
  },
  services: [
    {
      name: { zh: '参保缴费查询', en: 'Contributions' },
      text: { zh: '查看各险种的缴费年限和明细。', en: 'Years and amounts paid, by insurance.' },
    },
    {
      name: { zh: '社会保障卡', en: 'Social security card' },
      text: { zh: '申领、挂失和补办。', en: 'Apply, report a loss, or replace.' },
    },
    {
      name: { zh: '养老待遇测算', en: 'Pension estimate' },
      text: { zh: '按现行办法估算退休后每月待遇。', en: 'What you may receive each month.' },
    },
  ],
  colours: {
    light: { bar: '#0b5d5a', accent: '#08655b', pale: '#eef6f4' },
    dark: { bar: '#0a4a48', accent: '#6fd0c0', pale: '#0c1514' },
  },
  mark: '社',
  scope: 'openid',
  claims: {
    userinfo: {
      name: { essential: true },
      phone_number: null,
      phone_number_verified: null,
      age_over_18: null,
      resident_of: { values: ['330100'] },
    },
  },
  minimumAal: 1,
  idTokenAlg: 'ES256',
};
