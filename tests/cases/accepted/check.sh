# Accepted debt: comments, .debtscan/waivers.yml, the baseline; and what is wrong with them.
. "$ROOT/tests/lib.sh"
git init -q .
state='r.findings.filter(f => f.control === "TEC-04").map(f => f.state).join()'
hygiene='r.findings.filter(f => f.control[0] === "X").map(f => f.control + " " + f.file + ":" + f.line).sort().join()'

scan
expect open "$state"
raw=$(json r.score.value)
expect "$raw" r.score.with_waivers

# in a comment, behind the statement and above it
cp app/llm.py ../llm.py
sed -i '7s/$/  # debtscan: ignore TEC-04 until=2027-02-01 owner=@team -- the gateway enforces 20 s/' app/llm.py
git add . && git commit -qm one
scan
expect suppressed "$state"
expect "" "$hygiene"
expect "$raw" r.score.value
expect true 'r.score.with_waivers > r.score.value'
expect waived 'r.controls.find(c => c.id === "TEC-04").status'
expect "active 1" 'r.waivers[0].state + " " + r.waivers[0].covers'
"$DEBTSCAN" --color never | tr -s "\n " " " | grep -q '1 suppressed' || fail "the head does not count it"
scan --no-inline-suppressions
expect open "$state"
scan --today 2027-02-01
expect suppressed "$state"
scan --today 2027-02-02
expect open "$state"
expect "X2 app/llm.py:7" "$hygiene"
cp ../llm.py app/llm.py
sed -i '7i\    # debtscan: ignore TEC-04, TEC-05 -- the gateway' app/llm.py
scan
expect suppressed "$state"
sed -i 's/ -- the gateway//' app/llm.py
scan
expect open "$state"
expect "X3 app/llm.py:7,X3 app/llm.py:7" "$hygiene"
sed -i '7s/.*/    # debtscan: ignore INT-05 -- no endpoint/' app/llm.py
scan
expect "X1 app/llm.py:7" "$hygiene"

# in a notebook
cat >notes.ipynb <<'JSON'
{
 "cells": [
  {
   "cell_type": "code",
   "execution_count": null,
   "metadata": {},
   "outputs": [],
   "source": [
    "from openai import OpenAI\n",
    "client = OpenAI()\n",
    "client.chat.completions.create(model=\"gpt-4o\", messages=[])  # debtscan: ignore TEC-04 -- by hand\n"
   ]
  }
 ],
 "metadata": {"language_info": {"name": "python"}},
 "nbformat": 4,
 "nbformat_minor": 5
}
JSON
cp ../llm.py app/llm.py
scan
expect "app/llm.py open, notes.ipynb suppressed" 'r.findings.filter(f => f.control === "TEC-04").map(f => f.file + " " + f.state).join(", ")'
expect "" "$hygiene"
rm notes.ipynb

# in the file: for paths, and for what is missing as a whole
mkdir .debtscan
cat >.debtscan/waivers.yml <<'YML'
waivers:
  - rule: TEC-04
    paths: ["app/"]
    reason: "The gateway enforces 20 s"
    owner: "@team"
    expires: 2027-02-01
  - rule: EVA-01
    reason: "The suite comes with the next release"
    owner: "@team"
    expires: 2027-02-01
  - rule: TEC-05
    paths: ["nowhere/"]
    reason: "x"
    owner: "@team"
    expires: 2027-02-01
  - rule: TEC-08
    reason: "no owner, no date"
  - rule: TEC-11
    reason: "long ago"
    owner: "@team"
    expires: 2024-02-01
YML
scan
expect waived "$state"
expect waived 'r.findings.find(f => f.control === "EVA-01").state'
expect "X1 .debtscan/waivers.yml:11,X2 .debtscan/waivers.yml:18,X3 .debtscan/waivers.yml:16" "$hygiene"
expect open 'r.findings.find(f => f.control === "TEC-11").state'
printf 'waivers: [' >.debtscan/waivers.yml
scan
expect open "$state"
expect_note .debtscan/waivers.yml .
rm .debtscan/waivers.yml

# the baseline: what is known is hidden, what comes after it is not
"$DEBTSCAN" baseline >"$out.said" || fail baseline
[ "$(LC_ALL=C sort .debtscan/baseline)" = "$(cat .debtscan/baseline)" ] || fail "the baseline is not sorted"
scan --fail-on new
[ $status = 0 ] || fail "known findings are new"
expect 0 'r.findings.filter(f => f.state === "open").length'
expect "$raw" r.score.with_waivers
n=$(json r.findings.length)
"$DEBTSCAN" --color never | tr -s "\n " " " | grep -q "$n known findings hidden by baseline" || fail "the head does not count them"
git mv app service
cp service/llm.py another.py
scan --fail-on new
[ $status = 1 ] || fail "new findings are known"
expect true 'r.findings.filter(f => f.state === "open").length > 0 && r.findings.filter(f => f.state === "open").every(f => f.file === "another.py" || f.file === "service/llm.py")'
expect "$n" 'r.findings.filter(f => f.state === "baseline").length'
scan --fail-on new --baseline /dev/null
expect 0 'r.findings.filter(f => f.state === "baseline").length'
"$DEBTSCAN" baseline -o - | head -1 | grep -q '^# debtscan baseline' || fail "baseline on standard output"
