import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Api, Application } from '../domain/records/index.js';
import { operate, print } from './command.js';
import { applicationLine, faultList, given, type OutputOptions, readJsonFile, show, words } from './presentation.js';
import { presentApplication } from './presenters.js';

interface AddOptions extends OutputOptions {
  readonly file?: string;
  readonly id?: string;
  readonly department?: string;
  readonly nameZh?: string;
  readonly nameEn?: string;
  readonly summaryZh?: string;
  readonly summaryEn?: string;
  readonly homeUri?: string;
  readonly redirectUri?: string[];
  readonly postLogoutRedirectUri?: string[];
  readonly backchannelLogoutUri?: string;
  readonly authentication?: string;
  readonly jwks?: string;
  readonly idTokenAlg?: string;
  readonly pkce?: string;
  readonly pushedRequests?: string;
  readonly assertionAudience?: string;
  readonly minimumIal?: number;
  readonly minimumAal?: number;
  readonly consentDays?: number;
  readonly delegation?: string;
  readonly apiUri?: string;
  readonly apiToken?: string;
  readonly apiAlg?: string;
  readonly apiScope?: string[];
}

/** `yihao application add|list|show|allow|forbid|disable`. */
export function applicationCommands(program: Command): void {
  const application = program.command('application').description('the departments’ portals and back offices');
  addCommand(application);
  application
    .command('list')
    .description('list the applications by department')
    .option('--json', 'print JSON')
    .action((options: OutputOptions) =>
      operate(async ({ domain }) => {
        const all = await domain.applications.list();
        const lines = all.length === 0 ? ['There is no application yet.'] : all.map(applicationLine);
        show(options, all.map(presentApplication), lines);
      }),
    );
  application
    .command('show <id>')
    .description('show an application; its secret is never shown again')
    .option('--json', 'print JSON')
    .action((id: string, options: OutputOptions) =>
      operate(async ({ domain }) => {
        const found = await domain.applications.load(id);
        if (!found) throw new Error(`There is no application ${id}.`);
        show(options, presentApplication(found), linesOf(found));
      }),
    );
  application
    .command('allow <id>')
    .description('let an application call an interface in its own name, with these scopes and no others')
    .requiredOption('--resource <uri>', 'the address under which the interface is registered')
    .option('--scope <scope...>', 'what it may do there', [])
    .action((id: string, { resource, scope: scopes }: { resource: string; scope: string[] }) =>
      operate(async ({ domain, operator }) => {
        const result = await domain.applications.allow(id, { resource, scopes }, `operator:${operator}`);
        if (result.outcome === 'invalid') throw faultList('permission', result.faults);
        print(`${id} may call ${resource}${scopes.length > 0 ? ` for ${scopes.join(' ')}` : ''}.`);
      }),
    );
  application
    .command('forbid <id>')
    .description('let an application no longer call an interface; every node follows within two seconds')
    .requiredOption('--resource <uri>', 'the address under which the interface is registered')
    .action((id: string, { resource }: { resource: string }) =>
      operate(async ({ domain, operator }) => {
        const done = await domain.applications.forbid(id, resource, `operator:${operator}`);
        if (!done) throw new Error(`There is no application ${id} that may call ${resource}.`);
        print(`${id} may no longer call ${resource}.`);
      }),
    );
  application
    .command('disable <id>')
    .description('disable an application and revoke all it was granted; every node follows within two seconds')
    .action((id: string) =>
      operate(async ({ domain, operator }) => {
        const { outcome } = await domain.applications.disable(id, `operator:${operator}`);
        if (outcome === 'unknown') throw new Error(`There is no application ${id}.`);
        print(outcome === 'disabled' ? `Disabled ${id}.` : `${id} is disabled already.`);
      }),
    );
}

