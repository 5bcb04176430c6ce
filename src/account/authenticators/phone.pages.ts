import { type Identities, MASKS } from '../../domain/identities/index.js';
import type { AuthenticatorPages } from './authenticator-pages.js';
import { PHONE } from './authenticators.messages.js';

/** Codes to the confirmed phone among the ways to log in. Another phone is a matter of contact details. */
export function phonePages({ identities }: { readonly identities: Pick<Identities, 'reveal'> }): AuthenticatorPages {
  return {
    kind: 'sms',
    name: PHONE.name,
    about: PHONE.about,
    named: false,
    async describe({ identityId }) {
      const { phone } = await identities.reveal(identityId, ['phone']);
      return phone && MASKS.phone(phone);
    },
  };
}
