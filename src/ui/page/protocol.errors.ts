import type { ErrorEntry } from '../../shared/errors.js';

/** What a citizen is told when a portal's request cannot be answered to the portal itself; keyed by the OAuth error. */
export const UNKNOWN_PORTAL: ErrorEntry = {
  code: 'unknown_portal',
  status: 400,
  oauth: 'invalid_client',
  text: {
    zh: '您来自的网站没有接入一号，或者已经停用，所以没有继续。请从首页进入各部门的网站。',
    en: 'The site that sent you here is not registered with Yihao or has been disabled, so we stopped. Please enter departments from the home page.',
  },
};

export const WRONG_PORTAL_REQUEST: ErrorEntry = {
  code: 'wrong_portal_request',
  status: 400,
  oauth: 'invalid_request',
  text: {
    zh: '您来自的网站发来的登录请求有误，为了您的安全没有继续。这不是您的问题，请从首页重新进入。',
    en: 'The site that sent you here made a request that is not right, so we stopped for your safety. It is no fault of yours. Please enter again from the home page.',
  },
};
