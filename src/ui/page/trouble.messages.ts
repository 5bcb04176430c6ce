import type { Text } from '../../shared/text.js';

export const TROUBLE: Record<number, Text> = {
  400: { zh: '请求有误', en: 'The request is not right' },
  403: { zh: '没有提交成功', en: 'This was not accepted' },
  404: { zh: '页面不存在', en: 'Page not found' },
  405: { zh: '无法打开', en: 'This cannot be opened like that' },
  409: { zh: '内容已有变化', en: 'Something has changed' },
  410: { zh: '页面已失效', en: 'This page has expired' },
  413: { zh: '内容太多', en: 'Too much at once' },
  414: { zh: '网址太长', en: 'The address is too long' },
  429: { zh: '操作太频繁', en: 'Too many attempts' },
  500: { zh: '服务出了问题', en: 'Something went wrong' },
  503: { zh: '暂时无法使用', en: 'Not available for a moment' },
};

export const TROUBLE_OTHER: Text = { zh: '操作没有成功', en: 'This did not work' };
export const RETRY: Text = { zh: '重试', en: 'Try again' };
export const RETRY_KEPT: Text = {
  zh: '您刚才填写的内容会一起重新提交；密码和验证码为安全起见需要重新填写。',
  en: 'What you typed is sent again with it; for safety, passwords and codes have to be typed again.',
};
export const TO_HOME: Text = { zh: '返回首页', en: 'Go to the home page' };
export const ERROR_CODE: Text = { zh: '错误代码', en: 'Error code' };
export const REQUEST_NUMBER: Text = { zh: '请求编号', en: 'Request number' };
export const SUPPORT_HINT: Text = {
  zh: '如需帮助，请把下面两项告诉工作人员。其中不含您的个人信息。',
  en: 'If you need help, give staff these two lines. They hold nothing about you.',
};

export const EXPIRED_TITLE: Text = { zh: '登录已超时', en: 'This sign-in has expired' };
export const EXPIRED_TEXT: Text = {
  zh: '为了您的安全，登录页面只保留一段时间；也可能您已在别的窗口完成了登录。',
  en: 'For your safety a sign-in is kept for a limited time, or you have already finished it in another window.',
};
/** In place of EXPIRED_TEXT, where what was sent is kept. */
export const EXPIRED_KEPT: Text = {
  zh: '您填写的内容已替您保存一小时，重新进入后不用再填；密码和验证码出于安全没有保存。',
  en: 'What you typed is kept for an hour: you need not type it again when you come back. For safety, passwords and codes are not kept.',
};
export const EXPIRED_PORTAL: Text = {
  zh: '请返回“{portal}”，重新登录。',
  en: 'Go back to {portal} and sign in again.',
};
export const EXPIRED_HOME: Text = {
  zh: '请从首页找到您要去的部门，重新进入。',
  en: 'Find the department you were going to on the home page and enter again.',
};
export const BACK_TO_PORTAL: Text = { zh: '返回{portal}', en: 'Back to {portal}' };
