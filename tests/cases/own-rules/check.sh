# A team's own SDK and control: checked with their tests, used beside the rules of the program.
. "$ROOT/tests/lib.sh"
rules=$CASE/rules
"$DEBTSCAN" rules check "$rules" >out.txt || fail "rules check: $(cat out.txt)"
grep -Eq '^rules: [0-9]+ passed, 0 failed' out.txt || fail "rules check says '$(cat out.txt)'"
"$DEBTSCAN" rules test "$rules" HSE-01 >out.txt || fail "rules test: $(cat out.txt)"
grep -q '^rules: 2 passed, 0 failed' out.txt || fail "rules test HSE-01 says '$(cat out.txt)'"
"$DEBTSCAN" rules list --rules "$rules" | grep -q 'HSE-01 .*Answers come from the house model' || fail "rules list does not name it"
"$DEBTSCAN" rules list sdks --rules "$rules" | grep -q 'acme ' || fail "rules list sdks does not name it"
"$DEBTSCAN" explain HSE-01 . --rules "$rules" --color never >out.txt || fail "explain HSE-01"
grep -q 'app.py:12' out.txt || fail "explain does not show the finding: $(cat out.txt)"
rm out.txt

scan
expect app.py:12 'r.inventory.sites.map(s => s.file + ":" + s.line).join()'
scan --rules "$rules"
expect 'app.py:8 acme app.py:12 openai' 'r.inventory.sites.map(s => s.file + ":" + s.line + " " + s.provider).join(" ")'
expect 'partial 0.5' 'r.controls.filter(c => c.id === "HSE-01").map(c => c.status + " " + c.credit).join()'
expect app.py:12 'r.findings.filter(f => f.control === "HSE-01").map(f => f.file + ":" + f.line).join()'

# a rule whose own test fails is said to be noisy or missing, with its file and line
cp -R "$rules" "$TMPDIR/broken"
sed -i 's/provider: \[acme\]/provider: [openai]/' "$TMPDIR/broken/controls/governance/HSE-01-house-model.yml"
got=0
"$DEBTSCAN" rules check "$TMPDIR/broken" >out.txt 2>&1 || got=$?
[ "$got" = 2 ] || fail "a failing test: exit status $got: $(cat out.txt)"
grep -q 'HSE-01-house-model.yml' out.txt || fail "no file: $(cat out.txt)"
grep -Eq '^rules: [0-9]+ passed, [1-9]' out.txt || fail "not counted: $(cat out.txt)"
