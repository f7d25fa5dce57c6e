import { LlmService } from "./llm.service";
export class ChatService {
  constructor(private readonly llm: LlmService) {}
  ask(m: any) {
    return this.llm.openai.chat.completions.create({ model: "gpt-4o", messages: m }); // site: timeout=5000
  }
  two(m: any) {
    return this.llm.build().chat.completions.create({ model: "gpt-4o", messages: m }); // site: timeout=5000
  }
}
