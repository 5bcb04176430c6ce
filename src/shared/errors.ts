import type { Text } from './text.js';

/** What the catalogue (`docs/errors.md`) says of one error. */
export interface ErrorEntry {
  /** Stable, snake_case; what a log line and a support desk name. */
  readonly code: string;
  /** HTTP status. */
  readonly status: number;
  /** What the reader is told, with what they can do. */
  readonly text: Text;
  /** The OAuth 2.0 / OpenID Connect error code, where the fault reaches a protocol endpoint. */
  readonly oauth?: string;
  /** Seconds for a `Retry-After` header. */
  readonly retryAfter?: number;
}

/**
 * A broken contract, thrown. Expected outcomes (a wrong password) are returned values instead.
 * Its message is the code: nothing personal can leak through it.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly entry: ErrorEntry;

  constructor(entry: ErrorEntry, options?: { cause?: unknown }) {
    super(entry.code, options);
    this.entry = entry;
  }

  get status(): number {
    return this.entry.status;
  }
}

/** Errors that belong to no single feature. Features declare theirs in `<feature>.errors.ts`. */
export const STORE_UNAVAILABLE: ErrorEntry = {
  code: 'store_unavailable',
  status: 503,
  oauth: 'temporarily_unavailable',
  retryAfter: 5,
  text: {
    zh: '服务暂时不可用，您填写的内容没有丢失。请稍等几秒后重试。',
    en: 'The service is unavailable for a moment. Nothing was lost. Please try again in a few seconds.',
  },
};

export const BUSY: ErrorEntry = {
  code: 'busy',
  status: 503,
  oauth: 'temporarily_unavailable',
  retryAfter: 5,
  text: {
    zh: '现在登录的人很多，请等几秒再试。',
    en: 'Many people are signing in right now. Please try again in a few seconds.',
  },
};

/** What `work` gives; undefined where the hashing queue is full. */
export async function unlessBusy<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppError && error.entry === BUSY) return undefined;
    throw error;
  }
}

export const NOT_FOUND: ErrorEntry = {
  code: 'not_found',
  status: 404,
  text: { zh: '没有找到这个页面，请检查网址。', en: 'There is no such page. Please check the address.' },
};

export const INTERNAL: ErrorEntry = {
  code: 'internal',
  status: 500,
  oauth: 'server_error',
  text: {
    zh: '服务出了问题，我们已经收到报告。请稍后再试。',
    en: 'Something went wrong on our side and has been reported. Please try again later.',
  },
};
