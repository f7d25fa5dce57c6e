import { llm } from "./index";
export const ask = (messages: any) => llm.chat.completions.create({ model: "gpt-4o", messages }); // site: timeout=5
