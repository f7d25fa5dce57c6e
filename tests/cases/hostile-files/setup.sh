# The inputs that abort or stall grammars, and files that are no text.
# A bracket a line: on one line it would be minified, which is counted, not parsed.
node -e 'process.stdout.write("[\n".repeat(10000) + "]\n".repeat(10000))' >nested.py
echo 'import openai' >>nested.py
# Documents and configuration stand where rules look at them: others are not parsed.
mkdir -p .github/workflows lists quotes
node -e 'let s = ""; for (let i = 0; i < 400; i++) s += " ".repeat(i) + "a:\n"; process.stdout.write(s)' >.github/workflows/nested.yaml
node -e 'let s = ""; for (let i = 0; i < 300; i++) s += " ".repeat(2 * i) + "- a\n"; process.stdout.write(s)' >lists/MAINTAINERS.md
node -e 'process.stdout.write(">".repeat(10000) + " a\n")' >quotes/MAINTAINERS.md
node -e 'let x = 1; const b = Buffer.alloc(400000); for (let i = 0; i < b.length; i++) { x = (x * 1103515245 + 12345) & 0x7fffffff; b[i] = 1 + (x >> 16) % 255 } process.stdout.write(b)' >random.py
echo 'import openai' >>random.py
node -e 'let x = 7; const b = Buffer.alloc(400000); for (let i = 0; i < b.length; i++) { x = (x * 1103515245 + 12345) & 0x7fffffff; b[i] = 1 + (x >> 16) % 255 } process.stdout.write(b)' >random.ts
echo 'import OpenAI from "openai"' >>random.ts
: >empty.py
: >empty.ipynb
: >empty.json
: >empty.md
printf 'import openai\nx = "\xff\xfe\x80"\n' >latin.py
printf 'import openai\0\n' >binary.py
echo 'not json' >broken.ipynb
echo '{"cells": 3}' >odd.ipynb
head -c 104857600 /dev/zero | tr '\0' '1' >huge.json
node -e 'process.stdout.write("var a=1;".repeat(20000))' >bundle.js
