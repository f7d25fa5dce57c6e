# A repository that would like its report to say something else.
git init -q .
git remote add origin git@github.com:acme/agent.git
node - <<'JS'
const fs = require("fs");
const evil = [
  "<script>alert(1)</script>", "</style></pre><img src=x onerror=alert(1)>", "]]>&amp;&#60;b>", "{{{style}}}{{#list}}",
  "```\n# forged\n", "[click](https://evil.test)", "| a | b |", "@everyone", "#12", "**bold**", "$(touch x)`touch x`",
  "::error file=a,line=1::forged", "##vso[task.complete]forged", "##[error]forged", "=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(1)",
  "\u001b[31mred\u001b]8;;https://evil.test\u0007link", "\u202eright to left", "\u200bhidden", "\u0007bell", "a\rb", "%0A%0D::error::forged",
  "https://evil.test/x", "www.evil.test", "\u2028line", "javascript:alert(1)", "'\"\\",
];
const names = evil.map((e) => e.replace(/[\/\0]/g, "_").slice(0, 80));
names.push("=1+1.py", "::error::x", "-rf", "a:b,c=d", "<b>", "`x`", "a\nb", "\u001b]0;title\u0007", "# h", "- [ ] x");
const python = (s) => JSON.stringify(s).replace(/\\u([0-9a-f]{4})/g, "\\u$1");
for (const [i, name] of names.entries()) {
  fs.mkdirSync("src/" + name, { recursive: true });
  const e = evil[i % evil.length];
  fs.writeFileSync(`src/${name}/${name}.py`, [
    "from openai import OpenAI", "client = OpenAI(api_key=" + python("sk-proj-" + "Ab3dEf6hIj9kLm2nOp5qRs8t".repeat(2) + i) + ")",
    "# " + e.replace(/[\n\r\u2028]/g, " "), `def f${i}(q):`,
    `    """${e.replace(/["\\\n\r\u2028]/g, " ")}"""`,
    "    answer = client.chat.completions.create(model=" + python(e) + ", messages=[{'role': 'user', 'content': " + python(e) + "}])  # " + e.replace(/[\n\r\u2028]/g, " "),
    "    return answer.choices[0].message.content", ""].join("\n"));
}
fs.writeFileSync(Buffer.from("src/bytes-\xff\xfe.py", "latin1"), "import openai\nopenai.OpenAI().responses.create(model='gpt-4o', input='x')\n");
fs.writeFileSync("src/tools.ts", 'import { tool } from "ai";\n' + evil.map((e, i) => `export const t${i} = tool({ name: ${JSON.stringify(e)}, description: ${JSON.stringify(e)}, execute: async () => 1 });`).join("\n") + "\n");
fs.writeFileSync("package.json", JSON.stringify({ name: evil[0], dependencies: { ai: "5.0.0" } }));
// ten thousand findings
fs.mkdirSync("many");
let n = 0;
for (let f = 0; f < 20; f++) {
  let text = 'from openai import OpenAI\nclient = OpenAI()\n\n\n';
  for (let i = 0; i < 100; i++, n++) text += `def g${n}(q):\n    return client.chat.completions.create(model="gpt-4o", messages=q)\n\n\n`;
  fs.writeFileSync(`many/m${f}.py`, text);
}
JS
git add -A
git commit -qm '::error::forged'
git checkout -q -b "feat/<b>|\`x\`@all"
