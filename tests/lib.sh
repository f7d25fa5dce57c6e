# Helpers for tests/cases/NAME/check.sh, which sources this file. DEBTSCAN, CASE and ROOT come from tests/run-cases.
set -u

fail() {
    echo "check: $*" >&2
    exit 1
}

# scan [ARGS...]: a JSON report of the working directory in $report; the exit status in $status.
report=$(mktemp)
trap 'rm -f "$report"' EXIT
status=0
scan() {
    status=0
    timeout 120 "$DEBTSCAN" . --format json --no-progress "$@" >"$report" 2>"$report.err" || status=$?
    node "$ROOT/tests/schema/validate.js" "$report" || fail "the report does not fit its schema"
}

# json EXPRESSION: what a JavaScript expression over the report `r` gives, as text.
json() {
    node -e 'const r = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")); console.log(eval(process.argv[2]))' \
        "$report" "$1"
}

# expect WANTED EXPRESSION
expect() {
    local got
    got=$(json "$2")
    [ "$got" = "$1" ] || fail "$2 is '$got', not '$1'"
}

# expect_note FILE PATTERN: the report has a note about FILE whose text matches.
expect_note() {
    got=$(json "r.notes.filter(n => n.file === '$1').map(n => n.text).join(' | ')")
    printf '%s' "$got" | grep -Eq -- "$2" || fail "no note '$2' on $1; there is '$got'"
}
