import type { z } from 'zod';

/**
 * One page of a journey: where it stands below `/interaction/:uid/`, and what must have been done before it may be
 * seen or sent. `requires` is a schema over the journey's state: what it parses is what the page's handler receives,
 * so a handler cannot reach for something that an earlier step did not leave.
 */
export interface Step<State = unknown> {
  readonly path: string;
  readonly requires: z.ZodType<State>;
}

/** A journey is data: its steps in walking order. Nothing else decides who may go where. */
export type Journey = Readonly<Record<string, Step>>;

/** What a step's handler receives. */
export type StateOf<S> = S extends Step<infer State> ? State : never;

/** The furthest step whose requirements this state meets: where someone belongs who came too early. */
export function furthestStep(journey: Journey, state: unknown): string {
  const reached = Object.keys(journey).filter((name) => journey[name]!.requires.safeParse(state).success);
  const last = reached.at(-1);
  if (last === undefined) throw new TypeError('a journey’s first step must require nothing');
  return last;
}

/** Whether `state` may enter `step`, and the parsed state if it may. */
export function enter<State>(step: Step<State>, state: unknown): { allowed: true; state: State } | { allowed: false } {
  const parsed = step.requires.safeParse(state);
  return parsed.success ? { allowed: true, state: parsed.data } : { allowed: false };
}
