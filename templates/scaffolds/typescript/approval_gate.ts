// debtscan:unfilled - ask the person where they are, keep the decision, send these tools through it, then remove this line.
// What cannot be taken back happens only after a person has said yes to exactly this.
{{#fill.tools}}
// "{{name}}" in "{{place}}"{{#effects}}: {{effects}}{{/effects}}
{{/fill.tools}}
import { createHash } from "node:crypto";

export class NotApproved extends Error {}

export const digest = (tool: string, input: unknown): string => createHash("sha256").update(JSON.stringify([tool, input])).digest("hex");

/** `approvals` are the persons who approved, by digest: an approval of other arguments is none. Gives who approved. */
export function requireApproval(tool: string, input: unknown, approvals: Map<string, string>): string {
  const person = approvals.get(digest(tool, input));
  if (!person) throw new NotApproved(`${tool} needs the approval of a person`);
  return person;
}
