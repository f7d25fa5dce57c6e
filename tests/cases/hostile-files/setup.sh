# The inputs that abort or stall grammars, and files that are no text. An import opens the gate in front of the parser;
# documents and configuration stand where rules look at them. Depth is a piece a line: on one line it would be minified,
# which is counted, not parsed.
mkdir -p .github/workflows docs lists quotes words
node - <<'JS'
const fs = require("fs");
const ts = 'import OpenAI from "openai";\n', py = "import openai\n";
const deep = (name, before, open, middle, close, after = "") =>
    fs.writeFileSync(name, before + (open + "\n").repeat(10000) + middle + (close + "\n").repeat(10000) + after);
deep("nested.py", py, "[", "", "]");
deep("calls.js", ts, "f(", "", ")");
deep("braces.js", ts, "{", "", "}");
deep("nested.ts", ts + "const x =\n", "[", "", "]");
deep("templates.ts", ts + "const x =\n", "`${", "1", "}`");
deep("elements.tsx", ts + "const x =\n", "<a>", "", "</a>");
deep("package.json", '{"name": "x", "dependencies":\n', '{"a":', "1", "}", "}");
deep("pyproject.toml", "[project]\ndependencies =\n", "[", "", "]");
deep("deep.ipynb", '{"cells": [{"cell_type": "code", "source":\n', "[", "", "]", "}]}");

const stairs = (n, step, text) => Array.from({ length: n }, (_, i) => " ".repeat(step * i) + text + "\n").join("");
fs.writeFileSync("blocks.py", py + stairs(1500, 1, "if x:") + " ".repeat(1500) + "pass\n");
fs.writeFileSync("strings.py", py + "x = (\n" + 'f"""{\n'.repeat(2000) + "1" + '}"""\n'.repeat(2000) + ")\n");
fs.writeFileSync(".github/workflows/nested.yaml", stairs(400, 1, "a:"));
fs.writeFileSync(".github/workflows/hundred.yaml", "on: push\njobs:\n" + stairs(100, 1, " a:"));
fs.writeFileSync(".github/workflows/flow.yaml", "on: push\njobs:\n" + " [\n".repeat(10000) + " ]\n".repeat(10000));
fs.writeFileSync("lists/MAINTAINERS.md", stairs(300, 2, "- a"));
fs.writeFileSync("quotes/MAINTAINERS.md", ">".repeat(10000) + " a\n");
fs.writeFileSync("docs/README.md", "---\n" + stairs(400, 1, "page_type:") + "---\n# Chat\n");

const random = (name, seed, before, line) => {
    const b = Buffer.alloc(line ? 100000 : 400000);
    for (let i = 0, x = seed; i < b.length; i++) {
        x = (Math.imul(x, 1103515245) + 12345) & 0x7fffffff;
        b[i] = line && i % line === line - 1 ? 10 : 1 + ((x >> 16) % 255);
    }
    fs.writeFileSync(name, Buffer.concat([Buffer.from(before), b]));
};
random("random.py", 1, py, 0);
random("lines.py", 2, py, 200);
random("random.ts", 7, ts, 0);
random("lines.ts", 8, ts, 200);
random("lines.tsx", 9, ts, 200);
random("lines.js", 10, ts, 200);
random(".github/workflows/lines.yaml", 11, "on: push\n", 200);
random("words/MAINTAINERS.md", 12, "# Who\n", 200);
random("random.cs", 13, "using OpenAI;\n", 200);

/* Those of languages that are not read yet hold no less: they are counted at least. */
fs.writeFileSync("heredoc.rb", `require "openai"\nx = <<~${"A".repeat(300)}\n1\n${"A".repeat(300)}\n`);
fs.writeFileSync("templates.kt", 'import com.openai.client.OpenAIClient\nval x =\n' + '"${\n'.repeat(1200) + "1" + '}"\n'.repeat(1200));
fs.writeFileSync("heredocs.sh", Array.from({ length: 1200 }, (_, i) => `cat <<E${i}\nopenai\nE${i}\n`).join(""));
fs.writeFileSync("tags.html", "<a>\n".repeat(40000));

/* Each function calls all others: as many ways lead to the model calls as one likes. */
const every = Array.from({ length: 150 }, (_, i) => i);
fs.writeFileSync("dense.py", "from openai import OpenAI\nc = OpenAI()\ndef f0(q):\n" +
  "    c.chat.completions.create(model='gpt-4o', messages=q)\n".repeat(20) +
  every.slice(1).map((i) => `def f${i}(q):\n` + every.filter((k) => k !== i).map((k) => `    f${k}(q)\n`).join("")).join(""));

/* A text that grows out of itself, over and over. */
fs.writeFileSync("grow.py", "from langchain_openai import ChatOpenAI\nllm = ChatOpenAI(model='gpt-4o')\ndef f(x):\n    s = x\n" +
  "    s = s + 'more of it ' + s\n".repeat(400) + "    return llm.invoke(s)\n");

/* One line: a client in it is somebody else's. */
fs.writeFileSync("bundle.js", ts.trim() + "const c=new OpenAI();c.chat.completions.create({model:'m',messages:[]});" + "var a=1;".repeat(20000));
JS
: >empty.py
: >empty.ipynb
: >empty.json
: >empty.md
printf 'import openai\nx = "\xff\xfe\x80"\n' >latin.py
printf 'import openai\0\n' >binary.py
echo 'not json' >broken.ipynb
echo '{"cells": 3}' >odd.ipynb
head -c 104857600 /dev/zero | tr '\0' '1' >huge.json
