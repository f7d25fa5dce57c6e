import OpenAI from "openai";
import { Missing } from "./index";
export * from "./index";
export const llm = new OpenAI({ timeout: 5 });
export const none: Missing = null;
