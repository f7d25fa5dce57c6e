# The history of many repositories: recorded once however often, moved between machines as lines, and looked back at; and two
# repositories side by side.
. "$ROOT/tests/lib.sh"
export GIT_COMMITTER_DATE GIT_AUTHOR_DATE
commit() { # FOLDER DAY
    GIT_COMMITTER_DATE=2025-02-$2T00:00:00Z GIT_AUTHOR_DATE=$GIT_COMMITTER_DATE
    (cd "$1" && git add . && git commit -qm "$2")
    "$DEBTSCAN" portfolio a/chat a/batch --record --store h.db --format json="$report" || fail "record: $*"
}
(cd a/chat && git init -q .)
(cd a/batch && git init -q . && git add . && git commit -qm one)
commit a/chat 10
sed -i 's/OpenAI()/OpenAI(timeout=20, max_retries=2)/' a/chat/app/llm.py
commit a/chat 15
echo '# Words' >>a/chat/README.md
commit a/chat 20
"$DEBTSCAN" portfolio export --store h.db >one.jsonl
[ "$(wc -l <one.jsonl)" = 4 ] || fail "scans: $(wc -l <one.jsonl)"
"$DEBTSCAN" portfolio a/chat a/batch --record --store h.db --format json=again.json
"$DEBTSCAN" portfolio export --store h.db | cmp - one.jsonl || fail "recorded twice"
"$DEBTSCAN" portfolio import one.jsonl one.jsonl --store other.db || fail import
"$DEBTSCAN" portfolio import --store other.db - <one.jsonl || fail "import of standard input"
"$DEBTSCAN" portfolio export --store other.db | cmp - one.jsonl || fail "lines that come back differ"

"$DEBTSCAN" portfolio a/chat a/batch --since 2025-02-12 --store other.db --format json="$report" --format text --color never >"$out.text" || fail since
node "$ROOT/tests/schema/validate-portfolio.js" "$report" || fail schema
expect 2025-02-10,2025-02-15 'r.repositories.find(e => e.name === "chat").past.map(x => x.date).join()'
expect true 'r.repositories.find(e => e.name === "chat").movement > 0'
expect true 'r.repositories.find(e => e.name === "batch").added'
expect 2025-02-12 r.movement.against
grep -q 'against 2025-02-12' "$out.text" || fail "$(cat "$out.text")"
"$DEBTSCAN" portfolio a/chat --since '3 days' --store other.db --format json="$report"
expect 2025-02-15 'r.repositories[0].past.map(x => x.date).join()'
expect 0 'r.repositories[0].movement'

# what is no scan of a commit is not kept, and what is no line is refused, with nothing kept of it
echo x >>a/chat/README.md
try 0 '1 of 1 scans are not kept' portfolio a/chat --record --store h.db
(cat one.jsonl; echo '{"name":"x"}') >bad.jsonl
try 2 'bad.jsonl:5: is no scan' portfolio import bad.jsonl --store bad.db
[ -z "$("$DEBTSCAN" portfolio export --store bad.db)" ] || fail "half of it was kept"
echo text >no.db
try 3 'no.db: file is not a database' portfolio export --store no.db
try 2 'exclude each other' portfolio a/chat --since 2025-01-01 --previous again.json --store h.db
XDG_STATE_HOME=$PWD/state "$DEBTSCAN" portfolio a/batch --record >/dev/null || fail "the user's own"
[ -s state/debtscan/portfolio.db ] || fail "the user's own"

# side by side
"$DEBTSCAN" portfolio compare a/chat b/chat --format json="$report" --format markdown=c.md --format text --color never >"$out.text" || fail compare
expect 'chat (a/chat) chat (b/chat)' 'r.a.name + " " + r.b.name'
expect true 'r.controls.some(c => c.id === "TEC-04" && c.a.status === "satisfied" && c.b.status !== "satisfied" && c.b.file === "server.ts")'
grep -q 'server.ts:6' "$out.text" && grep -q 'TEC-04' c.md || fail "$(cat "$out.text")"
"$DEBTSCAN" portfolio compare batch chat --in again.json >"$out.text" || fail "in a portfolio"
try 2 "unknown repository 'bath'; did you mean 'batch'" portfolio compare bath chat --in again.json
try 2 'name two' portfolio compare a/chat
