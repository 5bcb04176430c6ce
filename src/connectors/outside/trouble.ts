import { EgressError } from '../egress/egress-client.js';

/** What an operator is told of an answer that was not taken: nothing that a stranger wrote freely, and nobody's data. */
export interface OutsideTrouble {
  readonly provider: string;
  /** A code of ours, of the protocol or of the library. */
  readonly reason: string;
}

const CODE = /^[\w.:-]{1,64}$/;

/** The shortest true thing to say of an error, its causes included. */
export function troubleOf(error: unknown): Pick<OutsideTrouble, 'reason'> {
  const egress = causesOf(error).find((cause) => cause instanceof EgressError);
  if (egress) return { reason: egress.reason };
  const named = error as { error?: unknown; code?: unknown };
  const reason = [named?.error, named?.code].find((one) => typeof one === 'string' && CODE.test(one));
  return { reason: typeof reason === 'string' ? reason : 'failed' };
}

/** Whether it was the way there, or the provider being ill, and not what it said. */
export function isOutOfReach(error: unknown): boolean {
  return causesOf(error).some(
    (cause) =>
      cause instanceof EgressError ||
      (cause instanceof Response && cause.status >= 500) ||
      (cause instanceof DOMException && cause.name === 'TimeoutError'),
  );
}

function causesOf(error: unknown): readonly unknown[] {
  const causes: unknown[] = [];
  for (let one = error; one !== undefined && one !== null && causes.length < 8; one = (one as Error).cause)
    causes.push(one);
  return causes;
}
