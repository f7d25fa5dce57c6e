# What is shown and how: --only, --severity, --quiet, --hyperlinks, --progress, the pager, many formats at once.
. "$ROOT/tests/lib.sh"
scan
cp "$report" whole.json
whole() { node -e 'const r = JSON.parse(require("fs").readFileSync("whole.json", "utf8")); console.log(eval(process.argv[1]))' "$1"; }
score=$(json r.score.value)
expect null r.subject.selection

# --only takes debts and controls, in any case, together or one by one; scores stay those of everything
scan --only technical,ops-04
expect 'technical, ops-04' r.subject.selection
expect true 'r.controls.every(c => c.category === "technical" || c.id === "OPS-04")'
expect true 'r.controls.some(c => c.id === "OPS-04") && r.controls.length > 2'
expect true 'r.findings.length > 0 && r.findings.every(f => f.category === "technical" || f.control === "OPS-04")'
expect true 'r.plan.every(p => p.control === "OPS-04" || p.control.startsWith("TEC-"))'
expect "$score" r.score.value
cp "$report" together.json
scan --only OPS-04 --only Technical
expect 'OPS-04, Technical' r.subject.selection
expect "$(node -p 'JSON.parse(require("fs").readFileSync("together.json", "utf8")).findings.length')" r.findings.length

# --severity takes findings away and no controls
scan --severity high
expect 'severity high and above' r.subject.selection
expect true 'r.findings.length > 0 && r.findings.every(f => ["critical", "high"].includes(f.severity))'
expect "$(whole 'r.controls.length')" r.controls.length
expect "$(whole 'r.findings.filter(f => ["critical", "high"].includes(f.severity)).length')" r.findings.length
scan --severity low
expect "$(whole 'r.findings.length')" r.findings.length

# what a gate counts is what was asked for
try 1 '' . -q --fail-on critical
try 0 '' . -q --fail-on critical --only TEC-04
# --quiet: a line, and one for each gate that failed
[ "$(wc -l <"$out.stdout")" = 1 ] || fail "--quiet: $(cat "$out.stdout")"
try 1 '' . --quiet --fail-under 100
[ "$(wc -l <"$out.stdout")" = 2 ] || fail "--quiet with a gate: $(cat "$out.stdout")"
grep -q '^gate failed: score .* is below 100.0$' "$out.stdout" || fail "--quiet does not say why"

# OSC 8 links on request, never in a file; without one nothing that a terminal would obey
try 0 '' . --hyperlinks always --format text --format json=links.json
grep -q "$(printf '\033')\]8;;file://.*llm.py" "$out.stdout" || fail "no link"
try 0 '' . --hyperlinks always --format text=links.txt
! grep -q "$(printf '\033')" links.txt || fail "a link in a file"
try 0 '' .
! grep -q "$(printf '\033')" "$out.stdout" || fail "an escape where there is no terminal"

# --progress=plain writes lines, in a pipe too, if it takes long; here it is quick
try 0 '' . --progress plain
try 2 "unknown value of --progress 'fast'; it is one of auto, never, plain" . --progress fast
try 2 "unknown value of --hyperlinks 'on'" . --hyperlinks on
try 2 "unknown debt or control 'techincal'; did you mean 'technical'\?" . --only techincal
try 2 "unknown debt or control 'TEC-4'; did you mean 'TEC-04'\?" . --only TEC-4
try 2 "unknown debt or control ''" . --only ''
try 2 "unknown severity 'hgih'; did you mean 'high'\?" . --severity hgih

# A pager on a terminal only: DEBTSCAN_PAGER before PAGER, none if it is empty or cat or the report is no text.
paged() { # ENVIRONMENT... : what a terminal of 100 columns shows
    env "$@" TERM=xterm script -qec "$DEBTSCAN . --no-progress --color never $ARGUMENTS" /dev/null </dev/null
}
ARGUMENTS=
paged DEBTSCAN_PAGER='sed "s/^/paged: /"' PAGER=false | grep -q '^paged: .*PRODUCTION DEBT SCORE' || fail "no pager"
paged PAGER='sed "s/^/paged: /"' | grep -q '^paged: .*PRODUCTION DEBT SCORE' || fail "PAGER is not used"
paged PAGER='printf "%s\n" "$LESS"; cat' | grep -q '^FRX' || fail "less is not told what to do"
for pager in '' cat no-such-pager-anywhere; do
    paged DEBTSCAN_PAGER="$pager" PAGER=false | grep -q '^ *PRODUCTION DEBT SCORE' || fail "the pager '$pager' swallows the report"
done
paged PAGER='true' | grep -q 'PRODUCTION' && fail "a pager that shows nothing was not waited for"
for ARGUMENTS in --no-pager -q '--format json'; do
    paged DEBTSCAN_PAGER='sed "s/^/paged: /"' | grep -q '^paged:' && fail "a pager in spite of $ARGUMENTS"
done
ARGUMENTS='--fail-under 100'
paged PAGER=cat >/dev/null && fail "the exit status is lost"
paged PAGER='cat >/dev/null' >/dev/null
[ $? = 1 ] || fail "the pager's exit status is not the program's"
exit 0
