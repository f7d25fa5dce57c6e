# The comment on a pull request of GitHub: found again, updated, silent when nothing changed, cut, and on forks not written.
. "$ROOT/tests/forge/lib.sh"
make_repository
start_server
here=(--api "$api" --repo acme/agent --pr 7)
"$DEBTSCAN" diff main --format json="$forge/diff.json" --format markdown="$forge/diff.md" >/dev/null || fail diff
from=(--from "$forge/diff.json" "${here[@]}")
marker='<!-- debtscan:comment key=default v=1 head='

# the first comment and its marker; the same again does nothing; the gates decide the exit status
comment 0 '^comment written: https://github.test/acme/agent/pull/7#issuecomment-1000$' main "${here[@]}"
is "1 $marker$head score=" 'r.comments.length + " " + r.comments[0].body.split(/[0-9.]+ -->\r\n/)[0]'
is true 'r.comments[0].body.split("\r\n")[1].startsWith("### Production debt: ") && r.comments[0].body.includes("| | New finding | Fix | Gain |")'
comment 0 '^the comment is as it should be: https' main "${here[@]}"
comment 1 '^comment updated: ' main "${here[@]}" --fail-on new
comment 0 '^comment updated: ' "${from[@]}"
comment 0 '^the comment is as it should be' "${from[@]}"
is 1 'r.comments.length'

# what is read from a file is what is made here
"$DEBTSCAN" comment main --dry-run >"$out.one" && "$DEBTSCAN" comment --from "$forge/diff.json" --dry-run >"$out.two" || fail "--dry-run"
cmp "$out.one" "$out.two" || fail "another comment from a file"
tail -n +2 "$out.one" | cmp - "$forge/diff.md" || fail "not the Markdown report"

# of many comments on many pages ours is the oldest with the marker, of our own and not hidden
fresh
node -e '
    const own = (id, more) => ({ id, body: process.argv[1] + "0123456 -->\r\nold", login: "debt-bot", ...more });
    const others = Array.from({ length: 260 }, (_, i) => ({ id: 10 + i, body: "Well done " + i, login: "someone" }));
    console.log(JSON.stringify({ who_am_i: "graphql", comments: [
        own(1, { login: "a-forger" }), own(2, { minimized: true }), { id: 3, body: "quoted:\r\n" + own(0).body, login: "debt-bot" },
        { ...own(4), body: own(4).body.replace("default", "other") }, ...others, own(500), own(501)] }));
' "$marker" >"$forge/many.json"
set_state "$(cat "$forge/many.json")"
comment 0 '^comment updated: .*-500$' "${from[@]}"
is 3 'r.log.filter((l) => l.startsWith("GET /repos/acme/agent/issues/7/comments?")).length'
is '266 500' 'r.comments.length + " " + r.comments.filter((c) => c.body.includes("### Production")).map((c) => c.id).join()'
set_state "$(cat "$forge/many.json")"
comment 0 '^comment updated: .*-4$' "${from[@]}" --key other
set_state '{"who_am_i": "none", "log": []}' # an app whose name nobody tells
comment 0 '' "${from[@]}"
says 'nobody says whose token that of GITHUB_TOKEN is; --author names'
is true '!r.log.some((l) => /^(PATCH|POST) .repos/.test(l))'
set_state "$(cat "$forge/many.json" | sed 's/graphql/none/')"
comment 0 '^comment updated: .*-1$' "${from[@]}" --author a-forger
set_state '{"login": "github-actions", "who_am_i": "graphql", "comments": [{"id": 9, "login": "github-actions[bot]", "body": "'"$marker"'0123456 -->"}]}'
comment 0 '^comment updated: .*-9$' "${from[@]}"

# silent when nothing changed; one line when all is well again; not over a newer commit
fresh
git checkout -q main && echo words >NOTES.md && git add . && git commit -qm words && git checkout -qb quiet
echo more >>NOTES.md && git commit -qam more
comment 0 '^nothing changed: no comment$' main "${here[@]}"
is 0 'r.comments.length'
comment 0 '^comment written' "${from[@]}"
comment 0 '^comment updated' main "${here[@]}"
is '2 true' 'const l = r.comments[0].body.trim().split("\r\n"); l.length + " " + /^### Production debt: ([0-9.]+) → \*\*\1\*\* · no new debt$/.test(l[1])'
comment 0 '^comment updated' "${from[@]}"
set_state '{"status": "ahead"}'
comment 0 '^the comment speaks of a newer commit: ' main "${here[@]}"
is true 'r.comments[0].body.includes("New finding") && r.log.some((l) => /compare.[0-9a-f]{40}\.\.\.[0-9a-f]{40}\?/.test(l))'

# what is too long is cut between rows, and once more where a server takes less
fresh
node -e '
    const fs = require("fs"), d = JSON.parse(fs.readFileSync(process.argv[1])), f = d.new[0];
    d.new = Array.from({ length: 2000 }, (_, i) => ({ ...f, message: "f\u00fcr @team | <b> #" + i, file: `app/${i}.py` }));
    fs.writeFileSync(process.argv[2], JSON.stringify(d));' "$forge/diff.json" "$forge/long.json"
comment 0 '^comment written' --from "$forge/long.json" "${here[@]}"
is true 'Buffer.byteLength(r.comments[0].body.replaceAll("\r", "")) <= 60000 && r.comments[0].body.length > 50000'
is true 'const b = r.comments[0].body, shown = b.split("\r\n").filter((l) => l.startsWith("| critical") || /^\| (high|medium|low) /.test(l));
    const left = +/\n(\d+) findings left out, full report: the artifacts of the job\s*$/.exec(b)[1]; shown.length + left === 2000 && shown.every((l) => l.endsWith(" |"))'
