# What the steps of action.yml do: on a push, on a pull request, on one from a fork, and when something is wrong.
. "$ROOT/tests/forge/lib.sh"
make_repository
start_server
export GITHUB_ACTIONS=true GITHUB_API_URL=$api GITHUB_SERVER_URL=https://github.test GITHUB_REPOSITORY=acme/agent GITHUB_WORKSPACE=$PWD
export INPUT_PATH=. INPUT_BASE= INPUT_PROFILE= INPUT_FAIL_ON= INPUT_FAIL_UNDER= INPUT_MAX_DROP= INPUT_COMMENT=true INPUT_COMMENT_KEY=default
export INPUT_SARIF_FILE=$forge/out.sarif INPUT_REPORT_FILE=$forge/out.html GITHUB_OUTPUT=$forge/output GITHUB_STEP_SUMMARY=$forge/summary
action() { # WANTED-STATUS [NAME=VALUE...]
    local wanted=$1 got=0
    shift
    rm -f "$forge"/out.* "$GITHUB_OUTPUT" "$GITHUB_STEP_SUMMARY"
    env "$@" bash "$ROOT/tools/action" scan >"$out.stdout" 2>"$out.stderr" || got=$?
    [ "$got" = "$wanted" ] || fail "scan $*: exit status $got, not $wanted: $(cat "$out.stdout" "$out.stderr")"
}
output() { sed -n "s/^$1=//p" "$GITHUB_OUTPUT"; }
reports() { [ -s "$forge/out.sarif" ] && [ -s "$forge/out.html" ] && [ "$(output sarif-file)" = "$forge/out.sarif" ] || fail "no reports"; }

# a push
action 0
reports
grep -q '^::error file=app/agent.py,line=' "$out.stdout" && [ "$(output gate)" = passed ] && [ -n "$(output score)" ] || fail "push: $(cat "$GITHUB_OUTPUT")"
action 1 INPUT_FAIL_UNDER=100 INPUT_FAIL_ON=critical,new
[ "$(output gate)" = failed ] || fail "gate"
is 0 'r.log.length'

# a pull request
printf '{"pull_request": {"number": 7, "head": {"sha": "%s", "repo": {"full_name": "acme/agent"}}, "base": {"repo": {"full_name": "acme/agent"}}}}' "$head" >"$forge/event.json"
pull=(GITHUB_BASE_REF=main GITHUB_EVENT_PATH="$forge/event.json")
action 0 "${pull[@]}"
reports
[ "$(output new-findings)" -gt 0 ] && [ "$(output gate)" = passed ] && [ -n "$(output base-score)$(output delta)" ] || fail "$(cat "$GITHUB_OUTPUT")"
grep -q '^### Production debt' "$GITHUB_STEP_SUMMARY" || fail "no summary"
is true 'r.comments.length === 1 && r.comments[0].body.includes("/blob/'"$head"'/app/agent.py#L7")'
action 1 "${pull[@]}" INPUT_FAIL_ON=new
[ "$(output gate)" = failed ] || fail "gate: $(cat "$GITHUB_OUTPUT")"
is '1 true' 'r.comments.length + " " + r.comments[0].body.includes("gate failed")'
set_state '{"log": []}'
action 0 "${pull[@]}" INPUT_COMMENT=false INPUT_FAIL_ON=
is 0 'r.log.length'

# a folder of it: places are those of the repository
mkdir services && git mv app services/app && git commit -qm moved
sed 's/def plan/def tell/' services/app/agent.py >services/app/more.py && git add . && git commit -qm more
action 0 "${pull[@]}" INPUT_PATH=services INPUT_BASE=HEAD~1 INPUT_COMMENT=false
grep -q '^::error file=services/app/more.py,line=' "$out.stdout" || fail "places: $(cat "$out.stdout")"

# gates of the settings: those of the base
printf 'gates: {fail_under: 100}\n' >services/.debtscan.yml && git add . && git commit -qm gates
action 0 "${pull[@]}" INPUT_PATH=services INPUT_BASE=HEAD~1 INPUT_COMMENT=false
git commit -q --allow-empty -m next
action 1 "${pull[@]}" INPUT_PATH=services INPUT_BASE=HEAD~1 INPUT_COMMENT=false
action 1 INPUT_PATH=services
action 0 "${pull[@]}" INPUT_PATH=services INPUT_BASE=HEAD~1 INPUT_COMMENT=false INPUT_FAIL_UNDER=0 INPUT_PROFILE=library
action 2 INPUT_PATH=services INPUT_PROFILE=nobody

# from a fork, with a token that may only read
fresh
set_state '{"trouble": [{"on": "^(POST|PATCH) .repos", "times": 9, "status": 403, "body": {"message": "Resource not accessible by integration"}}]}'
sed -i 's|acme/agent"}}, "base"|stranger/agent"}}, "base"|' "$forge/event.json"
action 0 "${pull[@]}" INPUT_BASE="$head~1"
grep -q '^::notice title=debtscan::no comment: .*a request from a fork' "$out.stdout" || fail "$(cat "$out.stdout" "$out.stderr")"

# what is wrong is not green
action 2 "${pull[@]}" INPUT_BASE=nowhere
action 2 INPUT_FAIL_ON=terrible
action 2 INPUT_PATH=-x
