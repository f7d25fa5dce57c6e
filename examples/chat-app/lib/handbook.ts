import { Index } from "@upstash/vector";
import { embed } from "ai";
import { embedding } from "./models";

const index = Index.fromEnv();

export type Passage = { id: string; title: string; text: string };

// The passages of the handbook that are nearest to a question.
export async function search(question: string): Promise<Passage[]> {
  const { embedding: vector } = await embed({ model: embedding, value: question, maxRetries: 2 });
  const found = await index.query({ vector, topK: 5, includeMetadata: true });
  return found.map((hit) => ({ id: String(hit.id), title: String(hit.metadata?.title), text: String(hit.metadata?.text) }));
}
