import { openai } from "@ai-sdk/openai";

export const CHAT_MODEL = "gpt-4.1-2025-04-14";
export const chatModel = openai(CHAT_MODEL);
export const titleModel = openai("gpt-4.1-mini");
