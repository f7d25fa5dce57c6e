# A repository whose names and code are escapes, markup, formulas and commands forges nothing in any format; ten thousand
# findings are a report.
. "$ROOT/tests/lib.sh"
root=$PWD
mkdir "$root.out"
trap 'rm -rf "$root.out" "$report" "$report.err" "$out".*' EXIT
try 0 '' . --format html="$root.out/html" --format markdown="$root.out/markdown" --format sarif="$root.out/sarif" \
    --format gitlab="$root.out/gitlab" --format junit="$root.out/junit" --format csv="$root.out/csv" \
    --format github="$root.out/github" --format prompt="$root.out/prompt" --format badge="$root.out/badge" \
    --format json="$root.out/json" --format text="$root.out/text" --only TEC-04,TEC-05,TEC-08,TEC-11,GOV-07,INT-03,OPS-04 --all
[ "$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).findings.length >= 10000' "$root.out/json")" = true ] ||
    fail "too few findings for this test"
"$DEBTSCAN" 'src/<script>alert(1)<_script>' --format html="$root.out/small" || fail "a page of one control"
for f in html md; do try 0 '' dossier . -o "$root.out/dossier.$f"; done
cd "$root.out" || exit 1
node "$ROOT/tests/schema/formats.js" html=html html=small html=dossier.html markdown=dossier.md markdown=markdown sarif=sarif gitlab=gitlab junit=junit csv=csv \
    github=github prompt=prompt badge=badge || fail "a report is forged"
for f in text; do
    ! LC_ALL=C grep -q -e "$(printf '\033')" -e "$(printf '\007')" -e "$(printf '\r')" $f || fail "$f holds what a terminal would obey"
done
for f in html markdown sarif gitlab junit csv github prompt text dossier.html dossier.md; do
    ! grep -q 'Ab3dEf6hIj9kLm2nOp5qRs8tAb3d' $f || fail "a credential stands in $f"
done
# no command of a CI system's log: neither on GitHub, where commands are stopped, nor elsewhere
cd "$root" || exit 1
for ci in TF_BUILD=True TEAMCITY_VERSION=1; do
    env $ci "$DEBTSCAN" . --all --severity critical >"$root.out/log"
    ! grep -Eq '##(vso|teamcity)?\[' "$root.out/log" || fail "a command for $ci"
done
exit 0
