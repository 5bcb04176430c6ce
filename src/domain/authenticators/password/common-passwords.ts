/**
 * Words that passwords are made of again and again, by what is publicly known of leaked lists, Chinese ones included.
 * Our own collection: a word here stands for itself and for everything that `password-patterns` builds around it (digits,
 * years, dates, doublings, letters swapped for look-alikes), so a few lines refuse some millions of passwords.
 */

/** Refused as a whole, and with a trivial beginning or end. */
const WHOLE = `
password passwort passwd passcode letmein welcome welcometo iloveyou ilovey0u iloveu loveyou lovelove lovely sunshine princess
football baseball basketball superman batman spiderman ironman starwars pokemon pikachu naruto minecraft fortnite
dragon monkey shadow master mustang michael jordan jennifer jessica ashley charlie daniel thomas andrew joshua
matthew nicole michelle amanda samantha hannah robert anthony george william computer internet samsung iphone
android windows microsoft google facebook twitter youtube linkedin myspace yahoo hotmail gmail amazon whatever
trustno nothing secret private default changeme changeit temporary administrator administrador admin adminadmin
root rootroot toor guest test testing tester testtest demo user username login sysadmin system manager support
service oracle mysql postgres server database backup public access control hello helloworld goodbye freedom
forever friend friends family happy happiness summer winter spring autumn monday tuesday wednesday thursday friday
saturday sunday january february march april june july august september october november december
chocolate cookie cheese banana orange apple cherry strawberry butterfly flower rainbow diamond silver golden purple
yellow green black white blue red killer hunter ranger soccer hockey tennis golf racing ferrari porsche mercedes
toyota honda yamaha harley corvette camaro phoenix tigger tiger eagle falcon wolf bear panther buster pepper ginger
snoopy maggie bailey buddy max jackson jasper oliver austin dallas london paris newyork chicago boston america
england china beijing shanghai guangzhou shenzhen chongqing tianjin hangzhou chengdu wuhan nanjing xian suzhou
dalian qingdao zhongguo zhonghua china2008 beijing2008 woaini woaiwo woaizhongguo woaibaba woaimama woaijia
woaiwojia woailaopo woailaogong woaiwolaopo woshishei woshini woshiwo woxihuanni woyaoni wodemima mima mimamima
nihao nihaoma nishizhu nishishei caonima caonimabi wocao wori shabi dashabi shazi zhuzhu xiaozhu zhutou bendan
baobao baobei baobeier beibei jiajia taotao feifei lele dongdong doudou mimi meimei xiaomei lili lulu nana
yaya yangyang tiantian tingting fangfang yuanyuan tongtong niuniu maomao gougou huahua xingxing mingming lanlan
aini aiwo ainiwo ainiyiwannian yishengyishi yiwannian yongyuan yongyuanaini tianchangdijiu xinxiangshichen
wanshiruyi pingan pinganfu jixiangruyi gongxifacai facai facaifacai zhufu xingfu kuaile xingfukuaile shengrikuaile
xinniankuaile tiantiankaixin jiayou zhongguojiayou laopo laogong laoba laoma baba mama gege jiejie didi meizi
pengyou penyou haoren huairen tiancai tianshi tiankong dahai taiyang yueliang xingkong caihong hudie fengzi
buzhidao bugaosuni meiyoumima wangjile wangji wuliao suibian haohao haohaoxuexi tiantianxiangshang gaokao xuesheng
laoshi daxue zhongxue xiaoxue yishi gongan zhengfu zhengwu yihao shebao shuiwu gongjijin yibao shenfenzheng
taobao zhifubao alipay weixin wechat tencent tengxun baidu xiaomi huawei jingdong meituan douyin bilibili
wangyi sina sohu qqqq qqmima qqhao kaixin kaixinwang renren yinhang gongshang nongye jianshe zhaoshang
`;

/** Surnames and given names by frequency, and short words: refused only together with patterns. */
const PARTS = `
wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng xie han tang
feng yu dong xiao cheng cao yuan deng fu shen zeng peng lu su jiang cai jia ding wei xue ye yan pan du dai xia
zhong tian ren fan fang shi yao tan liao zou xiong jin hao kong bai cui kang mao qiu qin gu hou shao meng long wan
duan lei qian yin chang tao lai gong wen
fang na min jing lijuan xiuying yong jun jie tao ming chao xiulan xia ping gang guiying weiwei lili
wangwei lina wangfang zhangwei liuwei zhangmin lijing zhangli wangjing wangli zhangjing lijun zhangyong liyong
wangyong wanglei zhanglei lilei liulei yanglei zhaolei chenlei wangqiang zhangqiang liqiang liuqiang wangtao
zhangtao litao liutao wangjun zhangjun lijie zhangjie wangjie wangmin liumin chenmin wangpeng zhangpeng lipeng
wangchao zhangchao lichao chenchao wanghao zhanghao lihao chenhao zhaoyang liyang wangyang zhangyang xiaoming
zhangsan lisi wangwu zhaoliu hanmeimei
abc abcd asd asdf qwe qwer zxc zxcv aaa qaz wsx pass word love baby sexy girl boy man king queen god dog cat fish
star moon sun blue pink hope life cool nice good money lucky magic music dance angel devil evil fuck shit xiao lao
wo ni ta ai hao da de shi bu zai mm gg qq mj aa
`;

const words = (text: string): readonly string[] => text.split(/\s+/).filter(Boolean);

export const COMMON_WORDS: ReadonlySet<string> = new Set(words(WHOLE));
export const COMMON_PARTS: ReadonlySet<string> = new Set([...words(WHOLE), ...words(PARTS)]);

/** Digits that stand for words, and other strings without a pattern of their own. */
export const COMMON_STRINGS: ReadonlySet<string> = new Set(
  words(`
5201314 520520 1314520 1314521 5211314 52013140 7758521 7758258 5845201314 584520 584521 1314 520 521 530 5203344
3344520 3344521 147258369 147258 258369 369258147 741852963 963852741 159357 357159 159753 753951 951753 456852
789456123 789456 456123 123321 123654 654321 123698745 147896325 321654987 987654321 102030 112233 223344 332211
11223344 1122334455 112233445566 121212 131313 101010 10101010 12131415 111222333 111222 123123123 110110110 110120119
100200300 168168 518518 888666 666888 888168 16881688 18181818 20082008 200888 00000000 88888888 66666666 147852369
1q2w3e4r 1q2w3e4r5t 1q2w3e 1qaz2wsx 1qazxsw2 q1w2e3r4 q1w2e3 zaq12wsx zaq1xsw2 qazwsxedc qazwsx qweasdzxc qwe123 asd123
zxc123 abc123 a1b2c3 a1b2c3d4 a1s2d3f4 1a2b3c4d 123abc 123qwe 1234qwer 12qwaszx qwer1234 asdf1234 zxcv1234 trustno1
passw0rd p4ssw0rd pa55word admin123 admin888 administrator1 root123 test123 mima123 q123456 w123456 z123456 x123456
ncc1701 thx1138 bond007 007007 14789632 741258963 3edc4rfv 4rfv5tgb 1q1q1q1q 1qaz1qaz 2wsx3edc qwaszx qwertasdfg
`),
);
