import type { Text } from '../../shared/text.js';

/** A heading and its paragraphs. */
export interface Section {
  readonly title: Text;
  readonly paragraphs: readonly Text[];
  readonly link?: { readonly href: string; readonly text: Text };
}

export const HELP_TITLE: Text = { zh: '帮助', en: 'Help' };
export const HELP_SECTIONS: readonly Section[] = [
  {
    title: { zh: '怎样开始', en: 'How to begin' },
    paragraphs: [
      {
        zh: '在首页点击“注册”。准备好公民身份号码和能收短信的手机，填写姓名和号码、输入短信验证码、设一个至少 8 个字符的密码，几分钟就能完成。',
        en: 'Choose “Register” on the home page. Have your citizen ID number and a phone that receives messages at hand. Enter your name and number, the code from the message, and a password of at least 8 characters. It takes a few minutes.',
      },
      {
        zh: '持港澳台居民居住证或外国人永久居留身份证，也可以用证上的号码注册。',
        en: 'Residence permits for Hong Kong, Macao and Taiwan residents and permanent-resident ID cards work as well.',
      },
    ],
  },
  {
    title: { zh: '怎样登录', en: 'How to sign in' },
    paragraphs: [
      {
        zh: '输入公民身份号码、手机号或邮箱，再输入密码。换了新设备，或者部门要求进一步确认是您本人时，还要输入发到您手机上的验证码。',
        en: 'Enter your citizen ID number, phone number or email address, and your password. On a new device, or where a department asks for one more check that it is you, you also enter a code that is sent to your phone.',
      },
      {
        zh: '登录一次以后，进入别的部门时点击“继续”就可以，不用再输密码。用公共电脑后，请记得退出登录。',
        en: 'After that, other departments only ask whether to continue as you. On a public computer, remember to sign out.',
      },
      {
        zh: '登录后打开“登录方式”，可以添加通行密钥（用指纹、面容登录）、验证器应用和恢复码。这样手机丢了、换了号，也登录得了。',
        en: 'Under “Ways to sign in” you can add a passkey (your finger or your face), an authenticator app and recovery codes. Then you can sign in even if your phone is lost or its number changes.',
      },
    ],
  },
  {
    title: { zh: '手机丢了怎么办', en: 'If you lose your phone' },
    paragraphs: [
      {
        zh: '请先到运营商挂失并补办同一个手机号。补卡后验证码会发到新卡，原来的密码继续有效。',
        en: 'Have your operator block the card and issue a new one with the same number. Codes then arrive on the new card and your password stays the same.',
      },
      {
        zh: '在您以前登录过的设备上，只凭密码就能进入一般的服务；要求进一步确认的服务仍需要验证码。',
        en: 'On a device you have used before, your password alone opens ordinary services. Those that ask for one more check still need a code.',
      },
    ],
  },
  {
    title: { zh: '换了手机号', en: 'If your number has changed' },
    paragraphs: [
      {
        zh: '登录后打开“联系方式”更换：新、旧手机号都会收到验证码。旧手机号已经停用的，用通行密钥、验证器应用或恢复码登录，只需确认新手机号；登录不了的，在登录页选择找回账号。',
        en: 'Sign in and open “Contact details”: a code goes to the new number and to the old. If you no longer have the old one, sign in with a passkey, an authenticator app or a recovery code, and only the new one is confirmed; if you cannot sign in, choose to recover the account on the sign-in page.',
      },
    ],
  },
  {
    title: { zh: '忘了密码，或者登录不了', en: 'If you forgot your password or cannot sign in' },
    paragraphs: [
      {
        zh: '在登录页点“忘记密码，或者手机、通行密钥丢了？”，提供两项证明，例如恢复码和短信验证码。申请 24 小时后生效，我们会马上向您登记的所有联系方式发送通知。拿不出两项证明的，请携带身份证件到就近的政务服务大厅办理，当场生效。',
        en: 'On the sign-in page choose “Forgot your password, or lost your phone or passkey?” and give two proofs, for example a recovery code and a code by text message. The change takes effect after 24 hours, and we send a notice to every contact you gave at once. Without two proofs, bring your identity document to a government service hall: there it takes effect at once.',
      },
      {
        zh: '收到找回账号的通知，但不是您申请的？登录后点“不是我，停止”；登录不了的，凭通知里的停止码停止：',
        en: 'Did you get a notice of a recovery that you did not ask for? Sign in and choose “It was not me: stop”; if you cannot, stop it with the code from our message:',
      },
    ],
    link: { href: '/stop', text: { zh: '停止找回账号', en: 'Stop a recovery' } },
  },
  {
    title: { zh: '请亲友代办', en: 'Let somebody act for you' },
    paragraphs: [
      {
        zh: '自己不方便办的，可以请信得过的人代办，不用把密码告诉对方。登录后打开“亲友代办”，填写对方的姓名和公民身份号码，选好应用和期限；对方用自己的一号账号登录，同意后生效。双方都可以随时终止。',
        en: 'You can let somebody you trust act for you, without telling them your password. Sign in, open “Acting for others”, enter their name and citizen ID number, and choose the services and for how long. It begins when they have signed in to their own Yihao account and agreed. Either of you can end it at any time.',
      },
    ],
  },
  {
    title: { zh: '未满 14 周岁的孩子', en: 'Children under 14' },
    paragraphs: [
      {
        zh: '孩子注册时填写一位监护人的姓名和公民身份号码。监护人登录自己的一号账号，在“家庭”中同意之后，孩子才能进入各部门的网站；在此之前，任何部门都得不到孩子的信息。监护人要先核验身份（实名等级 2 级以上）。',
        en: 'When registering, a child gives the name and citizen ID number of a guardian. Once the guardian has signed in to their own account and agreed under Family, the child can enter departments’ websites; before that, no department is given anything. A guardian’s own identity has to be verified first (level 2 or more).',
      },
      {
        zh: '监护人可以查看账号、撤回同意或注销账号，不能以孩子的身份登录。孩子满 14 周岁时自动终止。',
        en: 'A guardian can look at the account, withdraw their consent or close the account; they cannot sign in as the child. It ends by itself when the child turns 14.',
      },
    ],
  },
  {
    title: { zh: '有人用了我的号码', en: 'Someone has used my number' },
    paragraphs: [
      {
        zh: '一个号码只能有一个身份。如果有人再次用您的号码注册，不会成功，您会收到一条提醒。如果不是您本人操作，您无需处理；请不要把验证码告诉任何人。',
        en: 'A number has one identity only. If someone tries to register yours again, it fails and you receive a message. If it was not you, there is nothing to do; never tell anyone a code.',
      },
    ],
  },
];

