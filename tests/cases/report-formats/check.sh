# Every format is what the place that reads it expects, and says the same of one control as it did.
. "$ROOT/tests/lib.sh"
formats="html markdown sarif gitlab junit csv github prompt badge"

readable() { # [--root=ROOT] FORMAT=FILE...
    node "$ROOT/tests/schema/formats.js" "$@" || fail "not valid: $*"
}
all() { # ARGS...: writes all formats in one run
    local f words=()
    for f in $formats; do words+=(--format "$f=o.$f"); done
    try 0 '' "$@" "${words[@]}" --format badge=o.svg --format json=o.json
}

# What is written into the repository itself is not looked at.
printf '/*\n!/app/\n' >.debtscanignore
all .
readable --root=. svg=o.svg $(printf '%s=o.%s ' $(printf '%s\n' $formats | sed 'p'))
cp o.sarif first.sarif
all . -j 2
cmp o.sarif first.sarif || fail "a second run differs"
# all rules on every run, also where nothing is found
rules() { node -p 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).runs[0].tool.driver.rules.length' "$1"; }
mkdir more
echo 'print(1)' >more/a.py
"$DEBTSCAN" more --format sarif=empty.sarif || fail "a folder without AI"
[ "$(rules empty.sarif)" = "$(rules o.sarif)" ] || fail "rules are missing where nothing is found"
"$DEBTSCAN" more --format html=empty.html --format markdown=empty.md --format junit=empty.xml --format badge=empty.json --format prompt=empty.prompt
readable sarif=empty.sarif html=empty.html markdown=empty.md junit=empty.xml badge=empty.json prompt=empty.prompt
grep -q '"message": "n/a"' empty.json || fail "a badge without a score"

# places: columns in UTF-16, an absence at the first line of a real file, paths from the root of the work tree
sarif() { node -e 'const run = JSON.parse(require("fs").readFileSync("o.sarif", "utf8")).runs[0]; console.log(eval(process.argv[1]))' "$1"; }
is() { got=$(sarif "$2"); [ "$got" = "$1" ] || fail "$2 is '$got', not '$1'"; }
is '{"startLine":10,"startColumn":29,"endLine":10,"endColumn":125}' \
    'JSON.stringify(run.results.find(r => r.ruleId === "TEC-04" && r.locations[0].physicalLocation.artifactLocation.uri === "app/llm.py").locations[0].physicalLocation.region)'
is '{"startLine":1}' 'JSON.stringify(run.results.find(r => r.ruleId === "OPS-01").locations[0].physicalLocation.region)'
is https://github.com/acme/agent 'run.versionControlProvenance[0].repositoryUri'
is true 'run.results.some(r => /cell 1, line 3/.test(r.message.text))'
grep -q 'https://github.com/acme/agent/blob/[0-9a-f]\{40\}/app/llm.py#L10' o.html || fail "the page does not link to the code"
"$DEBTSCAN" app --format sarif=o.sarif --format gitlab=o.gitlab --format junit=o.junit --format csv=o.csv --format github=o.github
readable --root=. sarif=o.sarif gitlab=o.gitlab junit=o.junit csv=o.csv github=o.github
is debtscan/app/ run.automationDetails.id
exit 0
