// debtscan:unfilled - set bounds for each tool, send every call of a tool through here, then remove this line.
// Tools run with checked arguments, a timeout, and errors that the model may read.
{{#fill.tools}}
// "{{name}}" in "{{place}}"{{#effects}}: {{effects}}{{/effects}}
{{/fill.tools}}
import { z } from "zod";

const MILLISECONDS = 15_000;

export async function run<T>(tool: (input: T, signal: AbortSignal) => Promise<unknown>, schema: z.ZodType<T>, input: unknown) {
  const checked = schema.safeParse(input);
  if (!checked.success) return { error: `wrong arguments: ${checked.error.message}` };
  try {
    return { result: await tool(checked.data, AbortSignal.timeout(MILLISECONDS)) };
  } catch (error) {
    console.error(JSON.stringify({ event: "tool failed", tool: tool.name, error: String(error) }));
    return { error: "the tool failed" };
  }
}
