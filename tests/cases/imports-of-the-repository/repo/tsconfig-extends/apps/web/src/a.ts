import { llm } from "@acme/llm";
import d from "@acme/llm";
import { llm as c } from "@acme/llm/client";
export const x = [
  (m: any) => llm.chat.completions.create({ model: "gpt-4o", messages: m }), // site: timeout=1
  (m: any) => d.chat.completions.create({ model: "gpt-4o", messages: m }), // site: timeout=1
  (m: any) => c.chat.completions.create({ model: "gpt-4o", messages: m }), // site: timeout=1
];
