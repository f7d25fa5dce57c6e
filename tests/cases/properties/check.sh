# Score properties of CONTROLS 3.9 that need the whole pipeline: P1, P2, P3, P4, P6, P7.
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

# P2: scaffolds as they come earn at most a quarter, and never lower anything
rm -rf RACI.md docs SLO.md MODEL_CARD.md CODEOWNERS .github openapi.yaml evals promptfooconfig.yaml
git -C "$ROOT" ls-files templates 2>/dev/null | while read -r t; do
    mkdir -p "$(dirname "scaffold/$t")"
    cp "$ROOT/$t" "scaffold/$t" 2>/dev/null
done
scan
lower=$(json "(() => { const b = $base; return r.controls.filter((c, i) => c.credit < b[2][i][2] || (c.credit > b[2][i][2] + 0.25)).map(c => c.id).join() })()")
[ -z "$lower" ] || fail "P2: unfilled scaffolds moved $lower"
rm -rf scaffold

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

# P1: each fix raises its control and lowers nothing
fix() { # NAME SED FILE CONTROL
    before=$(json 'JSON.stringify([r.score.value, Object.fromEntries(r.controls.map(c => [c.id, c.credit])), r.categories.map(c => c.score)])')
    sed -i "$2" "$3"
    scan
    bad=$(json "(() => { const [s, c, g] = $before; return (r.score.value < s ? 'score ' : '') + r.controls.filter(x => x.credit !== null && c[x.id] !== null && x.credit < c[x.id]).map(x => x.id).join() + r.categories.filter((x, i) => x.score !== null && x.score < g[i]).map(x => x.id).join() })()")
    [ -z "$bad" ] || fail "P1 $1: lowered $bad"
    up=$(json "r.controls.find(c => c.id === '$4').credit > $before[1]['$4']")
    [ "$up" = true ] || fail "P1 $1: $4 did not rise"
}
scan
fix timeout 's/OpenAI(api_key/OpenAI(timeout=20, api_key/' app/llm.py TEC-04
fix retry 's/OpenAI(timeout=20/OpenAI(timeout=20, max_retries=3/' app/llm.py TEC-05
fix tokens 's/messages=messages, /messages=messages, max_tokens=800, /' app/llm.py TEC-08
fix model 's/"gpt-4o-mini"/"gpt-4o-mini-2024-07-18"/' app/triage.py TEC-11
fix tool 's/"properties": {"number": {}, "amount": {}}/"properties": {"number": {"type": "string", "description": "Order number"}, "amount": {"type": "number", "description": "Amount in euro"}}/; s/"description": "Refund"/"description": "Refunds a part of an order to the customer"/' app/agent.py INT-03
