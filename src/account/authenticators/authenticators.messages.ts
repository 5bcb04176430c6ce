import type { Text } from '../../shared/text.js';

export const AUTHENTICATORS = {
  section: { zh: '登录方式', en: 'Ways to sign in' },
  lead: {
    zh: '添加、移除或更改登录方式前，会再次确认是您本人；之后我们会通过您登记的所有联系方式通知您。',
    en: 'Before anything is added, removed or changed we check once more that it is you, and afterwards tell you by every contact you gave.',
  },
  have: { zh: '您的登录方式', en: 'What you sign in with' },
  added: { zh: '{date} 添加', en: 'Added on {date}' },
  used: { zh: '最近使用：{time}', en: 'Last used at {time}' },
  unused: { zh: '还没有用过', en: 'Not used yet' },
  waits: { zh: '{time} 起可以使用', en: 'Can be used from {time}' },
  rename: { zh: '改名称', en: 'Rename' },
  remove: { zh: '移除', en: 'Remove' },
  more: { zh: '添加登录方式', en: 'Add a way to sign in' },

  renameTitle: { zh: '给登录方式起个名称', en: 'Name this way to sign in' },
  label: { zh: '名称', en: 'Name' },
  labelHint: { zh: '例如“家里的电脑”', en: 'For example “my computer at home”' },
  labelMissing: { zh: '请填写名称', en: 'Enter a name' },
  labelLong: { zh: '名称最多 40 个字', en: 'Use at most 40 characters' },
  save: { zh: '保存', en: 'Save' },
  renamed: { zh: '名称已保存。', en: 'The name has been saved.' },

  removeTitle: { zh: '移除{name}？', en: 'Remove: {name}?' },
  removeLead: {
    zh: '移除后就不能再用它登录。以后需要时，可以重新添加。',
    en: 'You will no longer be able to sign in with it. You can add it again later.',
  },
  removeNow: { zh: '确认移除', en: 'Remove it' },
  keep: { zh: '不移除', en: 'Keep it' },
  removed: { zh: '已移除。', en: 'It has been removed.' },
  lastTitle: { zh: '现在还不能移除', en: 'This cannot be removed yet' },
  lastLead: {
    zh: '没有它，您在新设备上就登录不了。请先添加另一种登录方式，再来移除。',
    en: 'Without it you could not sign in on a new device. Add another way to sign in first.',
  },
  back: { zh: '返回登录方式', en: 'Back to ways to sign in' },
  gone: { zh: '它已不在您的登录方式里。', en: 'It is no longer among your ways to sign in.' },
} as const satisfies Record<string, Text>;

export const PASSWORD = {
  name: { zh: '密码', en: 'Password' },
  about: { zh: '登录时与其他方式一起使用。', en: 'Used together with another way when you sign in.' },
  change: { zh: '更改密码', en: 'Change password' },
  title: { zh: '更改密码', en: 'Change your password' },
  lead: {
    zh: '请设置一个没有在别处用过的密码。',
    en: 'Choose a password that you use nowhere else.',
  },
  others: { zh: '同时退出其他设备上的登录', en: 'Also sign out everywhere else' },
  othersHint: {
    zh: '如果担心别人知道了旧密码，请保持勾选',
    en: 'Leave this ticked if someone may know the old password',
  },
  submit: { zh: '更改密码', en: 'Change password' },
  done: { zh: '密码已更改。', en: 'Your password has been changed.' },
} as const satisfies Record<string, Text>;

export const PASSKEY = {
  name: { zh: '通行密钥', en: 'Passkey' },
  about: {
    zh: '用指纹、面容或设备密码登录，不用输入密码和验证码，也不怕假网站骗取。',
    en: 'Sign in with your finger, your face or your device’s PIN: nothing to type, and nothing a false site could steal.',
  },
  synced: { zh: '可在您的多台设备间同步', en: 'may be shared among your devices' },
  bound: { zh: '只在一台设备上', en: 'on one device only' },
  add: { zh: '添加通行密钥', en: 'Add a passkey' },
  title: { zh: '添加通行密钥', en: 'Add a passkey' },
  lead: {
    zh: '按下按钮后，设备会请您用指纹、面容或设备密码确认。通行密钥留在您的设备或密码管理器里，我们只保存用来核对的公钥。',
    en: 'When you press the button, your device asks for your finger, your face or its PIN. The passkey stays on your device or in your password manager; we keep only the public half that checks it.',
  },
  own: {
    zh: '请只在您自己的设备上添加：能解锁这台设备的人，就能以您的身份登录。',
    en: 'Do this on your own device only: whoever can unlock it can sign in as you.',
  },
  label: { zh: '名称（选填）', en: 'Name (optional)' },
  submit: { zh: '添加', en: 'Add it' },
  needsScript: {
    zh: '添加通行密钥需要浏览器开启 JavaScript。不开启也不影响登录：请继续使用密码和短信验证码。',
    en: 'Adding a passkey needs JavaScript. Without it you can still sign in: use your password and codes by text message.',
  },
  done: {
    zh: '通行密钥已添加，下次可以用它登录。',
    en: 'The passkey has been added. You can sign in with it from now on.',
  },
  wrong: { zh: '没有添加成功，请再试一次。', en: 'It could not be added. Please try again.' },
  expired: { zh: '等待的时间太长，请再试一次。', en: 'That took too long. Please try again.' },
  taken: { zh: '这把通行密钥已经添加过了。', en: 'This passkey has been added already.' },
} as const satisfies Record<string, Text>;

export const PHONE = {
  name: { zh: '手机短信验证码', en: 'Codes by text message' },
  about: {
    zh: '在新设备上登录时，我们向您的手机发送验证码。',
    en: 'When you sign in on a new device, we send a code to your phone.',
  },
} as const satisfies Record<string, Text>;
