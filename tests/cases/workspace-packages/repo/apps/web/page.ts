import { llm } from "@shop/ai";

export const ask = (question: string) =>
  llm.chat.completions.create({ model: "gpt-4o-2024-08-06", messages: [{ role: "user", content: question }] });
