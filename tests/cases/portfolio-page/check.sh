# The portfolio as a page: it says what its JSON says, whatever repositories are called, with few of them and with many.
. "$ROOT/tests/lib.sh"
page() { node "$ROOT/tests/schema/portfolio-page.js" "$@" || fail "$1"; }
for dir in a/chat a/batch b/chat; do
    (cd $dir && git init -q . && git add . && git commit -qm one)
done
(cd a/chat && git remote add origin git@git.example.com:shop/chat.git)
sed -i '/messages.create/s|$| // debtscan: ignore TEC-11 until=2025-01-20 owner=@team -- <b>soon</b>|' b/chat/server.ts
(cd b/chat && git commit -qam waived)
"$DEBTSCAN" portfolio a/batch a/chat --format json=before.json
sed -i 's/OpenAI()/OpenAI(timeout=20, max_retries=2)/' a/chat/app/llm.py
(cd a/chat && git commit -qam repaid)
cat >m.yml <<'EOF'
repositories:
  - {path: a/chat, name: '</script><img src=x onerror=alert(1)>', owner: '"@shop"', tags: [one, two], page: 'javascript:alert(1)'}
  - {path: a/batch, name: '{{name}}', owner: '@batch', tier: 2, page: https://reports.example.com/batch.html}
  - {path: b/chat, kind: agent}
  - {path: plain}
  - {path: not-there}
EOF
"$DEBTSCAN" portfolio m.yml --previous before.json --fail-under 5 --format json=p.json --format html=p.html >"$out.stdout" 2>"$out.stderr" || true
page p.html p.json
grep -q 'href="https://git.example.com/shop/chat/blob/' p.html || fail "no link to the forge"
grep -q 'href="https://reports.example.com/batch.html#c-TEC-04"' p.html || fail "no link to the single report"
grep -Eq 'javascript:|<img|<b>' p.html && fail "forged"
node -e 'const p = JSON.parse(require("fs").readFileSync("p.json")); if (p.totals.waivers_ending_soon !== 1 || p.waivers[0].days !== 18) { console.log(p.waivers); process.exit(1) }' || fail "waivers"

# beyond eighty repositories: characters and data instead of cells and text
"$DEBTSCAN" a/chat --format json | node "$ROOT/bench/portfolio.js" 120 many
"$DEBTSCAN" portfolio many/*.json --format json=many.json --format html=many.html || fail many
page many.html many.json
node "$ROOT/tests/schema/validate-portfolio.js" many.json || fail "many.json"
[ "$(wc -c <many.html)" -lt 700000 ] || fail "a large page: $(wc -c <many.html)"
