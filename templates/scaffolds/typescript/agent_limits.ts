// debtscan:unfilled - set the bounds, call `spend` once a turn of every loop around a model, then remove this line.
// What an agent may use up before it is stopped: turns, time and tokens.
export class LimitReached extends Error {}

export class Budget {
  private readonly started = Date.now();

  constructor(private turns = 8, private readonly milliseconds = 60_000, private tokens = 20_000) {}

  spend(tokens = 0): void {
    this.turns -= 1;
    this.tokens -= tokens;
    if (this.turns < 0 || this.tokens < 0 || Date.now() - this.started > this.milliseconds)
      throw new LimitReached(`turns left ${this.turns}, tokens left ${this.tokens}`);
  }
}
