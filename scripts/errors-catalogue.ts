/** Turns the error entries of the sources into the page docs/errors.md. */
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The shape of `ErrorEntry` in src/shared/errors.ts, as this page needs it. */
interface Entry {
  readonly code: string;
  readonly status: number;
  readonly oauth?: string;
  readonly retryAfter?: number;
  readonly text: { readonly zh: string; readonly en: string };
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && 'code' in value && 'status' in value && 'text' in value;
}

/**
 * Every error entry exported below `folder` ('src' under a TypeScript loader, 'dist/src' once built), sorted by code.
 * @throws Error when two entries share a code
 */
export async function readErrors(folder: string): Promise<Entry[]> {
  const files = globSync([`${folder}/shared/errors.{ts,js}`, `${folder}/**/*.errors.{ts,js}`]).sort();
  const modules = await Promise.all(files.map((file) => import(pathToFileURL(resolve(file)).href)));
  const entries = [...new Set(modules.flatMap((module) => Object.values(module).filter(isEntry)))];
  entries.sort((a, b) => (a.code < b.code ? -1 : 1));
  const twice = entries.find((entry, index) => entries[index + 1]?.code === entry.code);
  if (twice) throw new Error(`Two error entries share the code ${twice.code}.`);
  return entries;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** The page, in Markdown. */
export function renderErrors(entries: readonly Entry[]): string {
  const rows = entries.map(({ code, status, oauth, retryAfter, text }) => {
    const retry = retryAfter === undefined ? '' : `${retryAfter} s`;
    return `| \`${code}\` | ${status} | ${oauth ? `\`${oauth}\`` : ''} | ${retry} | ${cell(text.zh)} | ${cell(text.en)} |`;
  });
  return `# Errors

Every error that Yihao answers with. Log lines and pages name its code; the texts are what the reader sees.
This page is generated from the sources by \`npm run docs:errors\`; a test holds it to them.

| code | status | OAuth error | Retry-After | 中文 | English |
|---|---|---|---|---|---|
${rows.join('\n')}
`;
}
