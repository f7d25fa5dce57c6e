import OpenAI from "openai";
export const llm = new OpenAI({ timeout: 1 });
