# For cases that comment: a repository with a change, a server that behaves as a forge, and its state.
. "$ROOT/tests/lib.sh"
export GITHUB_TOKEN=t0ken-of-the-test GITLAB_TOKEN=t0ken-of-the-test
forge=$TMPDIR/forge
mkdir -p "$forge"

# make_repository: main, and a branch with new debt
make_repository() {
    mkdir -p app
    cat >app/llm.py <<'PY'
from openai import OpenAI

client = OpenAI()


def ask(question):
    return client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": question}])
PY
    git init -q . && git add . && git commit -qm one && git checkout -qb feature
    sed 's/def ask/def plan/' app/llm.py >app/agent.py
    git add . && git commit -qm two
    head=$(git rev-parse HEAD)
}

start_server() {
    node "$ROOT/tests/forge/server.js" "$forge" 2>"$forge/errors" &
    server=$!
    trap 'kill $server 2>/dev/null; rm -f "$report" "$report.err" "$out".*' EXIT
    for _ in $(seq 200); do
        [ ! -e "$forge/port" ] || break
        sleep 0.05
    done
    api=http://127.0.0.1:$(cat "$forge/port")
}

# call URL-PATH [TEXT]: speaks to the server itself; the state goes to $report, for json and expect.
call() {
    node -e 'const [, api, path, text] = process.argv;
        fetch(api + path, text === undefined ? {} : { method: "POST", body: text }).then(async (a) => process.stdout.write(await a.text()))' \
        "$api" "$@" >"$report.call" || fail "the server does not answer: $(cat "$forge/errors")"
}
set_state() { call /_set "$1"; }
fresh() { set_state fresh; }
# state EXPRESSION: of the server, and that the client has done nothing that it must not
state() {
    call /_state && mv "$report.call" "$report"
    [ "$(json 'r.bad.join()')" = "" ] || fail "the server complains: $(json 'r.bad.join()')"
    json "$1"
}
# is WANTED EXPRESSION
is() {
    local got
    got=$(state "$2")
    [ "$got" = "$1" ] || fail "$2 is '$got', not '$1'; $(cat "$out.stderr" "$out.stdout")"
}

# comment WANTED-STATUS PATTERN-OF-STDOUT ARGS...: runs it ('' is any), with its output in $out.stdout and $out.stderr
comment() {
    local wanted=$1 pattern=$2 got=0
    shift 2
    timeout 60 "$DEBTSCAN" comment "$@" >"$out.stdout" 2>"$out.stderr" || got=$?
    [ "$got" = "$wanted" ] || fail "comment $*: exit status $got, not $wanted: $(cat "$out.stdout" "$out.stderr")"
    [ -z "$pattern" ] || grep -Eq -- "$pattern" "$out.stdout" || fail "comment $*: says '$(cat "$out.stdout" "$out.stderr")', not '$pattern'"
    ! grep -rq "$GITHUB_TOKEN" "$out.stdout" "$out.stderr" || fail "the token is in the output"
}
# says PATTERN: on standard error
says() { grep -Eq -- "$1" "$out.stderr" || fail "stderr is '$(cat "$out.stderr")', not '$1'"; }
