import type { ErrorEntry } from '../../shared/errors.js';

/** Another site sent a browser that was not sent there, or has been back already (attack A20). */
export const UNASKED_ANSWER: ErrorEntry = {
  code: 'unasked_answer',
  status: 400,
  text: {
    zh: '这次确认不是从这个浏览器开始的，或者已经用过、等待太久，所以没有生效。请回到刚才的页面重新开始。',
    en: 'This was not begun in this browser, was used already or took too long, so nothing came of it. Please go back and start again.',
  },
};
