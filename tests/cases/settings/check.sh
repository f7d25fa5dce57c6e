# .debtscan.yml: profiles, floors, gates, kind, efforts, declarations and rules of the repository's own.
. "$ROOT/tests/lib.sh"
set_to() { printf '%b' "$1" >.debtscan.yml; }
gate() { # WANTED ARGS...
    wanted=$1
    shift
    scan "$@"
    [ "$status" = "$wanted" ] || fail "$*: exit status $status, not $wanted: $(cat "$report.err")"
}
mkdir r && cd r && git init -qb main .
cat >app.py <<'P'
from fastapi import FastAPI
from openai import OpenAI

app = FastAPI()
client = OpenAI(timeout=20, max_retries=2)


@app.post("/ask")
def ask(question: str):
    return client.chat.completions.create(model="gpt-4o-2024-08-06", messages=[{"role": "user", "content": question}])
P
git add . && git commit -qm one
gate 0
expect 'launch false 2.2' '[r.score.profile, r.score.profile_adapted, r.score.model].join(" ")'
expect '1:40' '[...new Set(r.categories.map(c => c.weight + ":" + c.floor))].join()'
expect true 'r.categories.every(c => c.below_floor === (c.score !== null && c.score < c.floor))'
plain=$(json r.score.value)
effort=$(json 'r.controls.find(c => c.id === "EVA-01").effort_minutes')
"$DEBTSCAN" . --format text | grep -q 'Evaluation .* below floor 40$' || fail "a floor in text"

# weights change the score, and what it may be compared with
set_to 'profile: regulated\n'
gate 0
expect 'regulated false 2.2 (governance 2)' '[r.score.profile, r.score.profile_adapted, r.score.model].join(" ")'
node "$ROOT/tests/cases/recompute/recompute.js" "$report" || fail "weights do not recompute"
[ "$(json r.score.value)" != "$plain" ] || fail "governance weighs nothing more"
cp "$report" regulated.json
"$DEBTSCAN" portfolio regulated.json --format json >"$report" 2>/dev/null || true
expect other_model 'r.repositories[0].standing'
rm regulated.json
gate 0 --profile launch
expect "$plain" r.score.value
set_to 'weights: {operational: 0, evaluation: 3}\n'
gate 0
expect 'launch true 2.2 (operational 0, evaluation 3)' '[r.score.profile, r.score.profile_adapted, r.score.model].join(" ")'
node "$ROOT/tests/cases/recompute/recompute.js" "$report" || fail "own weights do not recompute"
"$DEBTSCAN" . --explain --format text | grep -q ' + 0 × .* / 35$' || fail "--explain hides the weights"

# gates, and options over them
set_to 'gates: {fail_under: 90}\n'
gate 1
expect 90 r.gate.threshold
gate 0 --fail-under 1
set_to 'gates: {fail_on: critical}\n'
gate 1
set_to 'gates: {floors: true}\nfloors: {technical: 0, operational: 0, integration: 0, governance: 0, evaluation: 12.5}\n'
gate 1
expect 'evaluation 0.0 is below its floor 12.5' 'r.gate.reasons.join()'
set_to 'gates: {floors: true}\nfloors: {technical: 0, operational: 0, integration: 0, governance: 0, evaluation: 0}\n'
gate 0

# the plan reaches the floors, even where the score is what is wanted
set_to 'target: 1\nfloors: {technical: 0, operational: 0, integration: 0, governance: 0, evaluation: 30}\n'
gate 0
"$DEBTSCAN" . --format text >"$out.way"
grep -q 'FASTEST WAY ABOVE EVERY FLOOR' "$out.way" || fail "what the way leads to"
sed -n '/FASTEST WAY/,/^$/p' "$out.way" | grep -E '^  [+]' | grep -qv ' EVA-' && fail "a step that lifts no debt to its floor"

# kind, effort, what is declared
set_to 'kind: library\nefforts: {EVA-01: {once: 7}}\n'
gate 0
expect library r.subject.kind
expect 7 'r.controls.find(c => c.id === "EVA-01").effort_minutes'
[ "$effort" != 7 ] || fail "it was 7 before"
gate 0 --kind app
expect app r.subject.kind
set_to ''
gate 0
expect missing 'r.controls.find(c => c.id === "INT-05").status'
set_to 'declared:\n  auth: {kind: external, owner: "@platform", link: wiki/gateway}\n'
gate 0
expect '0.75 .debtscan.yml:2 declared as external by @platform: wiki/gateway' \
    'const c = r.controls.find(c => c.id === "INT-05"), e = c.evidence[0]; c.credit + " " + e.file + ":" + e.line + " " + e.text'

# rules of its own add to debtscan's and replace none
mkdir -p policy/controls policy/sdks
cat >policy/sdks/house.yml <<'Y'
sdk: house
title: House client
provider: openai
languages: [python]
sites:
  - {path: house.ask(), kind: chat}
Y
printf 'import house\n\nhouse.ask("x")\n' >more.py
gate 0
sites=$(json r.inventory.sites.length)
set_to 'rules: policy\n'
gate 0
expect "$((sites + 1))" r.inventory.sites.length
mkdir -p policy/sdks && cp "$ROOT/rules/sdks/openai-python.yml" policy/sdks/ 2>/dev/null || cp "$(find "$ROOT/rules/sdks" -name '*.yml' | sort | head -1)" policy/sdks/
try 2 "would replace rules of debtscan's own" .
git clean -qfd policy/sdks && rm -rf policy more.py
try 2 "the folder 'policy' of its rules holds no file" .

# what is wrong is told with its line; nobody's else settings are needed then
set_to 'profile: launch\nweigths: {technical: 1}\n'
try 2 ".debtscan.yml:2: unknown key 'weigths'; did you mean 'weights'\?" .
printf '' >none.yml
gate 0 --config none.yml
expect "$plain" r.score.value
try 2 'nowhere.yml: No such file' . --config nowhere.yml
try 2 "no profile is called 'lunch'; did you mean 'launch'\?" . --config none.yml --profile lunch
rm none.yml

# a change is judged by the settings of its base, history by those of its newest commit
set_to 'gates: {fail_on: [new], max_drop: 0}\n'
git add . && git commit -qm settings && git checkout -qb change
set_to 'profile: library\ngates: {fail_on: [critical]}\nfloors: {evaluation: 0}\n'
printf '\n\ndef more(q):\n    return OpenAI().chat.completions.create(model="gpt-4o", messages=q)\n' >>app.py
git add . && git commit -qm change
try 1 '' diff main --format json="$report"
expect '2.2 true' '[r.score.model, r.gate.failed].join(" ")'
expect '.debtscan.yml' 'r.additions.map(a => a.file).join()'
try 1 '' diff main --config .debtscan.yml --format json="$report"
expect '2.2' r.score.model
"$DEBTSCAN" trend -n 3 --every --format json >"$report" 2>/dev/null || fail "trend"
expect '2.2 (operational 0)' r.model
