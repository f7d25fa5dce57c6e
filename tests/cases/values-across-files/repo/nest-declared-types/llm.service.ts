import { Injectable } from "@nestjs/common";
import OpenAI from "openai";
@Injectable()
export class LlmService {
  private readonly client: OpenAI;
  constructor(private readonly config: ConfigService) {
    this.client = new OpenAI({ timeout: 5000 });
  }
  get openai(): OpenAI { return this.client; }
  build() { return this.client; }
}
