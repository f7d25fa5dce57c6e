# The note on a merge request of GitLab.
. "$ROOT/tests/forge/lib.sh"
make_repository
start_server
"$DEBTSCAN" diff main --format json="$forge/diff.json" >/dev/null || fail diff
from=(--from "$forge/diff.json")
here=(--forge gitlab --api "$api/api/v4/" --repo acme/team/agent --pr 7)

comment 0 '^comment written$' "${from[@]}" "${here[@]}"
comment 0 '^the comment is as it should be$' "${from[@]}" "${here[@]}"
comment 0 '^comment written$' "${from[@]}" "${here[@]}" --key other
comment 0 '^the comment is as it should be$' main "${here[@]}" --fail-under 0 --key other --author debt-bot
is '2 debt-bot,debt-bot' 'r.comments.length + " " + r.comments.map((c) => c.login)'
is true 'r.log.includes("GET /projects/acme%2Fteam%2Fagent/merge_requests/7/notes?sort=asc&order_by=created_at&per_page=100&page=1")'

# many pages; what the system notes, and what others write, is not ours
node -e '
    const body = "<!-- debtscan:comment key=default v=1 head=0123456 -->\nold";
    const comments = Array.from({ length: 230 }, (_, i) => ({ id: 10 + i, body: "fine " + i, login: "someone" }));
    console.log(JSON.stringify({ comments: [{ id: 1, body, login: "debt-bot", system: true }, { id: 2, body, login: "else" }, ...comments, { id: 400, body, login: "debt-bot" }] }));
' >"$forge/many.json"
set_state "$(cat "$forge/many.json")"
comment 0 '^comment updated$' "${from[@]}" "${here[@]}"
is 400 'r.comments.filter((c) => c.body.includes("### Production")).map((c) => c.id).join()'

# a note on a newer commit stays
set_state "$(cat "$forge/many.json")"
set_state "{\"merge_base\": \"$head\"}"
comment 0 '^the comment speaks of a newer commit$' "${from[@]}" "${here[@]}"

# from the environment of a job; with a fork there is no token, and the run is no worse for it
fresh
job() { env GITLAB_CI=true CI_API_V4_URL="$api/api/v4" CI_PROJECT_ID=43 CI_MERGE_REQUEST_PROJECT_ID=42 CI_MERGE_REQUEST_SOURCE_PROJECT_ID=43 \
    CI_MERGE_REQUEST_IID=7 CI_COMMIT_SHA="$head" CI_MERGE_REQUEST_SOURCE_PROJECT_URL=https://gitlab.test/stranger/agent \
    CI_JOB_URL=https://gitlab.test/-/jobs/1 "$@" >"$out.stdout" 2>"$out.stderr"; }
job "$DEBTSCAN" comment "${from[@]}" || fail "$(cat "$out.stderr")"
is true 'r.comments[0].body.includes("](https://gitlab.test/stranger/agent/-/blob/'"$head"'/app/agent.py#L7)")'
job env GITLAB_TOKEN= "$DEBTSCAN" comment "${from[@]}" || fail "a fork without a token"
says 'no comment: a request from a fork has no token that may write'
job env CI_MERGE_REQUEST_SOURCE_PROJECT_ID=42 GITLAB_TOKEN= "$DEBTSCAN" comment "${from[@]}" && fail "no token"
says 'GITLAB_TOKEN is not set'
job env CI_MERGE_REQUEST_IID= "$DEBTSCAN" comment "${from[@]}" && says 'this is no run for a pull request' || fail "no merge request"
job env GITLAB_TOKEN=wrong "$DEBTSCAN" comment "${from[@]}" || fail "another token"
says 'no comment: 127.0.0.1:[0-9]+ does not know the token of GITLAB_TOKEN \(401: "Bad credentials"\)'
is '' 'r.bad.join()'
