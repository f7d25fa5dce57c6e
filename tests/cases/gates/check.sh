# Exit statuses of gates, and that a failed one still reports.
. "$ROOT/tests/lib.sh"
gate() { # WANTED ARGS...
    wanted=$1
    shift
    scan "$@"
    [ "$status" = "$wanted" ] || fail "$*: exit status $status, not $wanted: $(cat "$report.err")"
    failed=false
    [ "$wanted" = 0 ] || failed=true
    expect "$failed" r.gate.failed
}
gate 0
expect null r.gate.threshold
score=$(json 'r.score.value.toFixed(1)')
above=$(json '(r.score.value + 0.1).toFixed(1)')
gate 0 --fail-under 0
gate 0 --fail-under "$score" # a score that is reached is reached
gate 1 --fail-under "$above"
expect "$above" r.gate.threshold.toFixed\(1\)
expect "score $score is below $above" 'r.gate.reasons.join()'
gate 1 --fail-on critical
got=0
scan --fail-on critical --exit-zero
[ "$status" = 0 ] || fail "--exit-zero: $status"
expect true r.gate.failed
try 2 'unknown severity' . --fail-on worst --exit-zero
gate 1 --fail-on low
expect 1 'r.gate.reasons.length'
gate 1 --fail-under 100 --fail-on high
expect 2 'r.gate.reasons.length'

# many reports in one scan; files are there before the gate speaks
got=0
"$DEBTSCAN" . --format json=out.json --format text=out.txt --fail-under 100 >stdout.txt 2>/dev/null || got=$?
[ "$got" = 1 ] || fail "two files: exit status $got"
[ ! -s stdout.txt ] || fail "nothing goes to standard output when every report has a file"
node "$ROOT/tests/schema/validate.js" out.json || fail "out.json does not fit its schema"
grep -q 'PRODUCTION DEBT SCORE' out.txt || fail "out.txt is no text report"
rm -f out.json out.txt stdout.txt

# bounds and words
for bad in '--fail-under 101' '--fail-under 70.55' '--fail-under x' '--fail-under -1' '--fail-on worst' '-j -1' '-j x'; do
    got=0
    # shellcheck disable=SC2086 # two words
    "$DEBTSCAN" . $bad >/dev/null 2>&1 || got=$?
    [ "$got" = 2 ] || fail "$bad: exit status $got, not 2"
done

# without an AI surface there is nothing to gate
rm app.py
echo 'print("hello")' >main.py
gate 0 --fail-under 100 --fail-on low
