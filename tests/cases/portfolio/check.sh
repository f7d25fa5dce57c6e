# Many repositories on one page: what it is made of, that parts join to the same bytes, and that it says what the single
# reports say.
. "$ROOT/tests/lib.sh"
valid() { node "$ROOT/tests/schema/validate-portfolio.js" "$@" || fail "does not fit its schema"; }
run() { # WANTED ARGS...
    local wanted=$1 got=0
    shift
    "$DEBTSCAN" portfolio "$@" --color never >"$out.stdout" 2>"$out.stderr" || got=$?
    [ "$got" = "$wanted" ] || fail "$*: exit status $got, not $wanted: $(cat "$out.stderr")"
}
for dir in a/chat a/batch b/chat; do
    (cd $dir && git init -q . && git add . && git commit -qm one)
done
mkdir -p mirrors/git.example.com/team
git clone -q --bare b/chat mirrors/git.example.com/team/reply.git

# a manifest; what is not there is said, and does not stop the others
run 3 portfolio.yml --mirrors mirrors --format json="$report" --format csv="$out.csv" --format markdown="$out.md" --format text
grep -q '1 of 5 repositories could not be scanned' "$out.stderr" || fail "$(cat "$out.stderr")"
valid "$report"
expect '=cmd|'"' /C calc'!A0" 'r.repositories.find(e => e.name === "batch").owner'
expect 'batch not-there plain reply <b>bold</b> |x| shop-chat' 'r.repositories.map(e => e.name).join(" ")'
expect 'ranked failed no_score ranked ranked' 'r.repositories.map(e => e.standing).join(" ")'
expect '1 customers,chat a/chat' '(e => [e.tier, e.tags, e.source].join(" "))(r.repositories.find(e => e.name === "shop-chat"))'
expect 'https://git.example.com/team/reply' 'r.repositories.find(e => /reply/.test(e.name)).source'
expect 2025-01-02 r.as_of
expect true 'r.models.find(m => m.id === "gpt-4o-2024-08-06").pinned === 1'
grep -q "'=cmd" "$out.csv" || fail "a formula: $(cat "$out.csv")"
grep -q '<b>' "$out.md" && fail "Markdown: $(cat "$out.md")"
grep -Eq '^  shop-chat .* app .*/' "$out.stdout" || fail "text: $(cat "$out.stdout")"
grep -q 'not comparable: no AI surface' "$out.stdout" || fail "text: $(cat "$out.stdout")"

# numbers are those of the single reports
for dir in a/chat a/batch; do
    "$DEBTSCAN" $dir --format json >"$out.single"
    node -e '
        const fs = require("fs"), [, one, all] = process.argv, r = JSON.parse(fs.readFileSync(one)), p = JSON.parse(fs.readFileSync(all));
        const e = p.repositories.find((x) => x.commit === r.subject.commit && x.source === process.argv[3]);
        const same = (what, a, b) => { if (JSON.stringify(a) !== JSON.stringify(b)) { console.error(what, a, b); process.exit(1); } };
        for (const key of ["value", "low", "high", "with_waivers", "grade", "verdict", "confidence", "debt_minutes", "model"]) same(key, e.score[key], r.score[key]);
        same("categories", e.categories.map((c) => [c.id, c.score, c.debt_minutes]), r.categories.map((c) => [c.id, c.score, c.debt_minutes]));
        const by = (a, b) => (a[0] < b[0] ? -1 : 1);
        same("controls", e.controls.map((c) => [c.id, c.status, c.credit, c.effort_minutes, c.score_gain, c.open]).sort(by),
            r.controls.map((c) => [c.id, c.status, c.credit, c.effort_minutes, c.score_gain,
                r.findings.filter((f) => f.control === c.id && f.state === "open").length]).sort(by));
        same("kind", e.kind, r.subject.kind);
    ' "$out.single" "$report" "$dir" || fail "$dir: not what its report says"
done

