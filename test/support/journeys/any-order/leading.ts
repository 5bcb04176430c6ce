import { OWNER, type Step } from './steps.js';

const ACCOUNT = '/account/authenticators';
const [ALICE, BOB, CAROL] = [0, 1, 2];

/** Walks that must lead somewhere: a model in which nothing is ever written proves nothing. */
export const LEADING: readonly (readonly Step[])[] = [
  [
    { do: 'log in', by: 0, as: ALICE, how: 'passkey' },
    { do: 'change', by: 0, as: ALICE, page: `${ACCOUNT}/password`, pick: 0 },
    { do: 'change', by: 0, as: ALICE, page: `${ACCOUNT}/totp`, pick: 0 },
    { do: 'change', by: 0, as: ALICE, page: `${ACCOUNT}/recovery`, pick: 0 },
    { do: 'change', by: 0, as: ALICE, page: `${ACCOUNT}/passkey`, pick: 0 },
    { do: 'change', by: 0, as: ALICE, page: `${ACCOUNT}/remove/:id`, pick: 2 },
    { do: 'wait', seconds: 61 },
    { do: 'log in', by: 1, as: ALICE, how: 'code' },
    ...[2, 3, 4, 5, 6].map((sent) => ({ do: 'replay', by: 1, sent, token: 'own', here: true }) as const),
    { do: 'log out', by: 0 },
    ...[2, 3, 4, 5, 6].map((sent) => ({ do: 'replay', by: 0, sent, token: 'own', here: true }) as const),
  ],
  [
    { do: 'log in', by: 1, as: BOB, how: 'code' },
    { do: 'change', by: 1, as: BOB, page: `${ACCOUNT}/password`, pick: 0 },
    { do: 'wait', seconds: 310 },
    { do: 'change', by: 1, as: BOB, page: `${ACCOUNT}/totp`, pick: 0 },
    { do: 'wait', seconds: 61 },
    { do: 'log in', by: 0, as: BOB, how: 'password' },
    { do: 'log in', by: 1, as: BOB, how: 'password' },
    { do: 'open', by: 1, page: 'portal 2', of: 1 },
  ],
  [
    { do: 'register', by: 0, as: CAROL },
    { do: 'log in', by: 0, as: CAROL, how: 'password' },
    { do: 'register', by: 1, as: BOB },
    { do: 'log in', by: 1, as: CAROL, how: 'password' },
  ],
  [
    { do: 'log in', by: 1, as: BOB, how: 'code' },
    { do: 'wait', seconds: 61 },
    { do: 'change', by: 1, as: BOB, page: '/account/contact/email', pick: 0 },
    { do: 'send', by: 1, form: '/account/contact/confirm', as: BOB, right: true, pick: 1, of: OWNER },
    // A screen that BOB's browser lets in.
    { do: 'open', by: 0, page: '/sign-in', of: OWNER },
    { do: 'send', by: 0, form: '/interaction/:uid/login/with', as: BOB, right: true, pick: 0, of: OWNER },
    { do: 'change', by: 1, as: BOB, page: '/account/sessions/screen/:code', pick: 0 },
    { do: 'answer', by: 0, as: BOB, right: true, pick: 0 },
  ],
  [
    { do: 'wait', seconds: 61 },
    { do: 'open', by: 0, page: '/sign-in', of: OWNER },
    ...['', '/ways', '/prove', '/password'].map(
      (page) =>
        ({
          ...({ do: 'send', by: 0, form: `/interaction/:uid/recover${page}` } as const),
          ...{ as: ALICE, right: true, pick: 0, of: OWNER },
        }) as const,
    ),
    { do: 'log in', by: 1, as: ALICE, how: 'passkey' },
    { do: 'send', by: 1, form: '/interaction/:uid/waiting/stop', as: ALICE, right: true, pick: 0, of: OWNER },
  ],
  // With the names of another person's things.
  [
    { do: 'log in', by: 0, as: ALICE, how: 'passkey' },
    { do: 'log in', by: 1, as: BOB, how: 'code' },
    { do: 'send', by: 0, form: '/account/sessions/end', as: BOB, right: true, pick: 0, of: BOB },
    ...['remove', 'name'].map(
      (what) =>
        ({ do: 'send', by: 0, form: `${ACCOUNT}/${what}/:id`, as: BOB, right: true, pick: 0, of: BOB }) as const,
    ),
  ],
  // With a phone that another person's code never reached, after one's own was confirmed.
  [
    { do: 'open', by: 0, page: '/register', of: OWNER },
    { do: 'answer', by: 0, as: CAROL, right: true, pick: 0 },
    { do: 'answer', by: 0, as: CAROL, right: true, pick: 0 },
    { do: 'send', by: 0, form: '/interaction/:uid/register', as: CAROL, right: true, pick: 4, of: OWNER },
    { do: 'send', by: 0, form: '/interaction/:uid/register/password', as: CAROL, right: true, pick: 0, of: OWNER },
  ],
  // With the answer of a passkey that another browser asked for.
  [
    { do: 'open', by: 1, page: 'portal 3', of: OWNER },
    { do: 'open', by: 0, page: 'portal 3', of: OWNER },
    { do: 'send', by: 0, form: '/interaction/:uid/login/with', as: ALICE, right: true, pick: 6, of: OWNER },
  ],
];
/** What these bring about. */
export const MUST_HAPPEN = [
  ...['added', 'changed', 'removed'].map((what) => `authenticator.${what}`),
  ...['identity.registered', 'identity.registration_refused', 'session.started'],
  ...['contact.changed', 'qr_login.confirmed', 'recovery.begun', 'recovery.stopped'],
];
