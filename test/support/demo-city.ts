import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDomain, openFoundation } from '../../src/container/index.js';
import { loadSettings } from '../../src/settings/index.js';

/** The built service and its two portals, each a process of its own as an operator runs them, on free ports. */
export interface DemoCity {
  readonly yihao: string;
  readonly social: string;
  readonly tax: string;
  close(): Promise<void>;
}

const READY_MS = 20_000;

/** @param environment more settings for the service, for example other stores */
export async function startDemoCity(environment: Readonly<Record<string, string>> = {}): Promise<DemoCity> {
  const { build } = (await import('../../scripts/build.mjs' as string)) as { build(): Promise<boolean> };
  await build();
  const folder = await mkdtemp(join(tmpdir(), 'yihao-city-'));
  const [port, socialPort, taxPort] = await freePorts(3);
  const [yihao, social, tax] = [port, socialPort, taxPort].map((one) => `http://localhost:${one}`) as [
    string,
    string,
    string,
  ];
  const settings = {
    YIHAO_ISSUER: yihao,
    YIHAO_PORT: String(port),
    YIHAO_DATA_DIR: folder,
    YIHAO_EGRESS_PRIVATE: `${social},${tax}`,
    YIHAO_LOG_LEVEL: 'warn',
    ...environment,
  };
  const secrets = await addPortals(settings, { social, tax });
  const programs: ChildProcess[] = [];
  const start = (script: string, env: Record<string, string>): void => {
    const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('YIHAO_')));
    const child = spawn(process.execPath, ['--enable-source-maps', script], {
      env: { ...inherited, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    programs.push(child);
  };
  const close = async (): Promise<void> => {
    await Promise.all(programs.map(end));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    start('dist/src/main.js', settings);
    start('dist/examples/social-insurance/main.js', {
      ISSUER: yihao,
      PORT: String(socialPort),
      CLIENT_SECRET: secrets.social,
    });
    start('dist/examples/tax/main.js', { ISSUER: yihao, PORT: String(taxPort), CLIENT_SECRET: secrets.tax });
    await Promise.all([answers(`${yihao}/.well-known/openid-configuration`), answers(social), answers(tax)]);
  } catch (error) {
    await close();
    throw error;
  }
  return { yihao, social, tax, close };
}

async function addPortals(
  environment: Readonly<Record<string, string>>,
  at: { social: string; tax: string },
): Promise<{ social: string; tax: string }> {
  const foundation = await openFoundation(loadSettings(environment));
  try {
    const { departments, applications } = createDomain(foundation);
    const add = async (department: object, application: object, base: string): Promise<string> => {
      const first = await departments.add(department, 'operator:test');
      assert.equal(first.outcome, 'added', JSON.stringify(first));
      const second = await applications.add(
        {
          ...application,
          homeUri: `${base}/login`,
          redirectUris: [`${base}/callback`],
          postLogoutRedirectUris: [`${base}/signed-out`],
          backchannelLogoutUri: `${base}/backchannel-logout`,
          authentication: 'client_secret_basic',
        },
        'operator:test',
      );
      assert.equal(second.outcome, 'added', JSON.stringify(second));
      return second.outcome === 'added' ? second.secret! : assert.fail();
    };
    return { social: await add(SOCIAL_DEPARTMENT, SOCIAL, at.social), tax: await add(TAX_DEPARTMENT, TAX, at.tax) };
  } finally {
    await foundation.close();
  }
}

const byConsent = { kind: 'consent' } as const;
const byLaw = (zh: string, en: string) => ({ kind: 'statutory', reference: { zh, en } }) as const;

const SOCIAL_DEPARTMENT = {
  id: 'hangzhou-social',
  name: { zh: '杭州市社会保险服务中心', en: 'Hangzhou Social Insurance Centre' },
  level: 'city',
  region: '330100',
};
const SOCIAL = {
  id: 'social-insurance-portal',
  departmentId: SOCIAL_DEPARTMENT.id,
  name: { zh: '社会保险网上服务', en: 'Social insurance online' },
  summary: { zh: '查询参保缴费记录', en: 'See your contributions' },
  claims: [
    {
      claim: 'name',
      purpose: { zh: '核对参保登记', en: 'To match your record' },
      basis: byLaw('《中华人民共和国社会保险法》第五十八条', 'Social Insurance Law, article 58'),
    },
    {
      claim: 'phone_number',
      purpose: { zh: '发送办事提醒', en: 'To send you reminders' },
      basis: byConsent,
      optional: true,
    },
  ],
};
const TAX_DEPARTMENT = {
  id: 'national-tax',
  name: { zh: '国家税务服务中心', en: 'National Tax Service' },
  level: 'national',
  region: '000000',
};
const TAX = {
  id: 'tax-portal',
  departmentId: TAX_DEPARTMENT.id,
  name: { zh: '个人所得税网上办理', en: 'Income tax online' },
  summary: { zh: '办理综合所得年度汇算', en: 'File your yearly return' },
  idTokenAlg: 'RS256',
  minimumAal: 2,
  claims: [
    {
      claim: 'name',
      purpose: { zh: '核对纳税人姓名', en: 'To match the taxpayer’s name' },
      basis: byLaw('《中华人民共和国税收征收管理法》第十五条', 'Tax Collection Law, article 15'),
    },
    {
      claim: 'citizen_id',
      purpose: { zh: '作为纳税人识别号', en: 'It is the taxpayer’s number' },
      basis: byLaw('《中华人民共和国个人所得税法》第九条', 'Individual Income Tax Law, article 9'),
    },
  ],
};

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

async function answers(url: string): Promise<void> {
  for (const end = Date.now() + READY_MS; Date.now() < end; await sleep(100)) {
    const response = await fetch(url).catch(() => undefined);
    await response?.arrayBuffer();
    if (response?.ok) return;
  }
  throw new Error(`${url} did not answer within ${READY_MS / 1000} s`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const limit = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(limit);
}
