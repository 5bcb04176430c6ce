/**
 * Told how long one operation of a store took. Whoever measures knows nothing of those who listen.
 * @param operation a fixed word such as `read`; never a key, a statement or a value
 */
export type Observe = (operation: string, seconds: number, outcome: 'ok' | 'failed') => void;

/** Runs `work` and tells how long it took and whether it threw. */
export function observed<T>(observe: Observe, operation: string, work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  const tell = (outcome: 'ok' | 'failed'): void => observe(operation, (performance.now() - begun) / 1000, outcome);
  const answer = work();
  answer.then(
    () => tell('ok'),
    () => tell('failed'),
  );
  return answer;
}
