import { llm } from "#lib/a";
import { llm as two } from "#llm";
export const a = (m: any) => llm.chat.completions.create({ model: "gpt-4o", messages: m }); // site: timeout=1
export const b = (m: any) => two.chat.completions.create({ model: "gpt-4o", messages: m }); // site: timeout=2
