import { DATA_MESSAGES } from './data.messages.js';
import { PEOPLE_MESSAGES } from './people.messages.js';
import { RECOVERY_MESSAGES } from './recovery.messages.js';
import { SIGN_IN_MESSAGES } from './sign-in.messages.js';

/**
 * Every message Yihao sends. None holds a link: citizens learn that a message with a link is not from us.
 * A message that carries a code says what the code does and that nobody may be told it.
 */
export const MESSAGES = { ...SIGN_IN_MESSAGES, ...RECOVERY_MESSAGES, ...PEOPLE_MESSAGES, ...DATA_MESSAGES };

export type MessageName = keyof typeof MESSAGES;

/** What has to be filled in a message. */
export type Places<M extends MessageName> = PlacesIn<(typeof MESSAGES)[M]['zh']>;
type PlacesIn<S extends string> = S extends `${string}{${infer Place}}${infer Rest}` ? Place | PlacesIn<Rest> : never;

/** Whether a message says when it happened. */
export const isTimed = (name: MessageName): boolean => MESSAGES[name].zh.includes('{time}');
