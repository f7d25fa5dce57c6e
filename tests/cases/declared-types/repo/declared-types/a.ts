import OpenAI from "openai";
import type { Deps, More, Params } from "./types";
export function a({ client }: Deps, messages: any) {
  return client.chat.completions.create({ model: "gpt-4o", messages, timeout: 1 }); // site: timeout=1
}
export function b(deps: More, messages: any) {
  return deps.other.messages.create({ model: "x", messages, max_tokens: 3 }); // site: max_tokens=3
}
export const c = ({ client, nested: { llm } }: Params, messages: any) => [
  client!.embeddings.create({ model: "text-embedding-3-small", input: "x" }), // site:
  llm.embeddings.create({ model: "text-embedding-3-small", input: "x" }), // site:
];
export function d(p: Params, text: string) {
  return p.client!.embeddings.create({ model: "text-embedding-3-small", input: text }); // site:
}
export function e({ llm }: { llm: OpenAI }, text: string) {
  return llm.embeddings.create({ model: "text-embedding-3-small", input: text }); // site:
}
interface Sms { client: Twilio }
export const f = ({ client }: Sms) => client.embeddings.create({ model: "m", input: "x" });
