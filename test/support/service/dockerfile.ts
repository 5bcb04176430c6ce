import { readFileSync } from 'node:fs';

/** One instruction of a Dockerfile, its continued lines joined. */
export interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** A stage: what it begins from and what it does. */
export interface Stage {
  readonly base: string;
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

/** Reads the part of the format that this project uses. */
export function readDockerfile(file: string): readonly Stage[] {
  const joined = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n')
    .replace(/\\\n\s*/g, ' ');
  const stages: { base: string; name: string | undefined; instructions: Instruction[] }[] = [];
  for (const line of joined.split('\n').filter((text) => text.trim() !== '')) {
    const [, name = '', text = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (name === 'FROM') {
      const [base = '', as, stage] = text.split(/\s+/);
      stages.push({ base, name: as === 'AS' ? stage : undefined, instructions: [] });
    } else {
      stages.at(-1)!.instructions.push({ name, text });
    }
  }
  return stages;
}

/** Sources and target of a COPY, and the stage it copies from. */
export function readCopy(text: string): { from: string | undefined; sources: string[]; target: string } {
  const words = text.split(/\s+/);
  const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
  const paths = words.filter((word) => !word.startsWith('--'));
  return { from, sources: paths.slice(0, -1), target: paths.at(-1)! };
}
