export { llm as default, llm } from "./client";
