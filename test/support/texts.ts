import type { Text } from '../../src/shared/text.js';

const CJK = /\p{Script=Han}/u;
/** Whether there are words between the places at all: `{claim}（{value}）` has none to translate. */
const hasWords = (sentence: string): boolean => /\p{Letter}/u.test(sentence.replace(/\{\w+\}/g, ''));
const placesOf = (sentence: string): string[] => [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort();

/** What is wrong with a public sentence, each with the way to it. */
export function textFaults({ zh, en }: Text, path: string): string[] {
  return [
    ...(typeof zh === 'string' && zh.trim() ? [] : [`${path}: no Chinese`]),
    ...(typeof en === 'string' && en.trim() ? [] : [`${path}: no English`]),
    ...(CJK.test(String(zh)) || !hasWords(String(zh)) ? [] : [`${path}: the Chinese is none`]),
    ...(CJK.test(String(en)) ? [`${path}: the English holds Chinese`] : []),
    ...(placesOf(String(zh)).join() === placesOf(String(en)).join() ? [] : [`${path}: the places differ`]),
    ...(/[,;?!]/.test(String(zh)) && CJK.test(String(zh)) && /\p{Script=Han}[,;?!]/u.test(String(zh))
      ? [`${path}: Western punctuation in Chinese`]
      : []),
  ];
}