export const PRIVACY_TITLE: Text = { zh: '个人信息保护', en: 'Privacy' };
export const PRIVACY_SECTIONS: readonly Section[] = [
  {
    title: { zh: '我们保存什么', en: 'What is kept' },
    paragraphs: [
      {
        zh: '姓名、公民身份号码、手机号和邮箱，以及由人口信息库核对得到的出生日期、性别和户籍地区；还有您的登录方式、对各部门的授权、代办和监护关系，以及登录记录和历史记录。密码只保存无法还原的摘要。',
        en: 'Your name, citizen ID number, phone number and email address; your birth date, gender and region of residence as the population registry confirmed them; your ways to sign in, your consents, whom you act for or look after and who does so for you, your sign-ins and your history. Of your password only a digest is kept that cannot be turned back.',
      },
    ],
  },
  {
    title: { zh: '怎样保存', en: 'How it is kept' },
    paragraphs: [
      {
        zh: '每个人的信息用各自的密钥加密。公民身份号码不会出现在网址和运行日志里，页面上只显示首尾各一位。',
        en: 'Everyone’s data is encrypted with a key of their own. The citizen ID number never appears in an address or an operating log, and pages show only its first and last character.',
      },
    ],
  },
  {
    title: { zh: '谁能看到', en: 'Who sees it' },
    paragraphs: [
      {
        zh: '您进入某个部门的网站时，该部门只得到授权页上列出的内容。依法必须提供的，会写明依据；由您选择的，不勾选就不提供。',
        en: 'When you enter a department’s portal, it learns what the consent page lists and nothing else. What the law requires is shown with its basis; what is your choice is shared only if you tick it.',
      },
      {
        zh: '每个部门得到的是不同的身份标识，不能凭它与别的部门比对。',
        en: 'Each department receives a different identifier for you, which cannot be matched with another department’s.',
      },
    ],
  },
  {
    title: { zh: '您的权利', en: 'Your rights' },
    paragraphs: [
      {
        zh: '登录后打开“我的数据”，可以取得一份一号保存的您的数据，申请更正，撤回授权，或者注销账号。注销后哪些删除、哪些依法保留，提交之前会逐项列明。',
        en: 'Sign in and open “My data” to get a copy of what Yihao holds about you, ask for a correction, take back consent, or close your account. Before you close it you are shown what is deleted and what the law has us keep.',
      },
    ],
  },
  {
    title: { zh: '浏览器里存了什么', en: 'What your browser keeps' },
    paragraphs: [
      {
        zh: '只有办理登录必需的 Cookie：本次访问、登录状态、您确认过的设备，以及语言和字号。没有统计和广告。',
        en: 'Only the cookies that signing in needs: this visit, your session, the device you confirmed, and your language and text size. No statistics, no advertising.',
      },
    ],
  },
];
