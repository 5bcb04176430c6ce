import assert from 'node:assert/strict';
import { MemoryStore } from '../../storage/index.js';
import type { PageContext } from '../../ui/context.js';
import { type RegisteringParts, type RegistrationWalk, sendCode } from './registering.js';
import { createRegistration } from './registration.js';

describe('messages to phones before there is an account', () => {
  const rest = { registry: { simulated: true }, throttleKey: Buffer.alloc(32, 5) } as unknown as Parameters<
    typeof createRegistration
  >[0];
  const registration = createRegistration({ ...rest, ephemeral: new MemoryStore() });
  let sent = 0;
  const codes = {
    send: async () => {
      sent += 1;
      return { outcome: 'sent' as const, codeId: `${sent}`, expiresAt: new Date(Date.now() + 1000) };
    },
  } as unknown as RegisteringParts['codes'];
  const walk = { save: async () => undefined, go: () => undefined } as unknown as RegistrationWalk;

  const ask = (ip: string) => {
    const ctx = { ip, state: { locale: 'en', visit: { digest: 'a new visit each time' } } } as unknown as PageContext;
    return sendCode({ codes, registration }, ctx, walk, {}, `+8613${900000000 + sent}`);
  };

  it('A5 end for one address after 500 in an hour, whatever visits it begins and phones it names', async () => {
    for (let message = 0; message < 500; message += 1) assert.equal((await ask('2001:db8::1')).outcome, 'sent');
    const answer = await ask('2001:db8::2');
    assert.ok(answer.outcome === 'limited' && answer.secondsLeft > 3500 && answer.secondsLeft <= 3600);
    assert.equal(sent, 500);
    assert.equal((await ask('2001:db8:0:1::1')).outcome, 'sent', 'a neighbour');
  });
});
