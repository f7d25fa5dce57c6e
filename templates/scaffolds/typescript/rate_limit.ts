// debtscan:unfilled - set the limits, keep the counters where all instances see them, use it on the routes, then remove this line.
// How often one caller may reach a model.
{{#fill.routes}}
// "{{path}}"
{{/fill.routes}}
const REQUESTS = 20;
const MILLISECONDS = 60_000;
const seen = new Map<string, number[]>();

/** Answer it with 429 and Retry-After. */
export class TooMany extends Error {
  constructor(readonly retryAfter: number) {
    super(`try again in ${retryAfter} s`);
  }
}

export function check(caller: string): void {
  const now = Date.now();
  const times = (seen.get(caller) ?? []).filter((t) => now - t < MILLISECONDS);
  if (times.length >= REQUESTS) throw new TooMany(Math.ceil((MILLISECONDS - (now - times[0])) / 1000));
  seen.set(caller, [...times, now]);
}
