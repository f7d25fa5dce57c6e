# The score through history: which commits are looked at, which did most, and that it is the same every time.
. "$ROOT/tests/lib.sh"
git init -q .
day=10
commit() { # MESSAGE
    git add -A
    GIT_AUTHOR_DATE=2025-01-${day}T00:00:00Z GIT_COMMITTER_DATE=2025-01-${day}T00:00:00Z git commit -qm "$1"
    day=$((day + 1))
}
commit one
for i in 1 2 3 4 5 6 7; do echo "$i" >>README.md && commit "words $i"; done
sed -i 's/OpenAI()/OpenAI(timeout=20, max_retries=2)/' app/llm.py && commit 'repaid: =cmd|<b>'
for i in 8 9; do echo "$i" >>README.md && commit "words $i"; done
sed 's/def ask/def tell/; s/timeout=20, max_retries=2//' app/llm.py >app/more.py && commit added
echo 10 >>README.md && commit 'words 10'

history() {
    "$DEBTSCAN" trend --format json "$@" >"$report" 2>"$report.err" || fail "trend $*: $(cat "$report.err")"
    node "$ROOT/tests/schema/validate.js" "$report" || fail "does not fit its schema: $*"
}
history --every
expect 13,13 '[r.commits, r.points.length].join()'
expect "$(git log --first-parent --format=%H --reverse | tr '\n' ' ')" 'r.points.map(p => p.commit).join(" ") + " "'
expect "$(git rev-parse HEAD~4)" r.repaid_most.commit
expect "$(git rev-parse HEAD~1)" r.added_most.commit
expect true 'r.added_most.delta < 0 && r.repaid_most.delta > 0'
expect 0,2 '[r.points[8].new, r.points[8].fixed].join()'
expect 2025-01-10 'r.points[0].date'
worst=$(json r.added_most.commit)
last=$(json 'r.points[12].score')
"$DEBTSCAN" --format json >"$out.scan"
[ "$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1])).score.value' "$out.scan")" = "$last" ] || fail "not the score of a scan"

# a sample marks where they lie, and finds the same two when it is asked to
history --points 3
expect "3,6" '[r.points.length, r.points[1].span].join()'
history --points 3 --exact
expect true 'r.points.length < 13'
expect "$worst" r.added_most.commit
expect "$(git rev-parse HEAD~4)" r.repaid_most.commit
cp "$report" "$out.sample"
history --points 3 --exact --no-cache --jobs 1
cmp "$report" "$out.sample" || fail "another trend without a cache"
history -n 3
expect 3 r.commits
history --since 2025-01-20
expect 3 r.commits
history --since '2 days'
expect 3 r.commits

"$DEBTSCAN" trend --every --format csv >"$out.csv" || fail csv
[ "$(wc -l <"$out.csv")" = 14 ] && grep -q $'\r$' "$out.csv" || fail "csv: $(cat "$out.csv")"
"$DEBTSCAN" trend --every --format svg="$out.svg" --format html="$out.html" --color never >/dev/null 2>"$report.err" ||
    fail "svg, html: $(cat "$report.err")"
grep -q '<svg xmlns=' "$out.svg" && grep -q 'repaid most' "$out.svg" && ! grep -q '<b>' "$out.svg" || fail "svg"
grep -q "Content-Security-Policy" "$out.html" && ! grep -q '<b>' "$out.html" || fail "html"
"$DEBTSCAN" trend --color never | grep -Eq '^  PRODUCTION DEBT SCORE +[0-9.]+ .*[0-9.]+' || fail "text"
LC_ALL=C "$DEBTSCAN" trend --color never | LC_ALL=C grep -q '[^ -~]' && fail "not ASCII"
"$DEBTSCAN" trend --since never 2>"$report.err" && fail "--since never"
grep -q -- '--since takes a date' "$report.err" || fail "$(cat "$report.err")"

# of a folder that was not there from the beginning
mkdir young && cp app/llm.py young/ && commit young && echo 11 >>README.md && commit 'words 11'
"$DEBTSCAN" trend young -n 3 --every --format json >"$report" 2>"$report.err" || fail "young: $(cat "$report.err")"
expect 'true,false' '[r.points[0].score === null, r.points[1].score === null].join()'

# a shallow clone ends where it ends
git clone -q --depth 4 "file://$PWD" ../shallow
"$DEBTSCAN" trend ../shallow --format json >"$report" || fail shallow
expect true,4 '[r.shallow, r.commits].join()'
