import { generateObject } from "ai";
import { z } from "zod";

import { titleModel } from "./models";

const Title = z.object({ title: z.string().max(60) });

export async function titleOf(text: string): Promise<string> {
  const { object } = await generateObject({
    model: titleModel,
    schema: Title,
    prompt: text,
    maxRetries: 3,
    maxOutputTokens: 60,
    abortSignal: AbortSignal.timeout(5_000),
  });
  return object.title;
}
