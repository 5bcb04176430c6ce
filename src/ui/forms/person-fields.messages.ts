import type { Text } from '../../shared/text.js';

/** What is said of a name or a citizen ID number that cannot be. */
export const PERSON_FIELDS = {
  nameMissing: { zh: '请填写姓名', en: 'Enter your full name' },
  nameLength: { zh: '姓名应为 2 到 50 个字', en: 'A name has 2 to 50 characters' },
  nameStrange: {
    zh: '姓名里有不能识别的字符，请只填写文字、间隔点（·）、连字符和空格',
    en: 'The name has a character we cannot read. Use letters, the middle dot (·), hyphens and spaces only',
  },
  numberMissing: { zh: '请填写公民身份号码', en: 'Enter your citizen ID number' },
  numberLength: {
    zh: '号码位数不对，请检查是否多填或漏填。现在的公民身份号码是 18 位',
    en: 'The number has the wrong length. Check for missing or extra characters; a citizen ID number has 18',
  },
  numberCharacters: {
    zh: '号码里有不该出现的字符。公民身份号码只有数字，最后一位可能是字母 X',
    en: 'The number has a character that does not belong. Use digits; only the last may be the letter X',
  },
  numberCheck: {
    zh: '号码可能填错了一位，请对照证件再核对一遍',
    en: 'One of the characters seems wrong. Please compare it with your document',
  },
  numberRegion: {
    zh: '没有以这几位数字开头的公民身份号码，请对照证件核对前 6 位',
    en: 'No citizen ID number begins like this. Please compare the first 6 digits with your document',
  },
  numberBirthdate: {
    zh: '号码中的出生日期（第 7 至 14 位）不是真实的日期，请对照证件核对',
    en: 'The birth date inside the number (characters 7 to 14) is not a real date. Please compare it with your document',
  },
} as const satisfies Record<string, Text>;

/** The fields that name a guardian. */
export const GUARDIAN_FIELDS = {
  name: { zh: '监护人姓名', en: 'Guardian’s full name' },
  nameHint: { zh: '请与其身份证件上的姓名保持一致', en: 'Exactly as on their identity document' },
  number: { zh: '监护人的公民身份号码', en: 'Guardian’s citizen ID number' },
  nameMissing: { zh: '请填写监护人姓名', en: 'Enter the guardian’s full name' },
  numberMissing: { zh: '请填写监护人的公民身份号码', en: 'Enter the guardian’s citizen ID number' },
  ownNumber: { zh: '这是您自己的号码，请填写监护人的', en: 'This is your own number. Enter your guardian’s' },
  tooYoung: {
    zh: '按这个号码，此人未满 18 周岁，不能作为监护人',
    en: 'By this number the person is under 18 and cannot be a guardian',
  },
  already: { zh: '这位监护人已经同意过了', en: 'This guardian has already agreed' },
  full: { zh: '您已有两位监护人，不能再添加', en: 'You have two guardians already' },
  limited: {
    zh: '今天请求的次数太多了，请明天再试',
    en: 'You have asked too many times today. Please try again tomorrow',
  },
} as const satisfies Record<string, Text>;

/** The guardians that a child has named. */
export const GUARDIAN_LIST = {
  number: { zh: '公民身份号码', en: 'Citizen ID number' },
  asked: { zh: '等待同意', en: 'Waiting for an answer' },
  askedSince: { zh: '请求时间', en: 'Asked' },
  confirmed: { zh: '已同意', en: 'Has agreed' },
  confirmedSince: { zh: '同意时间', en: 'Agreed' },
  refused: { zh: '没有同意', en: 'Has not agreed' },
  refusedSince: { zh: '答复时间', en: 'Answered' },
  ended: { zh: '已终止', en: 'Ended' },
  endedSince: { zh: '终止时间', en: 'Ended' },
} as const satisfies Record<string, Text>;
