import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();

export async function reply(text: string) {
  const answer = await client.messages.create({ model: "claude-3-5-sonnet-latest", max_tokens: 300, messages: [{ role: "user", content: text }] });
  return answer.content[0];
}
