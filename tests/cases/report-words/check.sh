# Reports say what they said of one control; on GitHub Actions; through templates of one's own.
. "$ROOT/tests/lib.sh"
readable() { # [--root=ROOT] FORMAT=FILE...
    node "$ROOT/tests/schema/formats.js" "$@" || fail "not valid: $*"
}

printf '/*\n!/app/\n' >.debtscanignore

# the same findings in the same words: one control, whatever others there are
same() { # FORMAT FILTER...
    local format=$1
    shift
    try 0 '' . --only TEC-04 --severity high --format "$format=o.$format"
    "$@" <o.$format >got
    [ -z "$ACCEPT" ] || cp got "$CASE/$format.expected"
    diff -u "$CASE/$format.expected" got || fail "$format is not as expected"
}
same gitlab cat
same junit cat
same csv cat
same github grep -v '^Production debt score'
same prompt cat
same sarif node -e '
    const log = JSON.parse(require("fs").readFileSync(0, "utf8")), run = log.runs[0];
    delete run.properties;
    delete run.invocations;
    run.versionControlProvenance[0].revisionId = "";
    console.log(JSON.stringify(log, null, 1));'
same markdown sed -n '/^### /,/^## Not/p'

# where the log of a CI system is read for commands, the text report holds none; the summary and outputs of a step
: >summary.md
: >output.txt
GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY=$PWD/summary.md GITHUB_OUTPUT=$PWD/output.txt \
    "$DEBTSCAN" . --fail-under 100 --format github --format sarif=o.sarif --format html=o.html >log.txt
[ $? = 1 ] || fail "the gate"
readable --root=. github=log.txt markdown=summary.md
grep -q '^# Production debt of ' summary.md || fail "no summary"
grep -Eqx 'gate=failed' output.txt && grep -Eqx 'score=[0-9]+\.[0-9]' output.txt && grep -qx 'sarif-file=o.sarif' output.txt ||
    fail "outputs: $(cat output.txt)"
GITHUB_ACTIONS=true "$DEBTSCAN" . >log.txt
[ "$(head -n 1 log.txt | sed 's/^::stop-commands:://')" = "$(tail -n 1 log.txt | sed 's/^:://; s/::$//')" ] || fail "the log is not guarded"
got=0
GITHUB_OUTPUT=/no/such/folder/output "$DEBTSCAN" . --format github >log.txt 2>err.txt || got=$?
[ $got = 3 ] && grep -q 'cannot write to /no/such/folder/output' err.txt || fail "an output that cannot be written: $(cat err.txt)"

# templates of one's own
printf '{{subject.name}} {{{score.model}}}\n{{#list}}\n{{> row.md}}\n{{/list}}\n' >mine.md
printf -- '- {{control}} *{{file}}*\n' >row.md
try 0 '' . --only TEC-04 --template mine.md
grep -qx -- '- TEC-04 \*app/llm.py\*' "$out.stdout" || fail "a template: $(cat "$out.stdout")"
try 0 '' . --only TEC-04 --template mine.md=mine.out --format json=o.json
[ -s mine.out ] || fail "a template to a file"
printf '{{#list}}\n' >broken.html
try 3 "cannot write the template report: broken.html:1: the section 'list' is not closed" . --template broken.html
try 2 '--template nowhere.html: no such file' . --template nowhere.html
try 2 'only one report can go to standard output' . --template mine.md --format json
try 2 "unknown SARIF profile 'githob'; did you mean 'github'\?" . --sarif-profile githob
for profile in github standard; do
    try 0 '' . --sarif-profile $profile --format sarif=$profile.sarif
done
readable --root=. sarif=github.sarif sarif=standard.sarif

# what was accepted is nothing to act on, and a comment that covers nothing is a finding of its own
sed 's/^client = OpenAI()$/client = OpenAI()  # debtscan: ignore TEC-09 -- of old/; s/^    note = /    # debtscan: ignore TEC-04 owner=@team -- the gateway waits\n    note = /' app/llm.py >llm.new
mv llm.new app/llm.py
try 0 '' . --format sarif=standard.sarif --sarif-profile standard --format html=o.html --format markdown=o.markdown \
    --format gitlab=o.gitlab --format junit=o.junit --format csv=o.csv --format github=o.github --format json=o.json --format prompt=o.prompt
try 0 '' . --format sarif=github.sarif --sarif-profile github
readable --root=. sarif=standard.sarif sarif=github.sarif html=o.html gitlab=o.gitlab junit=o.junit csv=o.csv github=o.github prompt=o.prompt
state() { node -p 'const read = f => JSON.parse(require("fs").readFileSync(f, "utf8")); const r = read("o.json"), at = (f, id) => read(f).runs[0].results.filter(x => x.ruleId === id && x.locations[0].physicalLocation.artifactLocation.uri === "app/llm.py"); '"$1"; }
[ "$(state 'r.findings.filter(f => f.control === "TEC-04" && f.file === "app/llm.py").map(f => f.state).join()')" = suppressed ] ||
    fail "the comment accepts nothing"
[ "$(state 'at("github.sarif", "TEC-04").length')" = 0 ] || fail "GitHub would show what is suppressed"
[ "$(state 'JSON.stringify(at("standard.sarif", "TEC-04").map(x => x.suppressions))')" = \
    '[[{"kind":"inSource","status":"accepted","justification":"the gateway waits; owner @team"}]]' ] || fail "suppressions: $(state 'JSON.stringify(at("standard.sarif", "TEC-04").map(x => x.suppressions))')"
[ "$(state 'at("standard.sarif", "X1").length')" = 1 ] || fail "an unused comment is no result"
! grep -q 'TEC-04.*app/llm.py' o.github || fail "an annotation of what was accepted"
grep -q 'id="f-X1"' o.html || fail "the page does not say that a comment covers nothing"
exit 0
