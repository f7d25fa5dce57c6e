import { convertToModelMessages, stepCountIs, streamText, tool, type UIMessage } from "ai";
import { z } from "zod";

import { chatModel } from "@/lib/models";

export const maxDuration = 30;

const findOrder = tool({
  description: "Finds an order of the customer by its number.",
  inputSchema: z.object({ number: z.string().describe("Order number, such as A-1042") }),
  execute: async ({ number }) => ({ number, state: "sent" }),
});

export async function POST(request: Request) {
  const { messages }: { messages: UIMessage[] } = await request.json();
  const result = streamText({
    model: chatModel,
    system: "You help the customers of a web shop.",
    messages: convertToModelMessages(messages),
    tools: { findOrder },
    stopWhen: stepCountIs(5),
  });
  return result.toUIMessageStreamResponse();
}
