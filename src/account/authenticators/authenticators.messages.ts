import type { Text } from '../../shared/text.js';

export const AUTHENTICATORS = {
  section: { zh: '登录方式', en: 'Ways to sign in' },
  lead: {
    zh: '添加、移除或更改登录方式前，会再次确认是您本人；之后我们会通过您登记的所有联系方式通知您。',
    en: 'Before anything is added, removed or changed we check once more that it is you, and afterwards send a notice to every contact you gave.',
  },
  have: { zh: '您的登录方式', en: 'What you sign in with' },
  added: { zh: '{date} 添加', en: 'Added on {date}' },
  used: { zh: '最近使用：{time}', en: 'Last used at {time}' },
  unused: { zh: '还没有用过', en: 'Not used yet' },
  waits: { zh: '{time} 起可以使用', en: 'Can be used from {time}' },
  ends: { zh: '{time} 起停用', en: 'Ends at {time}' },
  lost: { zh: '丢失了', en: 'I lost it' },
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

export const LOST = {
  title: { zh: '丢失了{name}？', en: 'Lost: {name}?' },
  lead: {
    zh: '如果丢了存放它的设备，或者再也用不了它，可以在这里申请停用。',
    en: 'If you lost the device that it is on, or cannot use it any more, ask here for it to end.',
  },
  waits: {
    zh: '申请 24 小时后生效。在此之前它仍然有效，您可以随时停止申请。',
    en: 'It ends 24 hours after you ask. Until then it still works, and you can stop the request at any time.',
  },
  word: {
    zh: '我们会马上向您登记的所有联系方式发送通知，以防有人冒用您的名义申请。',
    en: 'We send a notice to every contact you gave at once, in case someone else asked in your name.',
  },
  afterwards: {
    zh: '生效时，所有设备上的登录都会退出。之后用密码和另一种方式登录，就可以添加新的通行密钥。',
    en: 'When it ends, you are signed out on every device. Then sign in with your password and another way, and add a new passkey.',
  },
  confirm: { zh: '确认丢失，申请停用', en: 'It is lost: ask for it to end' },
  done: {
    zh: '已收到申请，24 小时后停用。我们已向您登记的所有联系方式发送通知。',
    en: 'It ends in 24 hours. We have sent a notice to every contact you gave.',
  },
  waiting: {
    zh: '已有一项申请在等待生效，请等它生效，或者先停止它。',
    en: 'Another request is waiting already. Wait until it takes effect, or stop it first.',
  },
  notProven: {
    zh: '请退出后，用密码和另一种方式重新登录，再来申请。',
    en: 'Sign out, sign in with your password and another way, and ask again.',
  },
} as const satisfies Record<string, Text>;

export const PASSWORD = {
  name: { zh: '密码', en: 'Password' },
  about: { zh: '登录时与其他方式一起使用。', en: 'Used together with another way when you sign in.' },
  change: { zh: '更改密码', en: 'Change password' },
  title: { zh: '更改密码', en: 'Change your password' },
  lead: { zh: '请设置一个没有在别处用过的密码。', en: 'Choose a password that you use nowhere else.' },
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
    en: 'Sign in with your finger, your face or your device’s PIN: nothing to type, and nothing a fake site could steal.',
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
  taken: { zh: '这个通行密钥已经添加过了。', en: 'This passkey has been added already.' },
  full: {
    zh: '通行密钥最多添加 10 个，请先移除不用的。',
    en: 'You can have 10 passkeys at most. Remove one you do not use first.',
  },
} as const satisfies Record<string, Text>;

export const PHONE = {
  name: { zh: '手机短信验证码', en: 'Codes by text message' },
  about: {
    zh: '在新设备上登录时，我们向您的手机发送验证码。',
    en: 'When you sign in on a new device, we send a code to your phone.',
  },
} as const satisfies Record<string, Text>;

export const TOTP = {
  name: { zh: '验证器应用', en: 'Authenticator app' },
  about: {
    zh: '在新设备上登录时，输入应用里显示的 6 位数字，不需要手机信号。',
    en: 'When you sign in on a new device, you enter the 6 digits that the app shows. No signal is needed.',
  },
  add: { zh: '添加验证器应用', en: 'Add an authenticator app' },
  addHelp: {
    zh: '手机上的验证器应用每 30 秒显示一个新的 6 位数字，比短信更安全，没有信号也能用。',
    en: 'An authenticator app on your phone shows 6 new digits every 30 seconds: safer than text messages, and it works without a signal.',
  },
  full: { zh: '验证器应用最多添加 3 个，请先移除不用的。', en: 'You can have 3 apps at most. Remove one first.' },
  title: { zh: '添加验证器应用', en: 'Add an authenticator app' },
  lead: {
    zh: '如果手机上还没有验证器应用，请先从应用商店安装一个支持“TOTP”的应用。',
    en: 'If your phone has no authenticator app yet, install one that supports “TOTP” first.',
  },
  issuer: { zh: '一号', en: 'Yihao' },
  scanTitle: { zh: '第一步：让应用认识您的账号', en: 'Step 1: tell the app about your account' },
  scan: { zh: '用验证器应用扫描这个二维码：', en: 'Scan this QR code with the app:' },
  qr: { zh: '添加到验证器应用的二维码', en: 'QR code to add the account to an authenticator app' },
  open: { zh: '应用就在这台手机上？点这里打开', en: 'Is the app on this phone? Open it here' },
  type: {
    zh: '扫不了的，请在应用里选择“手动输入密钥”，再输入下面的密钥（空格可以不输，类型选“基于时间”）：',
    en: 'If you cannot scan it, choose to enter a key by hand in the app and type this one (without the spaces if you like; the type is “time based”):',
  },
  codeTitle: { zh: '第二步：输入应用显示的数字', en: 'Step 2: enter what the app shows' },
  code: { zh: '6 位数字', en: '6 digits' },
  codeHint: { zh: '每 30 秒换一次', en: 'They change every 30 seconds' },
  codeMissing: { zh: '请填写应用显示的 6 位数字', en: 'Enter the 6 digits that the app shows' },
  codeInvalid: { zh: '应为 6 位数字', en: 'These should be 6 digits' },
  codeWrong: {
    zh: '数字不正确。请输入应用现在显示的数字；仍不正确的，请把手机时间设为自动设置后再试',
    en: 'That is not right. Enter what the app shows now; if it still fails, set your phone to set its time by itself',
  },
  submit: { zh: '添加', en: 'Add the app' },
  done: {
    zh: '验证器应用已添加。以后在新设备上登录，可以用它确认。',
    en: 'The app has been added. You can use it from now on when you sign in on a new device.',
  },
} as const satisfies Record<string, Text>;

export const RECOVERY = {
  name: { zh: '恢复码', en: 'Recovery codes' },
  about: {
    zh: '手机丢失或换号时，用密码加一个恢复码登录。',
    en: 'If your phone is lost or its number has changed, you sign in with your password and one of these.',
  },
  left: { zh: '还剩 {left} 个', en: '{left} left' },
  add: { zh: '生成恢复码', en: 'Make recovery codes' },
  addHelp: {
    zh: '一共 10 个，写在纸上或打印出来保管。手机丢失时，可以用它登录。',
    en: 'Ten codes to keep on paper. With one of them you can sign in when your phone is lost.',
  },
  again: { zh: '重新生成', en: 'Make new ones' },
  title: { zh: '生成恢复码', en: 'Make recovery codes' },
  lead: {
    zh: '我们会为您生成 10 个恢复码。登录时如果手边没有手机或验证器应用，可以在输入密码后用一个恢复码代替。',
    en: 'We make ten recovery codes for you. When you sign in without your phone or app at hand, one of them takes its place, after your password.',
  },
  once: {
    zh: '每个恢复码只能用一次，而且只在下一页显示一次。请准备好打印、抄写或保存。',
    en: 'Each code works once, and they are shown only once, on the next page. Be ready to print, copy or save them.',
  },
  replaces: {
    zh: '您现在还有 {left} 个恢复码可用。重新生成后，它们全部作废。',
    en: 'You have {left} codes left. When you make new ones, those stop working.',
  },
  make: { zh: '生成 10 个恢复码', en: 'Make ten recovery codes' },
  made: { zh: '您的恢复码', en: 'Your recovery codes' },
  keep: {
    zh: '这些恢复码只显示这一次。请现在就打印、抄写或下载，放在安全的地方，不要告诉任何人，工作人员也不会向您索要。',
    en: 'These codes are shown only this once. Print, copy or download them now, keep them somewhere safe, and never tell anyone: our staff will not ask for them.',
  },
  madeAt: { zh: '{time} 生成，以前的恢复码已作废', en: 'Made at {time}; any earlier codes no longer work' },
  download: { zh: '下载为文本文件', en: 'Download as a text file' },
  kept: { zh: '我已保存好', en: 'I have kept them' },
  fileName: { zh: '一号恢复码.txt', en: 'yihao-recovery-codes.txt' },
  fileTitle: { zh: '一号恢复码', en: 'Yihao recovery codes' },
  fileFoot: {
    zh: '每个只能用一次，用后请划掉。不要告诉任何人。',
    en: 'Each works once: cross it off when you have used it. Never tell anyone.',
  },
} as const satisfies Record<string, Text>;

export const OUTSIDE = {
  name: { zh: '关联的外部账号', en: 'Linked account elsewhere' },
  about: {
    zh: '用您在其他网站的账号代替密码登录；在新设备上仍会再确认一次。',
    en: 'Sign in with your account at another site in place of the password. On a new device we still check once more.',
  },
  unset: { zh: '目前不能用它登录', en: 'cannot be used to sign in at present' },
  add: { zh: '关联外部账号', en: 'Link an account' },
  addHelp: {
    zh: '关联后，可以用您在其他网站的账号登录，不用输入密码。',
    en: 'Once it is linked, you can sign in with your account at another site instead of typing your password.',
  },
  title: { zh: '关联外部账号', en: 'Link an account elsewhere' },
  lead: {
    zh: '选择网站后会前往那里登录，确认后自动回来。我们只记住是哪个账号，不读取您在那里的姓名、手机号等资料。',
    en: 'Choose a site: you sign in there, confirm, and come back. We remember which account it is, and read nothing else about you there.',
  },
  own: {
    zh: '请只关联您本人的账号：能登录那个账号的人，在您用过的设备上就能以您的身份登录。',
    en: 'Link your own account only: whoever can use it can sign in as you on a device you have used.',
  },
  link: { zh: '关联{name}', en: 'Link {name}' },
  none: { zh: '目前没有可以关联的网站。', en: 'There is no site to link at present.' },
  done: { zh: '账号已关联，下次可以用它登录。', en: 'The account is linked. You can sign in with it from now on.' },
  full: {
    zh: '外部账号最多关联 10 个，请先移除不用的。',
    en: 'You can link 10 accounts at most. Remove one you do not use first.',
  },
  taken: {
    zh: '这个账号已经关联过了，不能重复关联。',
    en: 'This account is linked already and cannot be linked twice.',
  },
  refused: {
    zh: '没有关联成功：对方没有确认，或者这次确认不是从这里开始的。请再试一次。',
    en: 'It was not linked: the other site did not confirm it, or this was not begun here. Please try again.',
  },
  expired: { zh: '等待的时间太长，请再试一次。', en: 'That took too long. Please try again.' },
  unavailable: {
    zh: '暂时连接不上对方网站，请稍后再试。',
    en: 'The other site cannot be reached just now. Please try again later.',
  },
} as const satisfies Record<string, Text>;
