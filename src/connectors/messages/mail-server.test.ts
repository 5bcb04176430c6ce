import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { OutgoingMessage } from '../../domain/notifications/index.js';
import { MailServer } from './mail-server.js';

const MESSAGE: OutgoingMessage = {
  id: '0190a000-0000-7000-8000-000000000001',
  to: 'someone@example.com',
  subject: '一号登录验证码',
  text: '【一号】登录验证码：123456',
  template: 'login_code',
  values: { code: '123456' },
  locale: 'zh-CN',
};
const FROM = '一号 <no-reply@yihao.example>';

describe('MailServer, against a real SMTP server', () => {
  const received: { from: string; to: string[]; raw: string }[] = [];
  const closers: (() => unknown)[] = [];
  let port = 0;

  async function connect(options: SMTPServerOptions = {}, credentials = ''): Promise<MailServer> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, session, done) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const { mailFrom, rcptTo } = session.envelope;
          const from = mailFrom ? mailFrom.address : '';
          received.push({ from, to: rcptTo.map(({ address }) => address), raw: String(Buffer.concat(chunks)) });
          done();
        });
      },
      ...options,
    });
    server.on('error', () => {});
    await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', () => resolve()));
    port = (server.server.address() as AddressInfo).port;
    const mail = new MailServer({ url: `smtp://${credentials}127.0.0.1:${port}`, from: FROM, timeoutMs: 500 });
    closers.push(
      () => mail.close(),
      () => new Promise<void>((resolve) => server.close(() => resolve())),
    );
    return mail;
  }
  afterEach(async () => {
    received.length = 0;
    for (const close of closers.splice(0)) await close();
  });

  it('sends a message that arrives as it was written, with the same id at every attempt', async () => {
    const mail = await connect();
    assert.equal(await mail.send(MESSAGE), 'sent');
    assert.equal(await mail.send(MESSAGE), 'sent');
    assert.equal(received.length, 2);
    for (const { from, to, raw } of received) {
      assert.equal(from, 'no-reply@yihao.example');
      assert.deepEqual(to, ['someone@example.com']);
      assert.match(raw, /^Message-ID: <0190a000-0000-7000-8000-000000000001@yihao\.example>/m);
      assert.match(raw, /^Auto-Submitted: auto-generated/m);
      const [, body = ''] = raw.split('\r\n\r\n');
      assert.match(raw, /^Content-Transfer-Encoding: base64/m);
      assert.equal(Buffer.from(body, 'base64').toString('utf8').trim(), MESSAGE.text);
    }
  });

  it('cannot be made to write further headers or to further people', async () => {
    const mail = await connect();
    await mail.send({ ...MESSAGE, subject: 'a\r\nBcc: eve@example.com', to: 'a@example.com, eve@example.com' });
    await mail.send({ ...MESSAGE, to: 'a@example.com>\r\nRCPT TO:<eve@example.com' });
    for (const { to, raw } of received) {
      assert.ok(!to.includes('eve@example.com'));
      assert.doesNotMatch(raw, /^Bcc:/m);
    }
  });

  it('logs in with the credentials of its address', async () => {
    const seen: unknown[] = [];
    const options: SMTPServerOptions = {
      authOptional: false,
      allowInsecureAuth: true,
      onAuth({ username, password }, _session, done) {
        seen.push([username, password]);
        if (password === 'p@ss') done(null, { user: 'yihao' });
        else done(new Error('no'));
      },
    };
    assert.equal(await (await connect(options, 'yihao:p%40ss@')).send(MESSAGE), 'sent');
    assert.deepEqual(seen, [['yihao', 'p@ss']]);
    assert.equal(await (await connect(options, 'yihao:wrong@')).send(MESSAGE), 'retry', 'settings can be mended');
  });

  it('gives up on a final refusal and tries again after a passing one', async () => {
    const refuse = (responseCode: number): SMTPServerOptions => ({
      onRcptTo: (_address, _session, done) => done(Object.assign(new Error('refused'), { responseCode })),
    });
    assert.equal(await (await connect(refuse(550))).send(MESSAGE), 'refused');
    assert.equal(await (await connect(refuse(451))).send(MESSAGE), 'retry');
  });

  it('tries again when the server hangs or is gone', async () => {
    const begin = performance.now();
    assert.equal(await (await connect({ onConnect: () => {} })).send(MESSAGE), 'retry');
    assert.ok(performance.now() - begin < 5_000);
    const gone = new MailServer({ url: 'smtp://127.0.0.1:1', from: FROM, timeoutMs: 500 });
    assert.equal(await gone.send(MESSAGE), 'retry');
    gone.close();
  });

  it('sends nothing in the clear to another machine', async () => {
    await connect();
    // Another name of this machine, which the exception for this machine does not know.
    const remote = new MailServer({ url: `smtp://127.0.0.2:${port}`, from: FROM, timeoutMs: 500 });
    assert.equal(await remote.send(MESSAGE), 'retry');
    assert.equal(received.length, 0);
    remote.close();
  });
});