function addCommand(application: Command): void {
  application
    .command('add')
    .description('add an application; where it has a secret, prints it this once')
    .option('--file <json>', 'its description as JSON, with its claims; options go before what the file says')
    .option('--id <id>', 'its client_id: 3 to 40 lower-case letters, digits and hyphens')
    .option('--department <id>', 'the department that answers for it')
    .option('--name-zh <name>', 'its Chinese name')
    .option('--name-en <name>', 'its English name')
    .option('--summary-zh <line>', 'one line in Chinese for the home page')
    .option('--summary-en <line>', 'one line in English for the home page')
    .option('--home-uri <uri>', 'its own address that starts a login')
    .option('--redirect-uri <uri...>', 'exact, https; none for a back office without citizens')
    .option('--post-logout-redirect-uri <uri...>', 'exact, https')
    .option('--backchannel-logout-uri <uri>', 'where it is told that a session ended')
    .addOption(
      new Option('--authentication <method>', 'how it proves itself').choices([
        'none',
        'client_secret_basic',
        'client_secret_post',
        'private_key_jwt',
      ]),
    )
    .option('--jwks <file>', 'its public keys as a JWK set, for private_key_jwt')
    .addOption(new Option('--id-token-alg <alg>').choices(['ES256', 'RS256']))
    .addOption(
      new Option('--pkce <rule>', 'optional only where it has a secret or a key').choices(['required', 'optional']),
    )
    .addOption(
      new Option('--pushed-requests <rule>', 'whether its requests must be pushed first').choices([
        'required',
        'optional',
      ]),
    )
    .addOption(
      new Option('--assertion-audience <whom>', 'endpoints: for libraries that name the token address').choices([
        'issuer',
        'endpoints',
      ]),
    )
    .option('--minimum-ial <level>', 'how well its citizens must be proven, 1 to 3', wholeNumber)
    .option('--minimum-aal <level>', 'how strong their login must be, 1 to 3', wholeNumber)
    .option('--consent-days <days>', 'how long a consent lasts, at most 365', wholeNumber)
    .addOption(
      new Option('--delegation <rule>', 'whether a citizen may act for another there').choices(['allowed', 'refused']),
    )
    .option('--api-uri <uri>', 'the address of the interface that it offers to other applications')
    .addOption(new Option('--api-token <kind>', 'what its callers bring; jwt unless said').choices(['jwt', 'opaque']))
    .addOption(new Option('--api-alg <alg>', 'what signs a JWT').choices(['ES256', 'RS256']))
    .option('--api-scope <scope...>', 'what callers can be allowed there, such as income.read')
    .option('--json', 'print JSON')
    .action((options: AddOptions) =>
      operate(async ({ domain, operator }) => {
        const result = await domain.applications.add(description(options), `operator:${operator}`);
        if (result.outcome === 'invalid') throw faultList('application', result.faults);
        const { application: added, secret } = result;
        const lines = [`Added ${applicationLine(added)}`];
        if (secret !== undefined)
          lines.push(`client_secret: ${secret}`, 'It is shown this once and cannot be read again.');
        show(options, { ...presentApplication(added), ...given({ secret }) }, lines);
      }),
    );
}

function description(options: AddOptions): Record<string, unknown> {
  const { file, jwks, redirectUri, postLogoutRedirectUri, department } = options;
  const { nameZh, nameEn, summaryZh, summaryEn } = options;
  const { id, homeUri, backchannelLogoutUri, authentication, idTokenAlg, pkce } = options;
  const { pushedRequests, assertionAudience } = options;
  const { minimumIal, minimumAal, consentDays, delegation } = options;
  const described = file === undefined ? {} : readJsonFile(file);
  const { apiUri: uri, apiToken: token, apiAlg: alg, apiScope: scopes } = options;
  const api = given({ uri, token, alg, scopes });
  return {
    ...described,
    ...(Object.keys(api).length > 0 && { api: { ...(described.api as object | undefined), ...api } }),
    ...given({
      id,
      departmentId: department,
      name: words(nameZh, nameEn),
      summary: words(summaryZh, summaryEn),
      homeUri,
      redirectUris: redirectUri,
      postLogoutRedirectUris: postLogoutRedirectUri,
      backchannelLogoutUri,
      authentication,
      jwks: jwks === undefined ? undefined : readJsonFile(jwks),
      idTokenAlg,
      pkce,
      pushedRequests,
      assertionAudience,
      minimumIal,
      minimumAal,
      consentDays,
      delegation,
    }),
  };
}

function linesOf(application: Application): string[] {
  const claims = application.claims.map(({ claim, basis, optional, purpose }) => {
    const ground =
      basis.kind === 'statutory' ? `by law: ${basis.reference.en}` : optional ? 'the citizen’s choice' : 'consent';
    return `  ${claim.padEnd(16)} ${purpose.en} (${ground})`;
  });
  return [
    `id                ${application.id}`,
    `department        ${application.departmentId}`,
    `name              ${application.name.zh} / ${application.name.en}`,
    `home              ${application.homeUri}`,
    `redirects         ${application.redirectUris.join(' ') || '-'}`,
    `after logout      ${application.postLogoutRedirectUris.join(' ') || '-'}`,
    `logout told to    ${application.backchannelLogoutUri ?? '-'}`,
    `authentication    ${application.authentication}, PKCE ${application.pkce}`,
    `pushed requests   ${application.pushedRequests}, assertions for the ${application.assertionAudience}`,
    `ID tokens         ${application.idTokenAlg}`,
    `offers            ${application.api ? apiLine(application.api) : '-'}`,
    ...application.calls.map(({ resource, scopes }) => `may call          ${resource} ${scopes.join(' ')}`.trimEnd()),
    `needs             IAL ${application.minimumIal}, AAL ${application.minimumAal}`,
    `consent lasts     ${application.consentDays} days`,
    `delegation        ${application.delegation}`,
    `added             ${application.createdAt.toISOString()}`,
    `disabled          ${application.disabledAt?.toISOString() ?? '-'}`,
    `claims            ${claims.length === 0 ? '-' : ''}`,
    ...claims,
  ];
}

function apiLine({ uri, token, alg, scopes }: Api): string {
  return [uri, token === 'jwt' ? `jwt ${alg}` : token, ...scopes].join(' ');
}

function wholeNumber(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number)) throw new InvalidArgumentError('It must be a whole number.');
  return number;
}
