# Reports say what they said of one control; on GitHub Actions; through templates of one's own.
. "$ROOT/tests/lib.sh"
readable() { # [--root=ROOT] FORMAT=FILE...
    timeout 110 node "$ROOT/tests/schema/formats.js" "$@" || fail "not valid: $*"
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
exit 0
