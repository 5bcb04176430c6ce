import { errors } from 'oidc-provider';

/** An error that looks for no stack. */
class Stackless extends Error {
  constructor(message?: string, options?: ErrorOptions) {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message, options);
    Error.stackTraceLimit = stackTraceLimit;
  }
}

let done = false;

/**
 * Lets oidc-provider's own errors be made without a stack. It makes three of them in each good answer of userinfo, for
 * what might have been amiss (`ctx.assert` in its `lib/shared/access_token.js`), and looks for the stack of each twice,
 * which is 7 % of that answer's CPU. They are answers to portals: their words are logged (`tellRefusals`), and their
 * stacks never were.
 */
export function dropProtocolStacks(): void {
  if (done) return;
  done = true;
  Object.setPrototypeOf(errors.OIDCProviderError, Stackless);
  const { captureStackTrace } = Error;
  Error.captureStackTrace = (target, from) => {
    if (!(target instanceof errors.OIDCProviderError)) captureStackTrace(target, from);
  };
}
