// debtscan:unfilled - choose the checks, use them around every call that users reach, then remove this line.
// What is refused before the model is asked, and what of its answer is held back.
export type Check = (text: string) => Promise<string | null>; // why it is refused, or null

/** Tell the user that it cannot be answered; the reason belongs into the log. */
export class Refused extends Error {}

export const input: Check[] = [async (text) => (text.length > 4000 ? "longer than 4000 characters" : null)]; // TODO moderation, injection debtscan:unfilled
export const output: Check[] = []; // TODO moderation, leaks of the system prompt, promises that nobody may make debtscan:unfilled

export async function guard(checks: Check[], text: string): Promise<string> {
  for (const check of checks) {
    const reason = await check(text);
    if (reason) throw new Refused(reason);
  }
  return text;
}
