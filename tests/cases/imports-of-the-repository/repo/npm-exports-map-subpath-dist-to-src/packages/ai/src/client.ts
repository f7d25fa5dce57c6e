import OpenAI from "openai";
export const llm = new OpenAI({ timeout: 10_000 });
