import assert from 'node:assert/strict';
import { startWeb, type TestWeb } from '../../../test/support/http/web.js';
import { demoMessages, type ShownMessage } from './messages.routes.js';

describe('the demonstration mailbox', () => {
  let web: TestWeb;
  let messages: ShownMessage[] = [];

  before(async () => {
    web = await startWeb(() => ({ routers: [demoMessages({ list: async () => messages })] }));
  });
  after(() => web.close());

  it('says in both languages that it is a demonstration, and what comes here', async () => {
    messages = [];
    const chinese = await web.send('/demo/messages');
    assert.equal(chinese.status, 200);
    assert.match(chinese.text, /演示环境.*还没有消息/s);
    const english = await web.send('/demo/messages', { headers: { 'accept-language': 'en' } });
    assert.match(english.text, /Demonstration.*No messages yet/s);
  });

  it('shows each message with its address, its moment in Beijing and its code apart', async () => {
    const sentAt = new Date('2026-11-23T02:05:00.000Z');
    messages = [
      { id: '2', to: '+8613800138000', text: '【一号】登录验证码：123456', code: '123456', sentAt },
      { id: '1', to: 'a@example.com', text: 'no code here', sentAt },
    ];
    const { text, headers } = await web.send('/demo/messages');
    assert.match(text, /\+8613800138000.*11月23日 10:05.*【一号】登录验证码：123456.*<strong>123456<\/strong>/s);
    assert.ok(text.indexOf('+8613800138000') < text.indexOf('a@example.com'), 'newest first');
    assert.equal(text.match(/<strong>/g)?.length, 1);
    assert.equal(headers['cache-control'], 'no-store');
  });

  it('A17 shows a message as text, whatever is in it', async () => {
    messages = [{ id: '3', to: '"><b>x', text: '<script>alert(1)</script>', code: '<i>1</i>', sentAt: new Date() }];
    const { text } = await web.send('/demo/messages');
    assert.doesNotMatch(text, /<script>alert|<b>x|<i>1/);
  });
});
