import { generateText } from "ai";
import { titling } from "./models";

// A title for the list of conversations.
export async function titleOf(question: string) {
  const { text } = await generateText({ model: titling, prompt: `Give this conversation a title of at most five words: ${question}` });
  return text.trim();
}
