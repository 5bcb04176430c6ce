/** `length`: shorter than 2 or longer than 50 characters. `characters`: something that is in nobody's name. */
export type PersonNameResult =
  | { readonly ok: true; readonly name: string }
  | { readonly ok: false; readonly reason: 'length' | 'characters' };

/** The separator in names such as 阿依古丽·买买提 is typed in many ways; the registry keeps U+00B7. */
const MIDDLE_DOTS = /[\u2022\u2027\u2219\u22c5\u30fb\uff65\u2024]/g;
const HAN_GAP = /(?<=[\p{Script=Han}·])\s+(?=[\p{Script=Han}·])/gu;

/**
 * A name as the registry spells it: full-width letters become ASCII, every kind of middle dot U+00B7, spaces between
 * Chinese characters go and others become one. Han characters are left as they are, compatibility forms included:
 * they are the person's name.
 */
export function parseName(text: string): PersonNameResult {
  const name = text
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(MIDDLE_DOTS, '·')
    .replace(/\s+/gu, ' ')
    .replace(HAN_GAP, '')
    .trim();
  const length = [...name].length;
  if (length < 2 || length > 50) return { ok: false, reason: 'length' };
  if (!/^[\p{L}\p{M}·.'’ -]+$/u.test(name) || !/^\p{L}/u.test(name)) return { ok: false, reason: 'characters' };
  return { ok: true, name };
}

/** The first character and a star for each other, at most three: 张三丰 → 张**. For pages that another person may see. */
export function maskName(name: string): string {
  const [first = '', ...rest] = name;
  return first + '*'.repeat(Math.min(rest.length, 3));
}
