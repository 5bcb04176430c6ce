const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How often something may be done. Counting begins anew once `per` has passed since the first time. */
export interface Limit {
  /** What is counted, and for whom. */
  readonly what: string;
  readonly most: number;
  /** Seconds; or the one thing that as many are for. */
  readonly per: number | 'code' | 'screen';
  /** Seconds to wait before each further try: where that is left out there is none before `per` has passed. The last repeats. */
  readonly pauses?: readonly number[];
  /** Seconds between one and the next. */
  readonly apart?: number;
  readonly reason: string;
}

/** Guessing is slowed down and never shut out: an account that locks for good is one that anybody can lock. */
const GUESSES = { most: 5, per: DAY, pauses: [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR] } as const;

/** Counted durably, for an account whatever address the tries come from; by purpose, so that none uses up another's. */
const THROTTLED = {
  password: {
    what: 'wrong passwords of an account; from a device that it knows, counted apart',
    ...GUESSES,
    reason: 'strangers’ guesses must neither find a password nor keep its owner out',
  },
  totp: {
    what: 'wrong codes of an account’s apps',
    ...GUESSES,
    reason: 'six figures are found by trying; whoever tries has the password already',
  },
  sms: {
    what: 'wrong codes by text message of an account, over all its messages',
    ...GUESSES,
    reason: 'as above: a new message gives no new tries',
  },
  recovery: {
    what: 'wrong recovery codes of an account',
    ...GUESSES,
    reason: 'a code on paper is long; this keeps machines from trying',
  },
  recovery_door: {
    what: 'recoveries of an account that were not proven',
    ...GUESSES,
    reason: 'whoever tries is not logged in; counted apart from every login, so that it keeps nobody out of one',
  },
  registry: {
    what: 'questions to the population registry about a number; wrong ones for a phone',
    ...GUESSES,
    reason: 'nobody may search the registry through us',
  },
  delegation: {
    what: 'invitations to act for somebody, of an account',
    ...GUESSES,
    reason: 'each is a look at whether somebody is known here, and a message to them',
  },
} as const satisfies Readonly<Record<string, Limit>>;

export type ThrottledPurpose = keyof typeof THROTTLED;

/** Every limit on what people do, with its reason; the table in docs/guides/operate.md is this list. */
export const LIMITS = {
  ...THROTTLED,
  code_tries: {
    what: 'entries of one code that was sent',
    ...{ most: 5, per: 'code' },
    reason: 'ten codes of five tries a day at six figures: a guesser needs 38 years for an even chance',
  },
  code_address: {
    what: 'codes to one phone or mail address, for each purpose',
    ...{ most: 10, per: DAY, apart: MINUTE },
    reason: 'what strangers register with somebody’s phone must not use up the holder’s logins, nor flood the phone',
  },
  code_identity: {
    what: 'codes to one account, for each purpose; a code to a new contact has no pause, so that a mistyped one can be mended',
    ...{ most: 10, per: DAY, apart: MINUTE },
    reason: 'each costs money and disturbs somebody',
  },
  code_visit: {
    what: 'codes that one browser’s visit asks for',
    ...{ most: 10, per: HOUR },
    reason: 'one browser names many phones only to disturb them',
  },
  registration_codes: {
    what: 'codes to phones that one client address asks for in registrations',
    ...{ most: 500, per: HOUR },
    reason:
      'whoever has no account yet can begin visits and name phones without end; a service hall shares one address, so it is generous',
  },
  registry_asks: {
    what: 'questions to the population registry in one visit, matched or not',
    ...{ most: 10, per: HOUR },
    reason: 'each costs money',
  },
  stop_codes: {
    what: 'codes that stop a recovery, tried from one client address',
    ...{ most: 60, per: HOUR },
    reason: 'a code has 50 bits: this only keeps machines from trying for nothing',
  },
  qr_numbers: {
    what: 'numbers typed on the phone for a screen that waits',
    ...{ most: 3, per: 'screen' },
    reason: 'the number has two figures: somebody in front of the screen reads it, and nobody guesses it',
  },
  qr_misses: {
    what: 'codes under which no screen waits, tried by one account',
    ...{ most: 10, per: 10 * MINUTE },
    reason: 'nobody may look for screens that wait for somebody else',
  },
  guardian_asks: {
    what: 'requests of a child to guardians',
    ...{ most: 5, per: DAY },
    reason: 'each may send word to somebody whose name and number were typed',
  },
  number_taken: {
    what: 'messages to the holder of a number that somebody registers again',
    ...{ most: 1, per: HOUR },
    reason: 'they are to know, and not to be flooded',
  },
  passkey_copied: {
    what: 'messages that a passkey may have been copied, for each count that it came with',
    ...{ most: 1, per: DAY },
    reason: 'whoever tries a copy again and again does not flood its holder',
  },
  forms: {
    what: 'forms that one client address sends, and logins that it begins, at each process of the service',
    ...{ most: 600, per: MINUTE },
    reason:
      'each login that is begun rests in the store for hours. Advice only, since addresses change; a service hall shares one, so it is generous',
  },
} as const satisfies Readonly<Record<string, Limit>>;
