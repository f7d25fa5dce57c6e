# Score properties of CONTROLS 3.9 that need the whole pipeline: P1 to P8.
. "$ROOT/tests/lib.sh"
cp -R "$ROOT/examples/support-agent/." .
scan
base=$(json 'JSON.stringify([r.score.value, r.categories.map(c => c.score), r.controls.map(c => [c.id, c.status, c.credit])])')
prints=$(json 'r.findings.map(f => f.control + f.fingerprint).sort().join()')
same() {
    scan
    got=$(json 'JSON.stringify([r.score.value, r.categories.map(c => c.score), r.controls.map(c => [c.id, c.status, c.credit])])')
    [ "$got" = "$base" ] || fail "$1: $got, not $base"
}

# P6: empty and heading-only files earn nothing
mkdir -p docs .github evals
touch RACI.md docs/RACI.md SLO.md MODEL_CARD.md docs/system_card.md CODEOWNERS .github/CODEOWNERS openapi.yaml evals/golden.jsonl promptfooconfig.yaml docs/runbook.md
same "P6 empty files"
for f in RACI.md MODEL_CARD.md docs/system_card.md docs/runbook.md; do printf '# Responsible\n\n## Accountable\n\n## Intended use\n\n## Limits\n' >"$f"; done
same "P6 heading-only files"

# P7: words in comments earn nothing
cat >>app/llm.py <<'P'
# timeout max_retries tenacity langfuse OpenTelemetry audit_log guardrail RACI runbook SLO eval golden dataset
# audit_log_tamper_proof @observe OpenAIInstrumentor().instrument() moderations.create ragas deepeval promptfoo
P
same "P7 comments"

# P2: scaffolds as they come, where they belong, earn at most a quarter, and never lower anything
rm -rf RACI.md docs SLO.md MODEL_CARD.md CODEOWNERS .github openapi.yaml evals promptfooconfig.yaml
cp -R . "$PWD.bare"
git init -q .
try 0 '' fix --all --no-progress
scan
lower=$(json "(() => { const b = $base; return r.controls.filter((c, i) => c.credit < b[2][i][2] || (c.credit > b[2][i][2] && c.credit > 0.25)).map(c => c.id + ' ' + b[2][i][2] + ' -> ' + c.credit).join() })()")
[ -z "$lower" ] || fail "P2: unfilled scaffolds moved $lower"
[ "$(json "r.score.value >= $base[0]")" = true ] || fail "P2: unfilled scaffolds lowered the score"
root=$PWD
cd "$root.bare" || exit 1
rm -rf "$root"
mv "$root.bare" "$root"
cd "$root" || exit 1

# P3: moving the program moves neither score nor fingerprints
mv app service
grep -rl 'app\.' service tests | xargs sed -i 's/from app\./from service./; s/app\.main/service.main/'
same "P3 renamed folder"
moved=$(json 'r.findings.map(f => f.control + f.fingerprint).sort().join()')
[ "$moved" = "$prints" ] || fail "P3: fingerprints moved with the folder"
mv service app
grep -rl 'service\.' app tests | xargs sed -i 's/from service\./from app./; s/service\.main/app.main/'

# P4: CRLF, locale, working directory
find . -name '*.py' -exec sed -i 's/$/\r/' {} +
same "P4 CRLF"
find . -name '*.py' -exec sed -i 's/\r$//' {} +
scan
cp "$report" "$report.base"
LC_ALL=tr_TR.UTF-8 "$DEBTSCAN" . --format json --no-progress -j 5 >"$report" 2>/dev/null
cmp "$report" "$report.base" || fail "P4: another locale or number of workers"
rm -f "$report.base"

# P5: the same twice, side by side, has the same ratios
mkdir "$PWD.twice"
cp -R . "$PWD.twice/left" && cp -R . "$PWD.twice/right"
scan
ratios=$(json 'JSON.stringify(r.controls.filter(c => c.coverage).map(c => [c.id, c.credit]))')
(
    cd "$PWD.twice" || exit 1
    scan
    far=$(json "(() => { const b = $ratios; return b.filter(([id, credit]) => Math.abs(r.controls.find(c => c.id === id).credit - credit) > 0.01).map(String).join() })()")
    [ -z "$far" ] || fail "P5: twice the same is not $far"
    expect true 'r.controls.filter(c => c.coverage).length > 5'
) || exit 1
rm -rf "$PWD.twice"

