import OpenAI from "openai";
import config from "./config.json";
import { MODELS, Model, DEFAULT, D2 } from "./consts";
import { env } from "./env";
const c = new OpenAI({ timeout: config.timeout });
export async function f(m: any, { model = "gpt-4o" }: { model?: string }) {
  c.chat.completions.create({ model: config.model, messages: m }); // site: model=gpt-4o-mini timeout=5
  c.chat.completions.create({ model: MODELS.fast, messages: m }); // site: model=gpt-4o-mini
  c.chat.completions.create({ model: Model.B, messages: m }); // site: model=gpt-4.1
  c.chat.completions.create({ model: DEFAULT, messages: m }); // site: model=gpt-4o
  c.chat.completions.create({ model: D2, messages: m }); // site: model=gpt-4o
  c.chat.completions.create({ model, messages: m }); // site: model=set
  c.chat.completions.create({ model: env.MODEL, messages: m }); // site: model=set
}
