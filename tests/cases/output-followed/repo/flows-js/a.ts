import OpenAI from "openai";
import { z } from "zod";
const c = new OpenAI();
const S = z.object({ a: z.string() });
export async function a(m: any) {
  const r = await c.chat.completions.create({ model: "gpt-4o", messages: m }); // site: output_parsed=set parse_guarded=unset
  return JSON.parse(r.choices[0].message.content!);
}
export async function b(m: any) {
  const { choices } = await c.chat.completions.create({ model: "gpt-4o", messages: m }); // site: output_parsed=set parse_guarded=set
  const [{ message }] = choices;
  return S.parse(JSON.parse(message.content!));
}
export function d(m: any) {
  return c.chat.completions.create({ model: "gpt-4o", messages: m }).then((r) => JSON.parse(r.choices[0].message.content!)); // site: output_parsed=set
}
export function e(m: any) {
  return c.chat.completions.create({ model: "gpt-4o", messages: m }).catch((x) => null); // site: error_handled=set
}
export async function f(ms: any[]) {
  const rs = await Promise.all(ms.map((m) => c.chat.completions.create({ model: "gpt-4o", messages: m }))); // site: output_parsed=set
  return rs.map((r) => JSON.parse(r.choices[0].message.content!));
}
