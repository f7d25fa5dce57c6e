// debtscan:unfilled - give it a store that users and the service cannot change, call it for every answer, then remove this line.
// A lasting record of what was asked, answered and done: for questions that come weeks later. One row an answer, append only,
// each with the hash of the one before, so that a gap shows; kept as long as docs/retention.yaml says.
{{#fill.sites}}
// "{{call}}" in "{{place}}"
{{/fill.sites}}
import { createHash } from "node:crypto";

export interface Entry {
  user: string; purpose: string; model: string; parameters: object; promptVersion: string;
  request: unknown; answer: string; sources: string[]; actions: unknown[];
}

export interface Store {
  last(): Promise<string | null>;
  append(entry: string, hash: string): Promise<void>;
}

export async function keep(store: Store, entry: Entry): Promise<string> {
  const text = JSON.stringify({ at: new Date().toISOString(), ...entry, before: await store.last() });
  const hash = createHash("sha256").update(text).digest("hex");
  await store.append(text, hash);
  return hash;
}
