import { llm } from "lib/llm";
export const a = (m) => llm.chat.completions.create({ model: "gpt-4o", messages: m }); // site: timeout=1
