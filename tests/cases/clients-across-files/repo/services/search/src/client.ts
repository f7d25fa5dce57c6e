import OpenAI from "openai";

export const openai = new OpenAI({ timeout: 10_000, maxRetries: 2 });

export function ask(question: string, model = "gpt-4o-2024-08-06") {
  return openai.chat.completions.create({ model, messages: [{ role: "user", content: question }] });
}
