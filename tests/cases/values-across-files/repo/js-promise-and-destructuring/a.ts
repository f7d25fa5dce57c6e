import OpenAI from "openai";
const clients = { main: new OpenAI({ timeout: 5 }) };
const { main } = clients;
export const a = (m: any) => main.chat.completions.create({ model: "gpt-4o", messages: m }); // site: timeout=5
const { chat } = new OpenAI({ timeout: 6 });
export const b = (m: any) => chat.completions.create({ model: "gpt-4o", messages: m }); // site: timeout=6
let _c: OpenAI | undefined;
function get() { return (_c ??= new OpenAI({ timeout: 7 })); }
export const c = (m: any) => get().chat.completions.create({ model: "gpt-4o", messages: m }); // site: timeout=7
function get2() { if (!_d) { _d = new OpenAI({ timeout: 8 }); } return _d; }
let _d: OpenAI;
export const d = (m: any) => get2().chat.completions.create({ model: "gpt-4o", messages: m }); // site: timeout=8
const g = globalThis as any;
g.client = g.client ?? new OpenAI({ timeout: 9 });
export const e = (m: any) => g.client.chat.completions.create({ model: "gpt-4o", messages: m }); // site: timeout=9
const fn = new OpenAI({ timeout: 10 }).chat.completions.create;
export const f = (m: any) => create.call(null, m);
async function lazy() { const { default: OpenAI } = await import("openai"); return new OpenAI({ timeout: 11 }); }
export const h = async (m: any) => (await lazy()).chat.completions.create({ model: "gpt-4o", messages: m }); // site: timeout=11
const map = new Map<string, OpenAI>();
map.set("x", new OpenAI({ timeout: 12 }));
export const i = (m: any) => map.get("x")!.chat.completions.create({ model: "gpt-4o", messages: m }); // site: timeout=12
