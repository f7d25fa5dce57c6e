import OpenAI from "openai";
import { defaults, options, settings } from "./opts";
const c = new OpenAI({ timeout: 5 });
export const a = (m: any) => c.chat.completions.create({ ...defaults, model: "gpt-4o", messages: m }); // site: max_tokens=100 temperature=0
export const b = (m: any) => c.chat.completions.create({ ...options("gpt-4o"), messages: m }); // site: max_tokens=100 model=gpt-4o
export const d = (m: any) => c.chat.completions.create({ ...settings, messages: m }); // site: model=gpt-4o max_tokens=unset
export const e = (m: any) => { const o: any = { model: "gpt-4o", messages: m }; o.max_tokens = 5; return c.chat.completions.create(o); }; // site: max_tokens=5
export const f = (m: any) => c.chat.completions.create(Object.assign({}, defaults, { model: "gpt-4o", messages: m })); // site: max_tokens=100
