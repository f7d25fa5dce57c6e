const OpenAI = require("openai");
exports.other = new OpenAI({ timeout: 6 });
