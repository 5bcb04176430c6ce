import { z } from 'zod';
import type { Text } from '../../shared/text.js';
import type { MessageName } from '../notifications/index.js';
import { type AuditEvent, SCOPE_FORM, TERMINAL_ID_FORM, type WishedNotice } from '../records/index.js';

/** Under which of its headings the history shows an event. */
export const KINDS = ['login', 'methods', 'data', 'delegation'] as const;
export type HistoryKind = (typeof KINDS)[number];

type Nothing = Record<never, never>;

/** What could be read out of a row that any version wrote: each part may be missing. */
type Read<S extends z.ZodRawShape> = Partial<z.output<z.ZodObject<S>>>;

/**
 * The citizen's sentence, with `{application}`, `{claims}`, `{person}`, `{method}` and `{change}` where the page fills them;
 * or several, of which the event's detail picks one. Where it picks none that is here, the first stands for all.
 */
export type Sentence<S extends z.ZodRawShape> =
  | Text
  | {
      readonly of: Readonly<Record<string, Text>>;
      readonly pick: (detail: Read<S>, event: AuditEvent) => string | undefined;
    };

/**
 * Who is told. `always`: with every such event, whomever it is about. `sometimes`: where whoever records the event says so.
 * `everywhere`: by every contact there is, for what nobody may miss because one way is in other hands; `once`: by one of
 * them; otherwise by the ways that its holder wished for such notices.
 */
export type Notice = ({ readonly always: MessageName } | { readonly sometimes: readonly MessageName[] }) & {
  readonly by: 'everywhere' | 'once' | WishedNotice;
};

/** One more on a counter of this name, under these fixed words. */
export type Figure =
  | { readonly counts: 'logins'; readonly outcome: string; readonly authenticator: string }
  | { readonly counts: 'tokens'; readonly outcome: string; readonly kind: string };

/** All that is known of one type of event. A type is `noun.verb`; its words, who is told and its detail stand here alone. */
export interface EventType<S extends z.ZodRawShape = z.ZodRawShape, N extends Notice | null = Notice | null> {
  /** What its row says beyond whose, who, where and when: codes, counts and ids. Whatever is not named is refused. */
  readonly detail: z.ZodObject<S, z.core.$strict>;
  readonly history:
    | { readonly kind: HistoryKind; readonly says: Sentence<S> }
    /** Why the citizen is told nothing of it. */
    | { readonly none: string };
  readonly notice: N;
  /** What it is counted as, beside the count by type. */
  readonly figure: ((detail: Read<S>) => Figure) | undefined;
}

interface Definition<S extends z.ZodRawShape> {
  readonly detail?: S;
  readonly figure?: (detail: Read<S>) => Figure;
}

/** A type that the history shows, under `kind`. */
export function shown<const S extends z.ZodRawShape = Nothing, const N extends Notice | null = null>(
  kind: HistoryKind,
  { detail, says, notice, figure }: Definition<S> & { readonly says: Sentence<S>; readonly notice?: N },
): EventType<S, N> {
  return {
    detail: z.strictObject(detail ?? ({} as S)),
    history: { kind, says },
    notice: (notice ?? null) as N,
    figure,
  };
}

/** A type that the history leaves out, and why: another event of the same act tells it, or it is about nobody. */
export function silent<const S extends z.ZodRawShape = Nothing>(
  none: string,
  { detail, figure }: Definition<S> = {},
): EventType<S, null> {
  return { detail: z.strictObject(detail ?? ({} as S)), history: { none }, notice: null, figure };
}

/** What the citizen did themselves, or somebody who acted for them, whom the event names. */
export const byOwnerOr = (owner: Text, acted: Text) => ({
  of: { owner, acted },
  pick: ({ person }: { readonly person?: string | undefined }) => (person === undefined ? 'owner' : 'acted'),
});

/** A citizen's number, a phone or another number that somebody can be found by. */
const NUMBER_OF_SOMEBODY = /(?<![\w-])(?:\+\d{6,}|[A-Z]{0,3}\d{8,})[Xx]?(?![\w-])/;

const plain = (most: number, letters: RegExp) =>
  z
    .string()
    .max(most)
    .regex(letters)
    .refine((text) => !NUMBER_OF_SOMEBODY.test(text));

/** A code of ours, a claim's or a scope's name: Latin letters, no blank, nothing that looks like somebody's number. */
export const word = plain(200, /^[\w.:/-]*$/);
/** An id: random, or chosen by an operator for a department or an application. */
export const id = plain(64, /^[\w.:-]+$/);
/** Words with blanks between them, as oidc-provider writes by which grants a token came. */
export const wordsInLine = plain(2048, /^[\x21-\x3f\x41-\x7e ]*$/);

// What operators named: whatever registration accepts, digits and all, or what was registered could never be changed.
/** A public terminal's id. */
export const terminalId = z.string().regex(TERMINAL_ID_FORM);
const isScope = (text: string): boolean => SCOPE_FORM.test(text) || !NUMBER_OF_SOMEBODY.test(text);
/** An interface's scope. */
export const scope = z
  .string()
  .max(60)
  .regex(/^[\w.:/-]+$/)
  .refine(isScope);
/** Scopes as OAuth writes them, OpenID Connect's among them: 50 of an interface's are 3,049 characters. */
export const scopeList = z
  .string()
  .max(4096)
  .regex(/^[\x21-\x3f\x41-\x7e ]*$/)
  .refine((text) => text.split(' ').every(isScope));
/** The address of an interface: in its normal form it is ASCII, and names nobody before its host. */
export const address = z
  .string()
  .max(500)
  .regex(/^https?:\/\/(?![^/]*@)[\x21-\x7e]+$/);
/** Six digits of GB/T 2260. */
export const region = z.string().regex(/^\d{6}$/);
/** As far as a passkey's counter goes: no phone is that small a number. */
export const count = z
  .int()
  .min(0)
  .max(2 ** 32);
export const level = z.literal([1, 2, 3]);
