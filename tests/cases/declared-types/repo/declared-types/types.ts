import type OpenAI from "openai";
import { Anthropic } from "@anthropic-ai/sdk";
export interface Deps { client: OpenAI; model?: string }
export interface More extends Deps { other: Anthropic }
export type Params = { client: OpenAI | null; nested: { llm: OpenAI } };
