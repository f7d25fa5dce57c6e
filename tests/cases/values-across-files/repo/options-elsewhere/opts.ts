export const defaults = { temperature: 0, max_tokens: 100 } as const;
export function options(model: string) { return { ...defaults, model }; }
export const settings = Object.freeze({ model: "gpt-4o", seed: 1 });
