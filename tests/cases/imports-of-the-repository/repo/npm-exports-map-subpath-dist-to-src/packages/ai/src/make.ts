import OpenAI from "openai";
export function make() { return new OpenAI({ timeout: 7 }); }
