import { llm, build } from "@shop/ai";
import { llm as two } from "@shop/ai/client";
import three from "@shop/ai/server/x";
export const a = (m: any) => llm.chat.completions.create({ model: "gpt-4o", messages: m }); // site: timeout=10000
export const b = (m: any) => two.chat.completions.create({ model: "gpt-4o", messages: m }); // site: timeout=10000
export const c = (m: any) => three.chat.completions.create({ model: "gpt-4o", messages: m }); // site: timeout=5
export const d = (m: any) => build().chat.completions.create({ model: "gpt-4o", messages: m }); // site: timeout=7
