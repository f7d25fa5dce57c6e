import OpenAI from "openai";
export const llm = new OpenAI({ timeout: 1 });
export const inner = new OpenAI({ timeout: 2 });
