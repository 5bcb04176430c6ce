import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Operation } from './command.js';
import { faultList } from './presentation.js';

/** Where each portal stands. */
export interface DemoPortalUrls {
  readonly socialInsurance: string;
  readonly tax: string;
}

/** What each portal must be started with, by its key. */
export type DemoPortals = Readonly<
  Record<'social-insurance' | 'tax', { readonly environment: Record<string, string> }>
>;

const DEPARTMENTS = [
  {
    id: 'hangzhou-social-insurance',
    name: { zh: '杭州市社会保险服务中心', en: 'Hangzhou Social Insurance Centre' },
    level: 'city',
    region: '330100',
  },
  {
    id: 'national-tax-service',
    name: { zh: '国家税务服务中心', en: 'National Tax Service' },
    level: 'national',
    region: '000000',
  },
] as const;

const CONSENT = { kind: 'consent' } as const;

const SOCIAL_INSURANCE = {
  id: 'social-insurance-portal',
  departmentId: 'hangzhou-social-insurance',
  name: { zh: '社会保险网上服务', en: 'Social insurance online' },
  summary: { zh: '查询参保缴费，办理社会保障卡和养老待遇', en: 'Contributions, social security card and pension' },
  authentication: 'client_secret_basic',
  delegation: 'allowed',
  claims: [
    { claim: 'name', purpose: { zh: '查找您的参保记录', en: 'To find your insurance record' }, basis: CONSENT },
    {
      claim: 'resident_of',
      purpose: { zh: '判断您是否可以在本市参保', en: 'To see whether you can be insured in this city' },
      basis: CONSENT,
      regions: ['330100'],
    },
    {
      claim: 'age_over_18',
      purpose: { zh: '判断适用成年人还是未成年人的办理流程', en: 'To choose the procedure for adults or for minors' },
      basis: CONSENT,
    },
    {
      claim: 'phone_number',
      purpose: { zh: '用短信提醒您缴费和领取待遇', en: 'To remind you of payments by text message' },
      basis: CONSENT,
      optional: true,
    },
  ],
};

const TAX = {
  id: 'tax-portal',
  departmentId: 'national-tax-service',
  name: { zh: '个人所得税网上办理', en: 'Income tax online' },
  summary: { zh: '年度汇算、专项附加扣除、纳税记录', en: 'Yearly return, deductions and proof of tax paid' },
  authentication: 'private_key_jwt',
  idTokenAlg: 'RS256',
  minimumAal: 2,
  claims: [
    {
      claim: 'citizen_id',
      purpose: { zh: '作为您的纳税人识别号', en: 'It is your taxpayer identification number' },
      basis: {
        kind: 'statutory',
        reference: {
          zh: '《中华人民共和国个人所得税法》第九条：纳税人有中国公民身份号码的，以中国公民身份号码为纳税人识别号',
          en: 'Individual Income Tax Law, article 9: the citizen ID number is the taxpayer’s number',
        },
      },
    },
    {
      claim: 'name',
      purpose: { zh: '与纳税人识别号核对', en: 'To match it with the taxpayer’s number' },
      basis: CONSENT,
    },
    {
      claim: 'verified_claims',
      purpose: { zh: '确认您的姓名核验到了哪一级', en: 'To know how well your name was verified' },
      basis: CONSENT,
    },
  ],
};

/**
 * Adds the two departments and their portals, and writes the portals' credentials into the folder. Doing it again
 * changes nothing.
 * @throws Error with one sentence where a credential is lost or an address cannot be registered
 */
export async function addDemoApplications(
  { domain, operator }: Operation,
  urls: DemoPortalUrls,
  folder: string,
): Promise<DemoPortals> {
  const actor = `operator:${operator}`;
  for (const department of DEPARTMENTS) {
    if (await domain.departments.find(department.id)) continue;
    const result = await domain.departments.add(department, actor);
    if (result.outcome === 'invalid') throw faultList('department', result.faults);
  }
  const secretFile = resolve(join(folder, 'social-insurance.secret'));
  const keyFile = resolve(join(folder, 'tax.key.json'));

  async function add(input: { readonly id: string }, url: string, credential: string, more = {}) {
    if (await domain.applications.load(input.id)) {
      if (existsSync(credential)) return undefined;
      throw new Error(`${credential} is gone and cannot be made again: start anew with npm run demo -- --reset`);
    }
    const result = await domain.applications.add({ ...input, ...addressesOf(url), ...more }, actor);
    if (result.outcome === 'invalid') throw faultList('application', result.faults);
    return result.secret;
  }

  const secret = await add(SOCIAL_INSURANCE, urls.socialInsurance, secretFile);
  if (secret !== undefined) writeFileSync(secretFile, `${secret}\n`, { mode: 0o600 });
  if (!existsSync(keyFile)) writeKey(keyFile);
  await add(TAX, urls.tax, keyFile, { jwks: { keys: [publicPart(keyFile)] } });
  return {
    'social-insurance': { environment: { CLIENT_ID: SOCIAL_INSURANCE.id, CLIENT_SECRET_FILE: secretFile } },
    tax: { environment: { CLIENT_ID: TAX.id, CLIENT_KEY_FILE: keyFile } },
  };
}

/** The addresses that every example portal has, below its own. */
function addressesOf(url: string) {
  const base = url.replace(/\/$/, '');
  return {
    homeUri: `${base}/login`,
    redirectUris: [`${base}/callback`],
    postLogoutRedirectUris: [`${base}/signed-out`],
    backchannelLogoutUri: `${base}/backchannel-logout`,
  };
}

function writeKey(file: string): void {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = { ...privateKey.export({ format: 'jwk' }), kid: 'tax-1', alg: 'ES256', use: 'sig' };
  writeFileSync(file, `${JSON.stringify(jwk, null, 2)}\n`, { mode: 0o600 });
}

function publicPart(file: string): Record<string, unknown> {
  const { d: _, ...publicJwk } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  return publicJwk;
}
