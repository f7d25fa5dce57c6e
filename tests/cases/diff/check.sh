# What a change adds and repays, and that it cannot make itself green.
. "$ROOT/tests/lib.sh"
git init -q . && git add . && git commit -qm one
git checkout -qb feature

# diff ARGS...: the JSON of a comparison in $report
differ() {
    status=0
    "$DEBTSCAN" diff --format json "$@" >"$report" 2>"$report.err" || status=$?
    [ $status -le 1 ] || fail "diff $*: $(cat "$report.err")"
    node "$ROOT/tests/schema/validate.js" "$report" || fail "does not fit its schema: $*"
}
new='r.new.map(f => f.control + " " + f.file).sort().join(", ")'
counts='[r.new.length, r.fixed.length, r.unchanged.length].join()'

differ main
expect 0,0 '[r.new.length, r.fixed.length].join()'
known=$(json r.unchanged.length)
[ "$known" -gt 5 ] || fail "$known findings"

# a renamed folder, moved lines, other formatting: not one fingerprint is another
prints() { "$DEBTSCAN" . --format json --no-progress >"$report" && json 'r.findings.map(f => f.fingerprint).sort().join()'; }
before=$(prints)
git mv app service
printf '# a comment\n\nfrom openai import (\n    OpenAI,\n)\n\nclient = OpenAI()\n\n\ndef ask(question):\n\n    # asks\n    answer = client.chat.completions.create(\n        model='"'gpt-4o'"',\n        messages=[\n            {"role": "user", "content": question},\n        ],\n    )\n    return answer.choices[0].message.content\n' >service/llm.py
[ "$(prints)" = "$before" ] || fail "other fingerprints"

# and other arguments: the same debt
sed -i '1i# a comment\n' service/llm.py
python='from openai import OpenAI

client = OpenAI()


def ask(question):
    answer = client.chat.completions.create(
        model="gpt-4o",
        messages=[{"role": "user", "content": "Answer: " + question}],
    )
    return answer.choices[0].message.content
'
printf '%s' "$python" >service/llm.py
git add . && git commit -qm moved
differ main..feature
expect "0,0,$known" "$counts"
expect 0 r.score.delta

# new debt
cat >service/agent.py <<'PY'
from openai import OpenAI

client = OpenAI()


def plan(task):
    return client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": task}])
PY
differ main
expect true 'r.new.length > 0 && r.new.every(f => f.file === "service/agent.py")'
expect "$known" r.unchanged.length
differ --staged main
expect 0 r.new.length
git add . && git commit -qm agent
differ main --fail-on critical,new
[ $status = 1 ] || fail "--fail-on: exit status $status"
expect true r.gate.failed
added=$(json r.new.length)
differ main --fail-on low --max-drop 100
[ $status = 1 ] || fail "--fail-on low: exit status $status"
GITHUB_BASE_REF=main differ
expect "$added,0,$known" "$counts"
CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main differ
expect "$added" r.new.length

# a pull request that accepts its own debt is as red as before, and what it adds is listed
sed -i '7s/$/  # debtscan: ignore TEC-04,TEC-05,TEC-08,TEC-11,GOV-01,GOV-04,OPS-04 -- trust me/' service/agent.py
mkdir .debtscan
cat >.debtscan/waivers.yml <<'YML'
waivers:
  - rule: GOV-01
    reason: "later"
    owner: "@me"
    expires: 2099-01-01
YML
"$DEBTSCAN" baseline >/dev/null
printf 'service/agent.py\n' >.debtscanignore
printf 'profile: library\ntarget: 1\ngates: {fail_under: 0}\n' >.debtscan.yml
git add . && git commit -qm green
differ main --fail-on new
[ $status = 1 ] || fail "it has made itself green"
expect 2.2 r.score.model
expect "$added,0,$known" "$counts"
expect ".debtscan.yml,.debtscan/baseline,.debtscan/waivers.yml,.debtscanignore,service/agent.py" '[...new Set(r.additions.map(a => a.file))].sort().join()'
git checkout -q feature && git checkout -q main && git merge -q feature && git checkout -qb next
differ main --fail-on new
[ $status = 0 ] || fail "what is merged counts"

# repaid
git checkout -q main~2 -- service/llm.py 2>/dev/null || true
sed -i 's/OpenAI()/OpenAI(timeout=20, max_retries=2)/' service/llm.py
differ main
expect "TEC-04,TEC-05" 'r.fixed.map(f => f.control).sort().join()'
expect 0 r.new.length
git stash -q
"$DEBTSCAN" diff main --format markdown | grep -q '^### Production debt: .* · no new debt$' || fail "markdown"

# on the default branch itself: its last commit
git checkout -q main
differ
expect "$(git rev-parse HEAD^)" r.base.commit

# a folder that the base lacks
mkdir young && cp service/llm.py young/
differ main -C young
expect true,0,0 '[r.new.length > 5, r.unchanged.length, r.base.sites].join()'
expect young r.path
rm -r young

# a clone that does not reach back
git clone -q --depth 1 --branch next "file://$PWD" ../shallow
GITHUB_BASE_REF=main "$DEBTSCAN" diff -C ../shallow 2>"$report.err" && fail "shallow"
command=$(sed -nE "s/.*GITHUB_BASE_REF names the target branch: .*comes with: (git .*)/\1/p" "$report.err")
sh -c "$command" 2>"$report.err" || fail "'$command': $(cat "$report.err")"
GITHUB_BASE_REF=main "$DEBTSCAN" diff -C ../shallow >/dev/null || fail "shallow no more"
"$DEBTSCAN" diff nothing 2>"$report.err" && fail "unknown base"
grep -q "unknown revision 'nothing'" "$report.err" || fail "$(cat "$report.err")"

# the team's own rules lie in the repository: a change is judged by those of its base, and what it does to them is listed
git checkout -q main && git checkout -qb ruled
mkdir -p .debtscan && cp -R "$ROOT/tests/cases/own-rules/rules" .debtscan/rules && git add . && git commit -qm rules
differ main..ruled --rules .debtscan/rules
expect true 'r.new.every(f => f.control !== "HSE-01") && r.additions.some(a => a.file === ".debtscan/rules/controls/governance/HSE-01-house-model.yml" && a.text === "added")'
git checkout -qb bent
git rm -q .debtscan/rules/controls/governance/HSE-01-house-model.yml
mkdir late && printf 'from openai import OpenAI\n\nprint(OpenAI().chat.completions.create(model="gpt-4o", messages=[]).choices[0].message.content)\n' >late/one.py
git add . && git commit -qm bent
differ ruled..bent --rules .debtscan/rules
expect 'removed' 'r.additions.filter(a => a.file.startsWith(".debtscan/rules/")).map(a => a.text).join()'
expect true 'r.new.some(f => f.control === "HSE-01") && r.new.every(f => f.score_gain >= 0)'
mkdir "$TMPDIR/elsewhere" && differ ruled..bent --rules "$TMPDIR/elsewhere"
expect false 'r.new.some(f => f.control === "HSE-01")'
