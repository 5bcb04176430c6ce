import type { Text } from '../../shared/text.js';

export const HOME_TITLE: Text = { zh: '首页', en: 'Home' };
export const HERO_TITLE: Text = {
  zh: '一个号码，一次登录，办所有部门的事',
  en: 'One number, one login, every department',
};
export const HERO_TEXT: Text = {
  zh: '一号是全国统一的身份登录入口。用公民身份号码注册一次，社保、税务等各部门的网站都能直接进入，不必再记多套账号和密码。',
  en: 'Yihao is one way in to every government department. Register once with your citizen ID number and enter social insurance, tax and all other portals without another account or password.',
};
export const REGISTER: Text = { zh: '注册', en: 'Register' };
export const SIGN_IN: Text = { zh: '登录', en: 'Sign in' };
export const CONNECTED: Text = { zh: '已连接的部门', en: 'Connected departments' };
export const SIGN_OUT: Text = { zh: '退出登录', en: 'Sign out' };
export const GREETING: Text = { zh: '{name}，您好', en: 'Hello, {name}' };
export const GREETING_TEXT: Text = {
  zh: '您已登录。点击下面任何一项服务，直接进入，不用再输入密码。',
  en: 'You are signed in. Enter any service below without typing a password again.',
};

export const ACTING: Text = { zh: '您正在代 {name} 办理', en: 'You are acting for {name}' };
export const ACTING_TEXT: Text = {
  zh: '您只能在请您代办的应用里代办。进入别的应用，或打开账号页面，先要回到您自己的身份。',
  en: 'You act only at the services you were asked to. To enter another, or to open the pages of your account, go back to yourself first.',
};
export const AS_MYSELF: Text = { zh: '回到本人', en: 'Back to myself' };

export const SERVICES: Text = { zh: '各部门服务', en: 'Services' };
export const SEARCH: Text = { zh: '找服务或部门', en: 'Find a service or department' };
export const SEARCH_TOO_LONG: Text = { zh: '最多输入 64 个字', en: 'Use at most 64 characters' };
export const LEVEL: Text = { zh: '级别', en: 'Level' };
export const REGION: Text = { zh: '地区', en: 'Region' };
export const ALL_LEVELS: Text = { zh: '所有级别', en: 'All levels' };
export const ALL_REGIONS: Text = { zh: '所有地区', en: 'All regions' };
export const DO_SEARCH: Text = { zh: '查找', en: 'Search' };
export const FOUND: Text = { zh: '找到 {count} 项服务', en: 'Services found: {count}' };
export const FOUND_NONE: Text = {
  zh: '没有找到相符的服务，请换个词再试。',
  en: 'No service matches. Please try other words.',
};
export const NO_SERVICES: Text = { zh: '还没有部门接入。', en: 'No department has joined yet.' };
export const SHOW_ALL: Text = { zh: '查看全部服务', en: 'Show all services' };

export const PROTECTION: Text = { zh: '怎样保护您的信息', en: 'How you are protected' };
export const POINTS: readonly { title: Text; text: Text }[] = [
  {
    title: { zh: '一人一号', en: 'One person, one identity' },
    text: {
      zh: '一个公民身份号码只对应一个身份，别人不能用您的号码再注册一个。',
      en: 'A citizen ID number leads to one identity only. Nobody can register yours a second time.',
    },
  },
  {
    title: { zh: '提供什么，由您决定', en: 'You see what is shared' },
    text: {
      zh: '部门要用哪些信息、做什么用、依据什么，都会先说清楚。可选的内容，不勾选就不提供。',
      en: 'Before a department learns anything, you are told what, what for and on which legal basis. What is optional is your choice.',
    },
  },
  {
    title: { zh: '信息加密保存', en: 'Kept encrypted' },
    text: {
      zh: '您的个人信息用只属于您的密钥加密。各部门看到的身份标识互不相同，不能用来互相比对。',
      en: 'Your data is encrypted with a key of your own. Each department knows you by a different identifier, so they cannot be matched.',
    },
  },
];
