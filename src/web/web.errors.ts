import type { ErrorEntry } from '../shared/errors.js';

/** The request names another host than ours; answered in plain text that repeats nothing (attack A9). */
export const MISDIRECTED: ErrorEntry = {
  code: 'misdirected',
  status: 421,
  text: { zh: '这个请求不是发给本服务的。', en: 'This request is not for this service.' },
};

export const BAD_REQUEST: ErrorEntry = {
  code: 'bad_request',
  status: 400,
  oauth: 'invalid_request',
  text: {
    zh: '网址或提交的内容有误，无法处理。请从首页重新进入。',
    en: 'The address or what was sent cannot be read. Please start again from the home page.',
  },
};

export const TOO_MANY_PARAMETERS: ErrorEntry = {
  code: 'too_many_parameters',
  status: 400,
  oauth: 'invalid_request',
  text: {
    zh: '一次提交的参数不能超过 100 个，本次请求没有处理。',
    en: 'A request may hold at most 100 parameters. Nothing of this one was processed.',
  },
};

export const PARAMETER_TOO_LONG: ErrorEntry = {
  code: 'parameter_too_long',
  status: 400,
  oauth: 'invalid_request',
  text: {
    zh: '提交的内容中有一项太长，本次请求没有处理。',
    en: 'One part of the request is too long. Nothing of it was processed.',
  },
};

export const TOO_LARGE: ErrorEntry = {
  code: 'too_large',
  status: 413,
  oauth: 'invalid_request',
  text: {
    zh: '提交的内容超过 56 KB，本次请求没有处理。请减少内容后重试。',
    en: 'The request is larger than 56 KB and was not processed. Please send less.',
  },
};

export const ADDRESS_TOO_LONG: ErrorEntry = {
  code: 'address_too_long',
  status: 414,
  oauth: 'invalid_request',
  text: {
    zh: '网址太长，无法打开。请从首页重新进入。',
    en: 'The address is too long. Please start again from the home page.',
  },
};

export const METHOD_NOT_ALLOWED: ErrorEntry = {
  code: 'method_not_allowed',
  status: 405,
  text: {
    zh: '这个网址不能用这种方式打开，请从首页重新进入。',
    en: 'This address cannot be used like that. Please start again from the home page.',
  },
};

/** No form token, a wrong one, or a request that another site has caused (attack A10). */
export const FOREIGN_FORM: ErrorEntry = {
  code: 'foreign_form',
  status: 403,
  text: {
    zh: '页面已过期，或者请求不是从本网站的页面发出的，没有做任何更改。请返回上一页，刷新后重新提交；请确认浏览器没有禁用 Cookie。',
    en: 'The page has expired, or the request did not come from a page of this site. Nothing was changed. Go back, reload the page and send it again; make sure that your browser accepts cookies.',
  },
};

export const TOO_MANY_REQUESTS: ErrorEntry = {
  code: 'too_many_requests',
  status: 429,
  oauth: 'temporarily_unavailable',
  retryAfter: 60,
  text: { zh: '操作太频繁，请过一分钟再试。', en: 'There were too many requests. Please try again in a minute.' },
};
