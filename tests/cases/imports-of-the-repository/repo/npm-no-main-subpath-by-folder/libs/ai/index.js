const OpenAI = require("openai");
module.exports = { llm: new OpenAI({ timeout: 5 }) };
