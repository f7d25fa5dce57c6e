import { llm as a } from "@lib/one";
import { llm as b } from "#llm";
import { llm as c } from "$shared/x";
import { llm as d } from "deep/base";
export const x = [
  (m: any) => a.chat.completions.create({ model: "gpt-4o", messages: m }), // site: timeout=1
  (m: any) => b.chat.completions.create({ model: "gpt-4o", messages: m }), // site: timeout=2
  (m: any) => c.chat.completions.create({ model: "gpt-4o", messages: m }), // site: timeout=3
  (m: any) => d.chat.completions.create({ model: "gpt-4o", messages: m }), // site: timeout=4
];
