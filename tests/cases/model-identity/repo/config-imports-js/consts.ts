export const MODELS = { fast: "gpt-4o-mini", smart: "gpt-4o" } as const;
export enum Model { A = "gpt-4o", B = "gpt-4.1" }
export const DEFAULT = process.env.MODEL ?? "gpt-4o";
export const D2 = process.env.MODEL || "gpt-4o";
