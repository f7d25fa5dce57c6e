import { streamText, tool } from "ai";
import { Ratelimit } from "@upstash/ratelimit";
import { Redis } from "@upstash/redis";
import { z } from "zod";
import { auth } from "@/auth";
import { search } from "@/lib/handbook";
import { answering } from "@/lib/models";

const limiter = new Ratelimit({ redis: Redis.fromEnv(), limiter: Ratelimit.slidingWindow(20, "1 m") });

const Body = z.object({
  messages: z.array(z.object({ role: z.enum(["user", "assistant"]), content: z.string().min(1).max(4000) })).min(1).max(40),
});

const SYSTEM = `You answer questions about the company's handbook, and only from the passages that the tool finds.
Name the titles you used. Say so when the handbook does not say it.`;

export async function POST(request: Request) {
  const session = await auth();
  if (!session?.user?.id) return Response.json({ code: "unauthenticated" }, { status: 401 });
  const { success } = await limiter.limit(session.user.id);
  if (!success) return Response.json({ code: "too_many_requests" }, { status: 429 });
  const body = Body.safeParse(await request.json());
  if (!body.success) return Response.json({ code: "invalid_request", issues: body.error.issues }, { status: 400 });

  const result = streamText({
    model: answering,
    system: SYSTEM,
    messages: body.data.messages.slice(-20),
    temperature: 0.2,
    maxTokens: 1000,
    maxSteps: 4,
    maxRetries: 2,
    abortSignal: AbortSignal.timeout(30_000),
    tools: {
      search: tool({
        description: "Finds passages of the handbook. Use it before every answer.",
        parameters: z.object({ question: z.string().max(500).describe("What to look for, in the user's words") }),
        execute: async ({ question }) => search(question),
      }),
    },
    onError: ({ error }) => console.error(JSON.stringify({ event: "chat_failed", user: session.user?.id, error: String(error) })),
  });
  return result.toDataStreamResponse();
}
