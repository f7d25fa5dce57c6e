export * from "./b";
export * from "./c";
import { Column, llm } from "./index";
export type Own = "Own" | { next: Own };
export const used: Column = llm;
