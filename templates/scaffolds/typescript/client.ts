// debtscan:unfilled - set the numbers, use what is here where a model is called, then remove this line.
// What surrounds every model call: usage, errors and attribution in one place, and the limits that every call is given.
{{#fill.sites}}
// "{{call}}" in "{{place}}"
{{/fill.sites}}

/** Spread it into each call: { ...limits(), model, prompt }. */
export const limits = () => ({ abortSignal: AbortSignal.timeout(20_000), maxRetries: 2, maxOutputTokens: 1024 });

export interface Attribution { purpose: string; user?: string; session?: string }

/** Measures one model call, says what it cost and for whom, and logs its failure with its type. */
export async function observed<T extends { usage?: unknown; model?: string }>(by: Attribution, call: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const fields: Record<string, unknown> = { ...by };
  try {
    const answer = await call();
    Object.assign(fields, { model: answer.model, usage: answer.usage });
    return answer;
  } catch (error) {
    fields.error = error instanceof Error ? error.name : String(error);
    throw error;
  } finally {
    fields.milliseconds = Math.round(performance.now() - started);
    console[fields.error ? "error" : "info"](JSON.stringify({ event: "model call", ...fields }));
  }
}
