import { createOpenAI } from "@ai-sdk/openai";

// Every model of the program.
const openai = createOpenAI({ apiKey: process.env.OPENAI_API_KEY });

export const answering = openai("gpt-4o-2024-11-20");
export const titling = openai("gpt-4o-mini");
export const embedding = openai.embedding("text-embedding-3-small");