# P8: a file in a language that nobody reads changes the confidence alone
scan
sure=$(json r.score.confidence)
printf '       IDENTIFICATION DIVISION.\n       PROGRAM-ID. LEDGER.\n%0.s' 1 2 3 4 5 6 7 8 9 >app/ledger.cbl
for i in 1 2 3 4 5 6 7 8 9; do cat app/llm.py; done | sed 's/^/      *> /' >>app/ledger.cbl
same "P8 another language"
[ "$(json "r.score.confidence <= $sure")" = true ] || fail "P8: what cannot be read makes it surer"
rm app/ledger.cbl

# P1: each fix raises its control and lowers nothing
improves() { # NAME CONTROL COMMAND...
    local name=$1 control=$2 before bad
    shift 2
    before=$(json 'JSON.stringify([r.score.value, Object.fromEntries(r.controls.map(c => [c.id, c.credit])), r.categories.map(c => c.score)])')
    "$@" || fail "P1 $name: the fix failed"
    scan
    bad=$(json "(() => { const [s, c, g] = $before; return (r.score.value < s ? 'score ' : '') +
        r.controls.filter(x => x.credit !== null && c[x.id] !== null && x.credit < c[x.id]).map(x => x.id).join() +
        r.categories.filter((x, i) => x.score !== null && x.score < g[i]).map(x => x.id).join() })()")
    [ -z "$bad" ] || fail "P1 $name: lowered $bad"
    [ "$(json "r.controls.find(c => c.id === '$control').credit > $before[1]['$control']")" = true ] || fail "P1 $name: $control did not rise"
}
owners() { mkdir -p .github && echo '* @shop/assistants' >.github/CODEOWNERS; }
workflow() {
    mkdir -p .github/workflows
    printf '%s\n' 'on: [pull_request, push]' 'jobs:' '  test:' '    runs-on: ubuntu-latest' '    steps:' \
        '      - uses: actions/checkout@v4' '      - run: pip install -r requirements.txt pytest' '      - run: pytest' >.github/workflows/ci.yml
}
raci() {
    mkdir -p docs
    cat >docs/RACI.md <<'T'
# Who answers for the support assistant

R does the work, A answers for it, C is asked before, I is told after. The table was agreed by the teams of the web shop when
the assistant went from a trial to the service desk, and it is looked at again whenever somebody changes their role here.

| Activity | Product | AI engineering | Data | Security | Operations |
|---|---|---|---|---|---|
| Change prompts and tools | A | R | C | C | I |
| Choose and upgrade the model | C | A | I | C | I |
| Approve the data for retrieval | C | R | A | C | I |
| Maintain the evaluation cases | C | A | R | I | I |
| Approve a release | A | R | I | C | C |
| Watch quality, cost and drift in production | I | C | I | I | A |
| Handle an incident | I | R | I | C | A |
| Answer requests about privacy, deletion and audit | I | C | R | A | I |

Product is Ana Ruiz, AI engineering @shop/assistants, data Tom Berg, security @shop/security, operations @shop/oncall.
T
}
scan
improves timeout TEC-04 sed -i 's/OpenAI(api_key/OpenAI(timeout=20, api_key/' app/llm.py
improves retry TEC-05 sed -i 's/OpenAI(timeout=20/OpenAI(timeout=20, max_retries=3/' app/llm.py
improves tokens TEC-08 sed -i 's/messages=messages, /messages=messages, max_tokens=800, /' app/llm.py
improves bounded TEC-09 sed -i 's/    while True:/    for _ in range(8):/' app/agent.py
improves model TEC-11 sed -i 's/"gpt-4o-mini"/"gpt-4o-mini-2024-07-18"/' app/triage.py
improves tool INT-03 sed -i 's/"properties": {"number": {}, "amount": {}}/"properties": {"number": {"type": "string", "description": "Order number"}, "amount": {"type": "number", "description": "Amount in euro"}}/; s/"description": "Refund"/"description": "Refunds a part of an order to the customer"/' app/agent.py
improves owners OPS-01 owners
improves workflow OPS-11 workflow
improves raci OPS-02 raci
improves schema TEC-01 sed -i 's/^import json/import json\n\nfrom pydantic import BaseModel\n\n\nclass Verdict(BaseModel):\n    queue: str\n    urgent: bool\n/; s/verdict = json.loads(\(.*\))$/verdict = Verdict.model_validate_json(\1)/; s/verdict\["\([a-z]*\)"\]/verdict.\1/g' app/triage.py
