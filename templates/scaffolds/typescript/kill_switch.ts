// debtscan:unfilled - read the flag from where operations can set it, ask before every model call, then remove this line.
// Turns the feature off at once, without a deploy. Tell the user that the assistant is away, and what to do instead.
export class SwitchedOff extends Error {}

export function check(feature = "{{fill.app}}"): void {
  if (["1", "all", feature].includes(process.env.AI_SWITCHED_OFF ?? "")) throw new SwitchedOff(feature);
}
