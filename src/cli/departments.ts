import { type Command, Option } from 'commander';
import { DEPARTMENT_LEVELS, LEVEL_NAMES, regionName } from '../domain/departments/index.js';
import { operate, print } from './command.js';
import { departmentLine, faultList, given, type OutputOptions, readJsonFile, show, words } from './presentation.js';
import { presentDepartment } from './presenters.js';

interface AddOptions extends OutputOptions {
  readonly file?: string;
  readonly id?: string;
  readonly nameZh?: string;
  readonly nameEn?: string;
  readonly level?: string;
  readonly region?: string;
  readonly parent?: string;
}

/** `yihao department add|list|show|disable`. */
export function departmentCommands(program: Command): void {
  const department = program.command('department').description('the public bodies whose portals may join');
  department
    .command('add')
    .description('add a department')
    .option('--file <json>', 'its description as JSON; options go before what the file says')
    .option('--id <id>', '3 to 40 lower-case letters, digits and hyphens')
    .option('--name-zh <name>', 'its Chinese name')
    .option('--name-en <name>', 'its English name')
    .addOption(new Option('--level <level>').choices(DEPARTMENT_LEVELS))
    .option('--region <code>', 'GB/T 2260, six digits; 000000 for a national department')
    .option('--parent <id>', 'the department above it')
    .option('--json', 'print JSON')
    .action((options: AddOptions) =>
      operate(async ({ domain, operator }) => {
        const result = await domain.departments.add(description(options), `operator:${operator}`);
        if (result.outcome === 'invalid') throw faultList('department', result.faults);
        show(options, presentDepartment(result.department), [`Added ${departmentLine(result.department)}`]);
      }),
    );
  department
    .command('list')
    .description('list the departments, from the widest level down')
    .option('--json', 'print JSON')
    .action((options: OutputOptions) =>
      operate(async ({ domain }) => {
        const all = await domain.departments.list();
        show(
          options,
          all.map(presentDepartment),
          all.length === 0 ? ['There is no department yet.'] : all.map(departmentLine),
        );
      }),
    );
  department
    .command('show <id>')
    .description('show a department and its applications')
    .option('--json', 'print JSON')
    .action((id: string, options: OutputOptions) =>
      operate(async ({ domain }) => {
        const found = await domain.departments.find(id);
        if (!found) throw new Error(`There is no department ${id}.`);
        const own = (await domain.applications.list()).filter(({ departmentId }) => departmentId === id);
        const applications = own.map((application) => application.id);
        show(options, { ...presentDepartment(found), applications }, [
          `id            ${found.id}`,
          `name          ${found.name.zh} / ${found.name.en}`,
          `level         ${LEVEL_NAMES[found.level].en}`,
          `region        ${found.region} ${regionName(found.region).zh} / ${regionName(found.region).en}`,
          `parent        ${found.parentId ?? '-'}`,
          `added         ${found.createdAt.toISOString()}`,
          `disabled      ${found.disabledAt?.toISOString() ?? '-'}`,
          `applications  ${applications.join(', ') || '-'}`,
        ]);
      }),
    );
  department
    .command('disable <id>')
    .description('disable a department and its applications, and revoke all they were granted')
    .action((id: string) =>
      operate(async ({ domain, operator }) => {
        const { outcome } = await domain.departments.disable(id, `operator:${operator}`);
        if (outcome === 'unknown') throw new Error(`There is no department ${id}.`);
        print(outcome === 'disabled' ? `Disabled ${id} and its applications.` : `${id} is disabled already.`);
      }),
    );
}

function description({ file, id, nameZh, nameEn, level, region, parent }: AddOptions): Record<string, unknown> {
  const fromFile = file === undefined ? {} : readJsonFile(file);
  return { ...fromFile, ...given({ id, name: words(nameZh, nameEn), level, region, parentId: parent }) };
}
