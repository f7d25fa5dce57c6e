import OpenAI from "openai";
const c = new OpenAI({ timeout: 4 });
export default c;
