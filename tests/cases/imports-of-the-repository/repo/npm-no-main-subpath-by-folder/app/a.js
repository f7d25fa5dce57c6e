const { llm } = require("ai-lib");
const { other } = require("ai-lib/lib/util");
exports.a = (m) => llm.chat.completions.create({ model: "gpt-4o", messages: m }); // site: timeout=5
exports.b = (m) => other.chat.completions.create({ model: "gpt-4o", messages: m }); // site: timeout=6
