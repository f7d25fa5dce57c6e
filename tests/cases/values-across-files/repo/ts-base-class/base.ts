import OpenAI from "openai";
export abstract class Base {
  protected client = new OpenAI({ timeout: 6 });
  constructor(protected model: string) {}
}
