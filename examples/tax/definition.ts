import type { PortalDefinition } from '../portal/definition.js';

/**
 * 税务: the national tax service. It needs two factors, the citizen ID number (by law) and to know how well the name was
 * verified (OpenID Connect for Identity Assurance 1.0).
 */
export const tax: PortalDefinition = {
  key: 'tax',
  clientId: 'tax-portal',
  port: 3002,
  department: { zh: '国家税务服务中心', en: 'National Tax Service' },
  title: { zh: '个人所得税网上办理', en: 'Income tax online' },
  lead: {
    zh: '办理综合所得年度汇算，填报专项附加扣除，查询纳税记录。',
    en: 'File your yearly return, claim deductions, and see what you have paid.',
  },
  services: [
    {
      name: { zh: '综合所得年度汇算', en: 'Yearly return' },
      text: { zh: '核对收入，多退少补。', en: 'Check your income; get a refund or pay the rest.' },
    },
    {
      name: { zh: '专项附加扣除填报', en: 'Deductions' },
      text: { zh: '子女教育、赡养老人、住房等。', en: 'Children’s education, care of parents, housing and more.' },
    },
    {
      name: { zh: '纳税记录开具', en: 'Proof of tax paid' },
      text: { zh: '下载有电子印章的纳税记录。', en: 'Download a sealed record.' },
    },
  ],
  colours: {
    light: { bar: '#7a1f2b', accent: '#9a2433', pale: '#faf3f2' },
    dark: { bar: '#621923', accent: '#f4a9b0', pale: '#170f10' },
  },
  mark: '税',
  scope: 'openid citizen_id',
  claims: {
    userinfo: {
      name: { essential: true },
      verified_claims: {
        verification: { trust_framework: null, assurance_level: null },
        claims: { name: null },
      },
    },
  },
  minimumAal: 2,
  idTokenAlg: 'RS256',
};
