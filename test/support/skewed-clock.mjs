/** Loaded before a program (`node --import`): its wall clock is CLOCK_SKEW_MS off; timers and monotonic time are not. */
const skew = Number(process.env.CLOCK_SKEW_MS);
const real = Date.now.bind(Date);
const now = () => real() + skew;

globalThis.Date = new Proxy(Date, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length > 0 ? args : [now()], newTarget),
  get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
});
