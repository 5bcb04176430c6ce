import { readFileSync } from 'node:fs';
import { DEPARTMENT_FAULTS, type Fault, LEVEL_NAMES, regionName } from '../domain/departments/index.js';
import type { Application, Department } from '../domain/records/index.js';
import { say } from '../shared/text.js';
import { print } from './command.js';

export interface OutputOptions {
  /** For a program instead of a person. */
  readonly json?: boolean;
}

/** Prints a record as JSON, or the lines for a person. */
export function show(options: OutputOptions, record: unknown, lines: readonly string[]): void {
  print(options.json ? JSON.stringify(record, null, 2) : lines.join('\n'));
}

/** Every fault at once, each with where it is; for the one error a command ends with. */
export function faultList(what: string, faults: readonly Fault[]): Error {
  const lines = faults.map(
    ({ path, fault, values }) => `  ${path || 'the whole'}: ${say(DEPARTMENT_FAULTS[fault], 'en', values)}`,
  );
  return new Error(`The ${what} was not added:\n${lines.join('\n')}`);
}

/** @throws Error with one sentence where the file cannot be read or is not a JSON object */
export function readJsonFile(file: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} cannot be read as JSON: ${(error as Error).message}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${file} must hold one JSON object.`);
  }
  return value as Record<string, unknown>;
}

/** What was given, without what was left out: what is left out takes the file's value or the default. */
export function given(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** `{zh, en}` where either was given. */
export function words(zh: string | undefined, en: string | undefined): { zh?: string; en?: string } | undefined {
  return zh === undefined && en === undefined ? undefined : (given({ zh, en }) as { zh?: string; en?: string });
}

export function departmentLine({ id, name, level, region, disabledAt }: Department): string {
  const where = `${LEVEL_NAMES[level].en}, ${regionName(region).en} (${region})`;
  return `${id.padEnd(24)} ${name.zh} / ${name.en}  ${where}${ending(disabledAt)}`;
}

export function applicationLine({ id, departmentId, name, authentication, disabledAt }: Application): string {
  return `${id.padEnd(24)} ${departmentId.padEnd(20)} ${name.zh} / ${name.en}  ${authentication}${ending(disabledAt)}`;
}

function ending(disabledAt: Date | null): string {
  return disabledAt ? `  disabled ${disabledAt.toISOString()}` : '';
}
