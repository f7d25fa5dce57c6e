import { llm, ns, dflt, renamed } from "../lib";
import * as lib from "../lib";
export const x = [
  (m: any) => llm.chat.completions.create({ model: "gpt-4o", messages: m }), // site: timeout=1
  (m: any) => ns.llm.chat.completions.create({ model: "gpt-4o", messages: m }), // site: timeout=3
  (m: any) => dflt.chat.completions.create({ model: "gpt-4o", messages: m }), // site: timeout=4
  (m: any) => renamed.chat.completions.create({ model: "gpt-4o", messages: m }), // site: timeout=2
  (m: any) => lib.llm.chat.completions.create({ model: "gpt-4o", messages: m }), // site: timeout=1
];
