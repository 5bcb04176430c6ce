import type { Text } from '../shared/text.js';

export const BRAND: Text = { zh: '一号', en: 'Yihao' };
export const BRAND_LINE: Text = { zh: '统一身份登录', en: 'One number, one login' };
export const SKIP: Text = { zh: '跳到主要内容', en: 'Skip to main content' };
export const LANGUAGE: Text = { zh: '语言', en: 'Language' };
export const MY_ACCOUNT: Text = { zh: '我的账号', en: 'My account' };
export const DISPLAY: Text = { zh: '显示', en: 'Display' };
export const ELDER_ON: Text = { zh: '长者模式', en: 'Larger text' };
export const ELDER_OFF: Text = { zh: '标准模式', en: 'Standard text' };
export const BACK: Text = { zh: '返回', en: 'Back' };
export const NOTICE: Text = { zh: '提示', en: 'Notice' };
export const WARNING: Text = { zh: '注意', en: 'Warning' };
export const SHOW: Text = { zh: '显示', en: 'Show' };
export const HIDE: Text = { zh: '隐藏', en: 'Hide' };
export const SHOW_PASSWORD: Text = { zh: '显示密码', en: 'Show password' };
export const HIDE_PASSWORD: Text = { zh: '隐藏密码', en: 'Hide password' };
export const ERROR_TITLE: Text = { zh: '请改正以下内容', en: 'Please correct the following' };
/** Where nothing in the form is wrong: a pause, a limit. */
export const PROBLEM_TITLE: Text = { zh: '没有成功', en: 'That did not work' };
export const ERROR_PREFIX: Text = { zh: '有误：', en: 'Error: ' };
export const FOOTER_LINKS: Text = { zh: '帮助与说明', en: 'Help and information' };
export const FOOTER_HELP: Text = { zh: '帮助', en: 'Help' };
export const FOOTER_PRIVACY: Text = { zh: '个人信息保护', en: 'Privacy' };
export const FOOTER_HOME: Text = { zh: '首页', en: 'Home' };
export const FOOTER_LINE: Text = {
  zh: '一个公民身份号码，一个身份，一次登录，办所有部门的事。',
  en: 'One citizen ID number, one identity, one login for every department.',
};

/** Beneath every page of the elder mode; {phone} is a link. */
export const CALL: Text = {
  zh: '不会操作？请拨打政务服务便民热线 {phone}，也可以请家人或政务服务大厅的工作人员帮忙。',
  en: 'Need help? Call the government hotline {phone}, or ask your family or the staff of a government service hall.',
};

export const TIME_LIMIT: Text = { zh: '有效时间', en: 'Time limit' };
/** What a page of a login says of its time. */
export const PAGE_ENDS: Text = {
  zh: '本页面 {time} 前有效。过了时间也不要紧，重新进入即可。',
  en: 'This page works until {time}. If you miss that, simply enter again.',
};
/** Where what was typed is kept even if it comes too late. */
export const PAGE_ENDS_KEPT: Text = {
  zh: '本页面 {time} 前有效。过了时间也不要紧：照常提交，再重新进入，除密码和验证码外不用再填。',
  en: 'This page works until {time}. If you miss that, send it all the same and enter again: everything but passwords and codes is kept.',
};
export const PAGE_ENDS_SOON: Text = {
  zh: '本页面将在 {time} 失效。需要更多时间吗？',
  en: 'This page will expire at {time}. Do you need more time?',
};
export const MORE_TIME: Text = { zh: '延长一小时', en: 'Give me another hour' };
export const MORE_TIME_GIVEN: Text = { zh: '已延长到 {time}。', en: 'You now have until {time}.' };
export const MORE_TIME_FAILED: Text = {
  zh: '没有延长成功，请在上面写明的时间之前提交。',
  en: 'The time could not be extended. Please finish before the time shown above.',
};

/** What a page for someone logged in says of the session's time; a link with STAY_SIGNED_IN follows. */
export const SESSION_ENDS: Text = {
  zh: '您的登录 {time} 前有效，到时自动退出。',
  en: 'You are signed in until {time}.',
};
export const SESSION_ENDS_SOON: Text = {
  zh: '您将在 {time} 自动退出登录。要继续使用吗？',
  en: 'You will be signed out at {time}. Do you want to stay signed in?',
};
export const STAY_SIGNED_IN: Text = { zh: '继续使用', en: 'Stay signed in' };
export const STAY_GIVEN: Text = { zh: '好的，您的登录已延长到 {time}。', en: 'You are now signed in until {time}.' };
export const STAY_FAILED: Text = {
  zh: '没有延长成功，您可能已经退出。请刷新本页，或重新登录。',
  en: 'You may be signed out already. Please reload this page or sign in again.',
};
/** Where a session has reached its longest time. */
export const SESSION_ENDS_FOR_GOOD: Text = {
  zh: '您的登录将在 {time} 结束。为了安全，到时请重新登录。',
  en: 'You are signed in until {time}. For your safety you then need to sign in again.',
};

/** Shown as the page's notice wherever the simulated population registry answers. */
export const SIMULATED_REGISTRY: Text = {
  zh: '演示环境：人口信息由模拟登记库提供，全部为虚构人员，请勿填写真实证件号码。',
  en: 'Demonstration: the population registry is simulated and its people are invented. Do not enter a real ID number.',
};

export const REQUIRED: Text = { zh: '这一项必须填写', en: 'This is required' };
export const INVALID: Text = { zh: '填写的内容不正确，请检查', en: 'This is not right, please check it' };
export const TOO_LONG: Text = { zh: '填写的内容太长', en: 'This is too long' };
export const TOO_SHORT: Text = { zh: '填写的内容太短', en: 'This is too short' };

export const PASSKEY_FAILED: Text = {
  zh: '通行密钥没有用上：可能是您取消了，或者等待的时间太长。请再试一次，或者换一种方式。',
  en: 'The passkey was not used: perhaps you cancelled, or it took too long. Try again, or use another way.',
};
export const PASSKEY_UNSUPPORTED: Text = {
  zh: '这个浏览器不支持通行密钥，请换一种方式，或者换一个浏览器。',
  en: 'This browser does not support passkeys. Use another way, or another browser.',
};

export const TERMINAL_HERE: Text = { zh: '公共终端：{name}', en: 'Public terminal: {name}' };
export const TERMINAL_FINISH: Text = { zh: '办完了，退出', en: 'Finish and leave' };
export const TERMINAL_SOON: Text = {
  zh: '一分钟内没有操作，就会退出登录，并清除您在这里留下的全部内容。触摸屏幕或按任意键即可继续。',
  en: 'If nothing is touched for another minute, you are signed out and everything you left here is wiped. Touch the screen or press any key to go on.',
};
export const TERMINAL_GO_ON: Text = { zh: '继续办理', en: 'Go on' };
