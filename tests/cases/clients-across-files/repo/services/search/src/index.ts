import { ask, openai as llm } from "./client";

export async function embed(text: string) {
  return (await llm.embeddings.create({ model: "text-embedding-3-small", input: text })).data[0].embedding;
}

export const answer = (question: string) => ask(question);
