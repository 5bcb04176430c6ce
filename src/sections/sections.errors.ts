import type { ErrorEntry } from '../shared/errors.js';

export const RIGHT_MISSING: ErrorEntry = {
  code: 'right_missing',
  status: 403,
  text: {
    zh: '您没有办理这一项的权限。如果工作需要，请联系管理员。',
    en: 'You have not been given the right to do this. If your work needs it, please ask your administrator.',
  },
};
