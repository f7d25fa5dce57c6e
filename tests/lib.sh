# Helpers for tests/cases/NAME/check.sh, which sources this file. DEBTSCAN, CASE and ROOT come from tests/run-cases.
set -u

fail() {
    echo "check: $*" >&2
    exit 1
}

# scan [ARGS...]: a JSON report of the working directory in $report; the exit status in $status.
report=$(mktemp)
out=$report.try
trap 'rm -f "$report" "$report.err" "$out".*' EXIT
status=0
scan() {
    status=0
    "$DEBTSCAN" . --format json --no-progress "$@" >"$report" 2>"$report.err" || status=$?
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

# openapi FILE...: documents that a linter of OpenAPI has nothing to say about, where it is installed (it is for tests only).
openapi() {
    [ ! -d "$ROOT/node_modules/@redocly/openapi-core" ] || node "$ROOT/tests/schema/openapi.js" "$@" || fail "not OpenAPI: $*"
}

# expect_note FILE PATTERN: the report has a note about FILE whose text matches.
expect_note() {
    got=$(json "r.notes.filter(n => n.file === '$1').map(n => n.text).join(' | ')")
    printf '%s' "$got" | grep -Eq -- "$2" || fail "no note '$2' on $1; there is '$got'"
}

# marked FOLDER...: in each, the sites are those of lines that end in a comment `site: NAME=VALUE ...`, in order; VALUE is
# set, unset, unknown or the value of the attribute NAME, or of the site's kind, provider or confidence.
marked() {
    local folder
    for folder; do
        "$DEBTSCAN" "$folder" --format json --no-progress >"$report" 2>"$report.err" || fail "$(cat "$report.err")"
        node -e '
            const fs = require("fs"), path = require("path"), [, file, root] = process.argv;
            const wanted = [], r = JSON.parse(fs.readFileSync(file, "utf8"));
            for (const name of fs.readdirSync(root, { recursive: true }).sort()) {
                if (!fs.statSync(path.join(root, name)).isFile()) continue;
                fs.readFileSync(path.join(root, name), "utf8").split("\n").forEach((text, i) => {
                    for (const m of text.matchAll(/(?:#|\/\/) site:([^#]*)/g)) wanted.push([name + ":" + (i + 1), m[1].trim()]);
                });
            }
            const found = r.inventory.sites.map(s => [s.file + ":" + s.line, s]);
            const places = list => list.map(e => e[0]).sort().join(" ");
            const bad = places(wanted) === places(found) ? [] : ["sites at " + places(found) + ", not at " + places(wanted)];
            for (const [place, marks] of wanted) {
                const s = (found.find(e => e[0] === place) || [])[1];
                for (const mark of s && marks ? marks.split(/\s+/) : []) {
                    const [key, value] = mark.split(/=(.*)/s), a = s.attributes[key];
                    const got = a ? [a.state, a.value] : [String(s[key])];
                    if (!got.includes(value)) bad.push(place + ": " + key + " is " + got.join(" ") + ", not " + value);
                }
            }
            if (bad.length) { console.error(root + ": " + bad.join("\n")); process.exit(1); }
        ' "$report" "$folder" || fail "$folder is not as marked"
    done
}

# try WANTED-STATUS PATTERN ARGS...: runs the program as it is, with its output in $out.stdout and $out.stderr. PATTERN
# is looked for in stderr, which must be empty where it is ''.
try() {
    local wanted=$1 pattern=$2 got=0
    shift 2
    "$DEBTSCAN" "$@" >"$out.stdout" 2>"$out.stderr" || got=$?
    [ "$got" = "$wanted" ] || fail "$*: exit status $got, not $wanted: $(cat "$out.stderr")"
    if [ -z "$pattern" ]; then
        [ ! -s "$out.stderr" ] || fail "$*: says '$(cat "$out.stderr")'"
    else
        grep -Eq -- "$pattern" "$out.stderr" || fail "$*: '$(cat "$out.stderr")' does not say '$pattern'"
    fi
}
