/**
 * The direction of imports (docs/ARCHITECTURE.md):
 * main, cli → container → web → {journeys, account, console, departments, api, provider} → {sections, ui} → domain
 * (records below the rules) → shared (with settings).
 *
 * Tests are free of the layers (they bring real stores), but not of the rules on cycles and on unresolvable imports.
 */
const TEST = '\\.test\\.tsx?$';
const ROOMS = 'journeys|account|console|departments|api|provider';

/** Files of `from` (tests apart) may not import `to`. */
function forbid(name, comment, from, to) {
  const { pathNot: except = [], ...rest } = from;
  return { name, comment, severity: 'error', from: { ...rest, pathNot: [TEST, ...except] }, to };
}

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment:
        'Two files that need each other are one file, or lack a third. Circles of types alone count: nobody can read such a file by itself.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      comment: 'The imported file or package does not exist.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-development-package-in-the-service',
      comment: 'The service and its migrations run on dependencies, not on devDependencies.',
      severity: 'error',
      from: { path: '^(src|migrations|examples)/', pathNot: [TEST] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: ['node_modules/@types/'] },
    },
    forbid(
      'shared-knows-nobody',
      'shared holds no business word: it imports only itself.',
      { path: '^src/shared/' },
      { path: '^src/(?!shared/)' },
    ),
    forbid(
      'settings-know-only-shared',
      'Settings are read before anything else exists.',
      { path: '^src/settings/' },
      { path: '^src/(?!settings/|shared/)' },
    ),
    forbid(
      'domain-knows-only-shared',
      'The rules of the domain stand without pages, stores, protocol and connectors.',
      { path: '^src/domain/' },
      { path: '^src/(?!domain/|shared/|settings/)' },
    ),
    forbid(
      'records-know-no-rule',
      'Types of records and repositories stand below the rules that use them.',
      { path: '^src/domain/records/' },
      { path: '^src/(?!domain/records/|shared/)' },
    ),
    forbid(
      'domain-knows-no-framework',
      'The domain knows no web framework, no protocol library and no store.',
      { path: '^src/domain/' },
      { path: 'node_modules/(koa|@koa|koa-[^/]+|oidc-provider|typeorm|ioredis|mysql2|preact|nodemailer)/' },
    ),
    forbid(
      'domain-folders-meet-through-index',
      'A domain folder shows others what its index.ts exports.',
      { path: '^src/domain/([^/]+)/' },
      { path: '^src/domain/[^/]+/', pathNot: ['^src/domain/$1/', '^src/domain/[^/]+/index\\.ts$'] },
    ),
    forbid(
      'the-house-is-handed-to-rooms',
      'What takes the whole register hides what it needs: only the container and the entrances of rooms know it.',
      { path: '^(src|scripts|examples)/', pathNot: ['^src/(journeys|account|console|departments|api|container)/'] },
      { path: '^src/domain/house\\.ts$' },
    ),
    forbid(
      'domain-is-entered-through-index',
      'Other folders import a domain folder through its index.ts.',
      { path: '^(src|scripts|examples)/', pathNot: ['^src/domain/'] },
      { path: '^src/domain/[^/]+/', pathNot: ['^src/domain/[^/]+/index\\.ts$'] },
    ),
    forbid(
      'ui-knows-only-shared',
      'The parts of a page know no journey, no rule and no store.',
      { path: '^src/ui/' },
      { path: '^src/(?!ui/|shared/|settings/)' },
    ),
    forbid(
      'sections-know-no-room',
      'The frame of sections knows pages and rules, and no room that is made of them.',
      { path: '^src/sections/' },
      { path: '^src/(?!sections/|ui/|domain/|shared/)' },
    ),
    forbid(
      'stores-and-connectors-serve-the-domain',
      'Stores and connectors implement interfaces of the domain and know nothing above it.',
      { path: '^src/(storage|connectors)/' },
      { path: `^src/(${ROOMS}|sections|ui|web|container|main|cli)[/.]` },
    ),
    forbid(
      'storage-knows-no-connector',
      'Stores and connectors meet in the container only.',
      { path: '^src/storage/' },
      { path: '^src/connectors/' },
    ),
    forbid(
      'connectors-know-no-storage',
      'Stores and connectors meet in the container only.',
      { path: '^src/connectors/' },
      { path: '^src/storage/' },
    ),
    forbid(
      'only-the-container-picks-stores-and-connectors',
      'Everyone else asks for the interface that the domain declares.',
      { path: '^(src|examples)/', pathNot: ['^src/(storage|connectors|container|cli)[/.]'] },
      { path: '^src/(storage|connectors)/' },
    ),
    forbid(
      'rooms-do-not-reach-up',
      'Journeys, pages, interfaces and the provider know neither the web application nor the container.',
      { path: `^src/(${ROOMS})/` },
      { path: '^src/(web|container|main|cli)[/.]' },
    ),
    forbid(
      'web-does-not-reach-up',
      'The web application is built by the container.',
      { path: '^src/web/' },
      { path: '^src/(container|main|cli)[/.]' },
    ),
    forbid(
      'nobody-imports-an-entry',
      'main and cli are started, never imported; the container is imported by them alone.',
      { path: '^(src|examples|scripts)/', pathNot: ['^src/(main|cli|container)[/.]'] },
      { path: '^src/(main|cli|container)[/.]' },
    ),
    forbid(
      'rooms-are-separate',
      'Journeys, account, console, departments, api and provider do not import each other.',
      { path: `^src/(${ROOMS})/` },
      { path: `^src/(${ROOMS})/`, pathNot: ['^src/$1/', '^src/provider/interactions\\.ts$'] },
    ),
    forbid(
      'journeys-are-separate',
      'A journey does not import another journey.',
      { path: '^src/journeys/([^/]+)/' },
      { path: '^src/journeys/[^/]+/', pathNot: ['^src/journeys/$1/'] },
    ),
    forbid(
      'account-sections-are-separate',
      'A section of the account does not import another section.',
      { path: '^src/account/([^/]+)/' },
      { path: '^src/account/[^/]+/', pathNot: ['^src/account/$1/'] },
    ),
    forbid(
      'protocol-library-stays-in-provider',
      'All that touches oidc-provider lies in src/provider.',
      { path: '^(src|migrations)/', pathNot: ['^src/provider/'] },
      { path: 'node_modules/oidc-provider/' },
    ),
    forbid(
      'orm-stays-in-storage',
      'The ORM is known to stores and migrations only.',
      { path: '^src/', pathNot: ['^src/storage/'] },
      { path: 'node_modules/(typeorm|mysql2|sqlite-driver|ioredis)/' },
    ),
    {
      name: 'migrations-stand-alone',
      comment: 'A migration must mean the same in ten years: it imports nothing from src.',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { path: '^(src|examples|scripts|test)/' },
    },
    forbid(
      'examples-stand-alone',
      'The example portals are relying parties like any other: they know nothing of the service inside.',
      { path: '^examples/' },
      { path: '^(src|migrations|scripts|test)/' },
    ),
    forbid(
      'the-service-needs-no-test',
      'Nothing of the service lies in test, scripts or bench.',
      { path: '^(src|examples|migrations)/' },
      { path: '^(test|scripts|bench)/' },
    ),
  ],
  options: {
    doNotFollow: { path: ['node_modules'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs'],
    },
  },
};
