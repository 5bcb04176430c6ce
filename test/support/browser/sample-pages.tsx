import { Router } from '@koa/router';
import { z } from 'zod';
import { STORE_UNAVAILABLE } from '../../../src/shared/errors.js';
import {
  Button,
  ButtonGroup,
  ButtonLink,
  Checkboxes,
  Details,
  Heading,
  InsetText,
  NotificationBanner,
  P,
  Panel,
  PasswordInput,
  Radios,
  Select,
  SummaryList,
  Tag,
  TextInput,
  WarningText,
} from '../../../src/ui/components/index.js';
import { allowFormAction, type PageState } from '../../../src/ui/context.js';
import { Form, readForm } from '../../../src/ui/forms/forms.js';
import { renderPage } from '../../../src/ui/page/page.js';
import { seeOther } from '../../../src/ui/page/see-other.js';
import { renderExpired, renderTrouble } from '../../../src/ui/page/trouble.js';

const text = (zh: string, en: string) => ({ zh, en });
const TITLE = text('登录', 'Sign in');

/** Every component once, for looking at. */
function Everything() {
  return (
    <>
      <Heading text={TITLE} caption={text('第 1 步，共 3 步', 'Step 1 of 3')} />
      <P text={text('登录后进入电子税务局。', 'Sign in to enter the tax portal.')} look="lead" />
      <Form>
        <TextInput
          name="login"
          label={text('公民身份号码或手机号', 'Citizen ID number or phone')}
          hint={text('18 位号码，最后一位可能是 X', '18 characters, the last may be X')}
          autocomplete="username"
          spaced
        />
        <PasswordInput name="password" label={text('密码', 'Password')} autocomplete="current-password" />
        <Select
          name="region"
          label={text('地区', 'Region')}
          items={[{ value: '11', label: text('北京市', 'Beijing') }]}
        />
        <Checkboxes
          name="claims"
          legend={text('可选信息', 'Optional')}
          items={[{ value: 'phone', label: text('手机号', 'Phone'), hint: text('用于通知', 'For messages') }]}
        />
        <Radios
          name="way"
          legend={text('方式', 'Way')}
          inline
          items={[
            { value: 'sms', label: text('短信', 'Message') },
            { value: 'mail', label: text('邮件', 'Mail') },
          ]}
        />
        <ButtonGroup>
          <Button text={TITLE} class="login-submit" />
          <ButtonLink href="/help" text={text('帮助', 'Help')} look="secondary" />
          <Button text={text('删除', 'Delete')} look="warning" />
        </ButtonGroup>
      </Form>
      <Details summary={text('收不到短信？', 'No message?')} open>
        <P text={text('请等一分钟再试。', 'Wait a minute and try again.')} />
      </Details>
      <InsetText>
        <P text={text('您已登录。', 'You are signed in.')} />
      </InsetText>
      <WarningText text={text('不要把验证码告诉任何人', 'Never tell anyone a code')} />
      <NotificationBanner>
        <P text={text('已保存。', 'Saved.')} />
      </NotificationBanner>
      <NotificationBanner success id="done">
        <P text={text('已更改。', 'Changed.')} />
      </NotificationBanner>
      <SummaryList
        rows={[
          { key: text('姓名', 'Name'), value: '张**', action: { href: '/help', text: text('更改', 'Change') } },
          { key: text('等级', 'Level'), value: <Tag text={text('省级', 'Provincial')} colour="blue" /> },
        ]}
      />
    </>
  );
}

const schema = z.object({ login: z.string().min(1), password: z.string().min(1) });

/**
 * Pages to look at in a browser: `/everything`, `/done`, `/down`, `/expired`; and `/leave`, whose form ends at `portal`,
 * which its policy names only where it is asked for with `?allowed`.
 */
export function samplePages(portal = ''): Router<PageState> {
  const router = new Router<PageState>();
  const options = { title: TITLE, back: { href: '/' }, notice: text('演示环境', 'Demonstration') };
  router.get('/everything', async (ctx) => renderPage(ctx, <Everything />, options));
  router.post('/everything', async (ctx) => {
    const form = readForm(ctx, schema);
    if (!form.ok) return renderPage(ctx, <Everything />, { ...options, form });
    seeOther(ctx, '/done');
  });
  router.get('/done', async (ctx) => {
    const view = <Panel title={text('注册完成', 'Registered')}>IAL 1</Panel>;
    renderPage(ctx, view, { title: TITLE });
  });
  router.get('/down', async (ctx) => renderTrouble(ctx, STORE_UNAVAILABLE));
  router.get('/expired', async (ctx) =>
    renderExpired(ctx, { href: 'https://tax.example/', name: text('税务', 'Tax') }),
  );
  router.get('/leave', async (ctx) => {
    const view = (
      <Form action="/leave">
        <Button text={TITLE} class="login-submit" />
      </Form>
    );
    renderPage(ctx, view, { title: TITLE });
    if (ctx.query.allowed) allowFormAction(ctx, [portal]);
  });
  router.post('/leave', async (ctx) => {
    seeOther(ctx, `${portal}/callback`);
  });
  return router;
}