is true '!/[^`]@team|<b>|[^&]#\d/.test(r.comments[0].body.split("| | New finding")[1])'
set_state '{"comments": [], "body_limit": 40000}'
comment 0 '^comment written' --from "$forge/long.json" "${here[@]}"
is true 'r.comments[0].body.length < 40000'

# Markdown of one's own, and what is neither
fresh
printf '## Mine\r\n\ntext\n' | comment 0 '^comment written' --from - "${here[@]}"
is true 'r.comments[0].body.includes(" -->\r\n## Mine\r\n\r\ntext")'
echo '{"schema_version": 1}' >"$out.no"
comment 2 '' --from "$out.no" "${here[@]}"
says "is not what 'debtscan diff --format json' writes"

# on GitHub Actions all is known from the environment
actions() { env GITHUB_ACTIONS=true GITHUB_API_URL="$api" GITHUB_SERVER_URL=https://github.test GITHUB_REPOSITORY=acme/agent GITHUB_RUN_ID=3 \
    GITHUB_STEP_SUMMARY="$forge/summary" "$@"; }
event() { printf '%s' "$1" >"$forge/event.json"; }
fork='{"pull_request": {"number": 7, "head": {"sha": "'$head'", "repo": {"full_name": "stranger/agent"}}, "base": {"repo": {"full_name": "acme/agent"}}}}'
fresh
event "${fork/stranger/acme}"
GITHUB_EVENT_PATH=$forge/event.json actions "$DEBTSCAN" comment --from "$forge/diff.json" >"$out.stdout" 2>"$out.stderr" || fail "$(cat "$out.stderr")"
is true 'r.comments[0].body.includes("](https://github.test/acme/agent/blob/'"$head"'/app/agent.py#L7)")'
GITHUB_REF=refs/pull/7/merge actions "$DEBTSCAN" comment --from "$forge/diff.json" >"$out.stdout" || fail "GITHUB_REF"

# a fork: the token may only read; the run is no worse for it, and says so once
fresh
set_state '{"trouble": [{"on": "^POST /repos", "times": 9, "status": 403, "body": {"message": "Resource not accessible by integration ::error::x"}}]}'
event "$fork"
status=0
GITHUB_EVENT_PATH=$forge/event.json actions "$DEBTSCAN" comment feature^..feature --fail-on new >"$out.stdout" 2>"$out.stderr" || status=$?
[ $status = 1 ] || fail "on a fork: exit status $status"
grep -Eq '^::notice title=debtscan::no comment: the token of GITHUB_TOKEN may not write comments in acme/agent \(403: .*on a request from a fork the token may only read; the report is in the summary' "$out.stdout" ||
    fail "$(cat "$out.stdout" "$out.stderr")"
[ "$(wc -l <"$out.stdout")" = 1 ] && [ ! -s "$out.stderr" ] || fail "more than a notice: $(cat "$out.stdout" "$out.stderr")"
grep -q '^### Production debt' "$forge/summary" || fail "no summary"
is 1 'r.log.filter((l) => l.startsWith("TROUBLE")).length'

# a run behind that of a stranger: its files are JSON, its number must have that commit
event '{"workflow_run": {"head_sha": "'$head'", "pull_requests": []}}'
fresh
foreign() { GITHUB_EVENT_PATH=$forge/event.json actions "$DEBTSCAN" comment --pr 7 "$@" >"$out.stdout" 2>"$out.stderr"; }
foreign --from "$forge/diff.json" && grep -q 'no comment: 7 is not, or no longer, at commit' "$out.stdout" || fail "$(cat "$out.stdout" "$out.stderr")"
is 0 'r.comments.length'
set_state "{\"pull_head\": \"$head\"}"
foreign --from "$forge/diff.json" && is 1 'r.comments.length'
foreign --from "$forge/diff.md" && fail "Markdown of a stranger"
says 'taken as JSON only'
event '{"ref": "refs/heads/main"}'
GITHUB_EVENT_PATH=$forge/event.json actions "$DEBTSCAN" comment --from "$forge/diff.json" >"$out.stdout" && grep -q 'no run for a pull request' "$out.stdout" || fail push

# what is wrong is said
comment 2 '' --from "$forge/diff.json" --api "$api" --repo acme/agent
says '--pr N says which pull request'
comment 2 '' "${from[@]}" --pr 0
comment 2 '' "${from[@]}" --repo '../x'
comment 2 '' "${from[@]}" --key 'a b'
comment 2 '' "${from[@]}" --forge bitbucket
comment 2 '' "${from[@]}" main
GITHUB_TOKEN='' "$DEBTSCAN" comment "${from[@]}" 2>"$out.stderr" && fail "no token"
says 'GITHUB_TOKEN \(or GH_TOKEN\) is not set'
GITHUB_TOKEN=$'a\nb' "$DEBTSCAN" comment "${from[@]}" 2>"$out.stderr" && fail "a token of two lines"
says 'what is in GITHUB_TOKEN is no token'
comment 2 '' "${from[@]}" main

# a remote may name any host: only who is told so gets a token
git remote add origin "$(sed 's|^http|https|' <<<"$api")/acme/agent.git"
comment 2 '' --from "$forge/diff.json" --pr 7
says 'the remote leads to 127.0.0.1:[0-9]+: --api https://127.0.0.1:[0-9]+/api/v3 says that the token of GITHUB_TOKEN may go there'
comment 2 '' --from "$forge/diff.json" --pr 7 --forge gitlab
says 'api/v4 says that the token of GITLAB_TOKEN may go there'
git remote remove origin
