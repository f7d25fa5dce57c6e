. "$ROOT/tests/lib.sh"
# 0: no gate failed
try 0 '' .
[ -s "$out.stdout" ] || fail "there is no report"
cp "$out.stdout" "$out.first"
try 0 ''                             # without a path: the working directory
cmp "$out.first" "$out.stdout" || fail "'debtscan' is not 'debtscan .'"
try 0 '' scan .
cmp "$out.first" "$out.stdout" || fail "'debtscan scan .' is not 'debtscan .'"
try 0 '' . --fail-under 0
try 0 '' . --kind none --fail-on low # nothing is owed
for jobs in 0 1 2 256; do
    try 0 '' . -j "$jobs"
done
try 0 '' app.py
try 0 '' explain tec-04
grep -q '^TEC-04 ' "$out.stdout" || fail "explain does not say which control"
try 0 '' --version
grep -Eq '^debtscan [0-9]+\.[0-9]+' "$out.stdout" || fail "--version says no version"
for command in '' scan explain rules; do
    try 0 '' $command --help
    grep -q '^Usage:' "$out.stdout" || fail "$command --help does not say how it is used"
done
try 0 '' rules test TEC-04

# 1: a gate failed; the report is there all the same
for gate in '--fail-under 100' '--fail-under 99.9' '--fail-on low' '--fail-on critical'; do
    try 1 '' . $gate
    [ -s "$out.stdout" ] || fail "$gate: a failed gate still prints its report"
done
try 1 '' . --fail-under 100 --format json=gate.json
[ -s gate.json ] || fail "a failed gate still writes its report"
node "$ROOT/tests/schema/validate.js" gate.json || fail "gate.json does not fit its schema"
rm gate.json

# 3: what was found cannot be handed over
try 3 '^debtscan: cannot write the json report: .*no-such-dir' . --format json=no-such-dir/out.json
try 3 '^debtscan: cannot write the json report: .*Is a directory' . --format json=.
try 3 '^debtscan: cannot write the json report: ' . --format json=app.py/out.json
# A reader of standard output is told nothing if a file could not be written, and files come first.
[ ! -s "$out.stdout" ] || fail "a report in spite of the error"
try 3 'cannot write the text report' . --format json=written.json --format text=no-such-dir/out.txt
[ -s written.json ] || fail "the file before the one that failed is not there"
rm written.json
for command in . 'explain TEC-04' 'rules list' 'rules test TEC-04' --help --version 'sites .' 'facts app.py'; do
    got=0
    "$DEBTSCAN" $command >/dev/full 2>"$out.stderr" || got=$?
    [ $got = 3 ] || fail "$command >/dev/full: exit status $got"
    grep -q '^debtscan: cannot write to standard output: No space left on device$' "$out.stderr" ||
        fail "$command >/dev/full: $(cat "$out.stderr")"
done
# An old report stays whole where the new one cannot be written in its place.
mkdir kept
echo old >kept/out.json
chmod 500 kept
if ! touch kept/probe 2>/dev/null; then # root may write everywhere
    try 3 'cannot write the json report' . --format json=kept/out.json
    [ "$(cat kept/out.json)" = old ] || fail "the old report is gone"
fi
chmod 700 kept
rm -r kept
# A reader that has gone ends the program as it ends others: by SIGPIPE.
sh -c '"$DEBTSCAN" . --all; echo $? >"$1"' sh "$out.code" | :
[ "$(cat "$out.code")" = 141 ] || fail "a closed pipe: $(cat "$out.code")"
