/** Holds imports to the rules of .dependency-cruiser.cjs. */
import { createRequire } from 'node:module';
import { cruise, type ICruiseResult, type ISummary } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const rules = createRequire(import.meta.url)('../.dependency-cruiser.cjs');

/** What the check found: `violations` holds a sentence each, and is empty only when something was really checked. */
export interface ImportReport {
  readonly violations: readonly string[];
  readonly modules: number;
  readonly imports: number;
  /** Circles of files that need each other, those of types alone too. */
  readonly circles: number;
}

/**
 * Checks the folders given, relative to `baseDir` (default: the working directory).
 *
 * dependency-cruiser answers "no violations" when it cannot parse TypeScript at all, so seeing no TypeScript module,
 * or none that imports anything, is a violation too.
 */
export async function checkImports(folders: readonly string[], baseDir = process.cwd()): Promise<ImportReport> {
  const { output } = await cruise(
    [...folders],
    { ...rules.options, tsConfig: undefined, ruleSet: { forbidden: rules.forbidden }, validate: true, baseDir },
    undefined,
    { tsConfig: extractTSConfig('tsconfig.json') },
  );
  const { modules, summary } = output as ICruiseResult;
  const ours = modules.filter(({ source }) => /\.tsx?$/.test(source) && !source.includes('node_modules'));
  const imports = ours.reduce((sum, module) => sum + module.dependencies.length, 0);
  const violations = summary.violations.map(({ rule, from, to, cycle }) => {
    const comment = rules.forbidden.find((entry: { name: string }) => entry.name === rule.name)?.comment;
    return `${rule.name}: ${from} → ${cycle?.map((step) => step.name).join(' → ') ?? to}\n    ${comment}`;
  });
  if (ours.length === 0 || imports === 0) {
    violations.push('The check of imports saw no TypeScript module, or no import in one: it checked nothing.');
  }
  return { violations, modules: ours.length, imports, circles: circlesOf(summary) };
}

/** A circle is reported once for each import in it: counted are the different sets of files. */
function circlesOf({ violations }: ISummary): number {
  const circles = violations.flatMap(({ cycle }) =>
    cycle
      ? [
          cycle
            .map(({ name }) => name)
            .sort()
            .join(' '),
        ]
      : [],
  );
  return new Set(circles).size;
}