# parts, on any machine and in any order, join to the same bytes
for i in 1 2 3; do
    got=0
    "$DEBTSCAN" portfolio portfolio.yml --mirrors mirrors --shard $i/3 --no-cache --jobs $i --format json="$out.part$i" 2>/dev/null || got=$?
    [ $got = 0 ] || [ $got = 3 ] || fail "part $i"
done
valid "$out.part1" "$out.part2" "$out.part3"
run 3 merge "$out.part3" "$out.part1" "$out.part2" --format json="$out.whole" --format csv="$out.csv2" --format markdown="$out.md2" --format text
for pair in "$report $out.whole" "$out.csv $out.csv2" "$out.md $out.md2"; do
    cmp $pair || fail "parts join to something else"
done
try 3 'missing: 2' portfolio merge "$out.part1" "$out.part3"
try 2 'twice' portfolio merge "$out.part1" "$out.part1" "$out.part2"
try 2 'is no part' portfolio merge "$report"
"$DEBTSCAN" portfolio a/chat --shard 1/3 --format json="$out.other"
try 2 'another portfolio' portfolio merge "$out.part1" "$out.other" "$out.part3"
run 3 merge "$out.part2" --partial
try 2 'part of how many' portfolio a/chat --shard 0/3

# two of one name are told apart, in parts too
run 0 a/chat b/chat --format json="$report"
expect 'chat (a/chat),chat (b/chat)' 'r.repositories.map(e => e.name).join()'
for i in 1 2; do "$DEBTSCAN" portfolio a/chat b/chat --shard $i/2 --format json="$out.part$i"; done
run 0 merge "$out.part1" "$out.part2" --format json="$out.whole"
cmp "$report" "$out.whole" || fail "names in parts"
try 2 'named twice' portfolio a/chat a/chat

# reports of scans, of other scoring models, and what is none; a gate
"$DEBTSCAN" a/chat --format json >chat.json
sed 's/"model": "2.2"/"model": "0.9"/' chat.json >older.json
"$DEBTSCAN" a/chat --only technical --format json >part.json
echo '{' >broken.json
run 3 chat.json older.json part.json broken.json --format json="$report"
valid "$report"
expect 'failed ranked other_model failed' 'r.repositories.map(e => e.standing).join(" ")'
expect 'chat (chat.json),chat (older.json)' 'r.repositories.filter(e => !e.error).map(e => e.name).join()'
expect true 'r.repositories.some(e => /shows a part only/.test(e.error))'
run 1 chat.json --fail-under 99
run 0 chat.json --fail-under 1

# movement against an earlier portfolio
run 0 a/chat a/batch --format json=before.json
sed -i 's/OpenAI()/OpenAI(timeout=20, max_retries=2)/' a/chat/app/llm.py
run 0 a/chat b/chat --previous before.json --format json="$report" --format text
valid "$report"
expect 2,0 '[r.movement.added, r.movement.compared].join()'
run 0 a/chat plain --previous before.json --format json="$report" --format text
expect 'batch 1' 'r.movement.gone.join() + " " + r.movement.compared'
expect true 'r.repositories[0].movement > 0 && r.repositories[0].past[0].score < r.repositories[0].score.value'

# single reports beside the page
run 0 a/batch b/chat --reports pages/single --format json="$report"
expect 'pages/single/batch.html' 'r.repositories[0].report'
[ -s pages/single/batch.html ] && [ -s pages/single/chat.json ] || fail "no single reports"

# wrong manifests
printf 'repositories:\n  - pathh: x\n' >wrong.yml
try 2 "wrong.yml:2: unknown key 'pathh'; did you mean 'path'" portfolio wrong.yml
printf 'repositories:\n  - {path: x, url: y}\n' >wrong.yml
try 2 'one of path, url and report' portfolio wrong.yml
try 2 'name repositories' portfolio
try 3 'could not be scanned' portfolio https://git.example.com/team/reply.git
