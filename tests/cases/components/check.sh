# Parts of a monorepo that are projects by themselves are scored by themselves: what belongs to one does not speak for another,
# what belongs to none speaks for all.
. "$ROOT/tests/lib.sh"
debts() { json "(p => r.components.find(c => c.path === p).categories)('$1').$2.score"; }
mkdir r && cd r && mkdir -p one two web .github
printf '* @shop/all\n' >.github/CODEOWNERS
printf '[project]\nname = "one"\nversion = "1"\ndependencies = ["openai"]\n' >one/pyproject.toml
printf '{"name": "two", "dependencies": {"openai": "^4"}}\n' >two/package.json
printf '{"name": "web"}\n' >web/package.json
cat >one/llm.py <<'P'
from openai import OpenAI

client = OpenAI(timeout=20, max_retries=2)


def ask(question):
    return client.chat.completions.create(model="gpt-4o-2024-08-06", messages=[{"role": "user", "content": question}]).choices[0].message.content
P
cat >one/promptfooconfig.yaml <<'Y'
prompts: ["{{question}}"]
providers: ["python:llm.py"]
tests:
  - vars: {question: "2 + 2"}
    assert: [{type: contains, value: "4"}]
  - vars: {question: "capital of France"}
    assert: [{type: contains, value: Paris}]
Y
scan
[ "$status" = 0 ] || fail "exit status $status: $(cat "$report.err")"
expect 0 r.components.length # there is nothing to tell apart

cat >two/index.ts <<'T'
import OpenAI from "openai";

const client = new OpenAI();

export async function ask(question: string) {
  const answer = await client.chat.completions.create({ model: "gpt-4o", messages: [{ role: "user", content: question }] });
  return answer.choices[0].message.content;
}
T
echo 'export const title = "no model here";' >web/page.ts
scan
expect 'one 1 python,two 1 typescript' 'r.components.map(c => [c.path, c.sites, c.languages.join("+")].join(" ")).join()'
expect true 'r.components.every(c => c.grade === (c.score >= 85 ? "A" : c.score >= 70 ? "B" : c.score >= 55 ? "C" : c.score >= 40 ? "D" : "F"))'
expect true 'r.controls.find(c => c.id === "EVA-01").credit > 0' # of the whole
expect 0 'r.components.find(c => c.path === "two").categories.evaluation.score'
[ "$(debts one evaluation)" != 0 ] || fail "its own evaluation does not count"
node -e 'process.exit(process.argv[1] > process.argv[2] ? 0 : 1)' "$(debts one technical)" "$(debts two technical)" || fail "timeouts of one help two"
[ "$(debts two operational)" != 0 ] || fail "the owners of all are not those of two"
"$DEBTSCAN" . --format text --format markdown="$out.md" | grep -Eq '^  two +1 ' || fail "the terminal does not show them"
grep -q '^| `one` | ' "$out.md" || fail "Markdown does not show them"

# what lies in no project is a part, too; without calls of its own nothing is one
printf 'from openai import OpenAI\n\nOpenAI().chat.completions.create(model="gpt-4o", messages=[])\n' >run.py
scan
expect '.,one,two' 'r.components.map(c => c.path).join()'
scan -j 3
expect '.,one,two' 'r.components.map(c => c.path).join()'
