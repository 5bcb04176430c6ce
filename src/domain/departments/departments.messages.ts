import type { Text } from '../../shared/text.js';

/** What is wrong with one value of a new department or application; operators read it beside the value's path. */
export const DEPARTMENT_FAULTS = {
  missing_or_wrong_kind: { zh: '缺少此项，或类型不对', en: 'is missing or of the wrong kind' },
  unknown_setting: { zh: '没有这个设置项，请检查拼写', en: 'is not a setting; check its spelling' },
  not_a_choice: { zh: '应为以下之一：{choices}', en: 'must be one of: {choices}' },
  id_form: {
    zh: '应为 3 至 40 个小写字母、数字或连字符，以字母开头',
    en: 'must be 3 to 40 lower-case letters, digits or hyphens and begin with a letter',
  },
  id_reserved: { zh: '以 yihao 开头的标识留给系统使用', en: 'identifiers that begin with yihao are reserved' },
  id_taken: { zh: '这个标识已经存在', en: 'is taken' },
  text_length: {
    zh: '中文和英文都要填写，每项不超过 {max} 个字',
    en: 'needs both Chinese and English, at most {max} characters each',
  },
  region_unknown: {
    zh: '应为六位行政区划代码（GB/T 2260）；国家级部门为 000000',
    en: 'must be a GB/T 2260 region code of six digits; 000000 for a national department',
  },
  region_level: { zh: '行政区划代码与部门级别不符', en: 'does not belong to a department of this level' },
  parent_unknown: { zh: '没有这个上级部门，或它已停用', en: 'there is no such department, or it is disabled' },
  parent_level: { zh: '上级部门的级别必须更高', en: 'the parent must be of a higher level' },
  parent_region: { zh: '上级部门不管辖这个地区', en: 'the parent’s region does not contain this region' },
  department_unknown: { zh: '没有这个部门，或它已停用', en: 'there is no such department, or it is disabled' },
  uri_invalid: { zh: '不是有效的网址', en: 'is not a valid address' },
  uri_https: {
    zh: '必须使用 https；只有 localhost、127.0.0.1 和 [::1] 可以使用 http',
    en: 'must use https; http is only for localhost, 127.0.0.1 and [::1]',
  },
  uri_userinfo: { zh: '网址中不能含用户名或密码', en: 'must not contain a user name or password' },
  uri_fragment: { zh: '网址中不能含 #', en: 'must not contain a fragment (#)' },
  uri_wildcard: { zh: '网址必须写全，不能用 *', en: 'must be exact: * is not allowed' },
  uri_normal_form: {
    zh: '请写成标准形式：主机名小写，不写默认端口，不含 .. 和空格，主机名后有 /',
    en: 'must be in normal form: lower-case host, no default port, no dot segments or spaces, a path after the host',
  },
  list_length: { zh: '数量不对：至少 {min} 个，最多 {max} 个', en: 'needs {min} to {max} entries' },
  list_repeats: { zh: '有重复的值', en: 'holds the same value twice' },
  claim_statutory: {
    zh: '公民身份号码只能依法提供：依据必须为 statutory，并写明法律条文',
    en: 'the citizen ID number needs a legal duty: basis statutory, with the article of law',
  },
  claim_optional: { zh: '依法提供的信息不能设为可选', en: 'a statutory claim cannot be optional' },
  claim_regions: {
    zh: '只有 resident_of 可以指定地区（GB/T 2260 六位代码）',
    en: 'is a list of GB/T 2260 codes, for resident_of only',
  },
  secret_and_jwks: {
    zh: '只有 private_key_jwt 使用 jwks，且必须提供',
    en: 'is for private_key_jwt, which needs it, and for nothing else',
  },
  jwks_private: { zh: '含有私钥：只能登记公钥', en: 'holds a private key: register public keys only' },
  jwks_weak: {
    zh: '应为签名公钥：EC P-256、Ed25519 或至少 2048 位的 RSA',
    en: 'must be a public signing key: EC P-256, Ed25519, or RSA of at least 2048 bits',
  },
  jwks_kid: { zh: '每把公钥都要有不重复的 kid', en: 'every key needs a kid of its own' },
  pkce_public: {
    zh: '没有凭证的应用（authentication 为 none）必须使用 PKCE',
    en: 'a public application (authentication none) must use PKCE',
  },
  api_public: {
    zh: '没有凭证的应用（authentication 为 none）不能提供或调用接口',
    en: 'a public application (authentication none) can neither offer nor call an interface',
  },
  scope_form: {
    zh: '应为小写单词，用 . 或 : 连接，例如 income.read，最长 60 个字符',
    en: 'must be lower-case words joined by . or :, such as income.read, at most 60 characters',
  },
  resource_taken: { zh: '这个接口地址已由另一个应用提供', en: 'is offered by another application' },
  resource_unknown: {
    zh: '没有应用提供这个接口，或提供它的应用已停用',
    en: 'no application offers this interface, or the one that did is disabled',
  },
  scope_unknown: { zh: '这个接口只有：{choices}', en: 'this interface has only: {choices}' },
  application_unknown: { zh: '没有这个应用，或它已停用', en: 'there is no such application, or it is disabled' },
  number_range: { zh: '应为 {min} 至 {max} 的整数', en: 'must be a whole number from {min} to {max}' },
} as const satisfies Readonly<Record<string, Text>>;

export type DepartmentFault = keyof typeof DEPARTMENT_FAULTS;
