import type { Text } from '../../../shared/text.js';
import { OUTSIDE_LOGIN } from '../factors.messages.js';
import type { FirstAnswer, FirstBegun, FirstFactor, FirstRequest } from '../first-factor.js';
import type { Challenge } from '../second-factor.js';
import type { OutsideAccounts } from './outside-accounts.js';
import type { OutsideProvider } from './outside-provider.js';

/** RFC 8176 has no word for what another site vouches for. */
const AMR = 'urn:yihao:amr:outside';

/** A linked account in place of name and password: one factor, whatever the provider says of its own login. */
export class OutsideLogin implements FirstFactor {
  readonly kind = 'outside';
  readonly id: string;
  readonly aal = 1;
  readonly leaves = true;
  readonly label: Text;
  readonly refused = OUTSIDE_LOGIN.refused;
  readonly #site: Pick<OutsideProvider, 'id' | 'name'>;
  readonly #accounts: Pick<OutsideAccounts, 'begin' | 'holder'>;

  constructor(accounts: Pick<OutsideAccounts, 'begin' | 'holder'>, { id, name }: Pick<OutsideProvider, 'id' | 'name'>) {
    this.#accounts = accounts;
    this.#site = { id, name };
    this.id = `outside-${id}`;
    const { zh, en } = OUTSIDE_LOGIN.label;
    this.label = { zh: zh.replace('{name}', name.zh), en: en.replace('{name}', name.en) };
  }

  async begin(): Promise<FirstBegun | { readonly outcome: 'unavailable' }> {
    const begun = await this.#accounts.begin(this.#site.id);
    if (!begun) return { outcome: 'unavailable' };
    const { challenge, expiresAt, href, state } = begun;
    return { outcome: 'begun', challenge, expiresAt, shown: { entry: 'leave', href, state, site: this.#site } };
  }

  async verify({ challenge, answer }: FirstRequest & { challenge: Challenge; answer: string }): Promise<FirstAnswer> {
    // An answer of another provider's, whose buttons are told apart by their ids, is nobody's here.
    if (challenge.provider !== this.#site.id) return { outcome: 'wrong' };
    const held = await this.#accounts.holder(challenge, answer);
    if (held.outcome === 'linked') return { outcome: 'right', identityId: held.identityId, amr: [AMR], aal: 1 };
    return { outcome: held.outcome === 'expired' || held.outcome === 'unavailable' ? held.outcome : 'wrong' };
  }
}
