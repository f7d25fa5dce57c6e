import { Base } from "./base";
export class A extends Base {
  constructor() { super("gpt-4o"); }
  ask(m: any) { return this.client.chat.completions.create({ model: this.model, messages: m }); } // site: timeout=6 model=gpt-4o
}
