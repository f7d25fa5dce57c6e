# The examples are what they are examples of, and their page is true.
. "$ROOT/tests/lib.sh"
cp -R "$ROOT/examples/." . && rm -rf cluster ci reports
"$DEBTSCAN" portfolio portfolio.yml --reports reports --format html=index.html --format json=portfolio.json --color never || fail portfolio
node "$ROOT/tests/schema/portfolio-page.js" index.html portfolio.json || fail page
node "$ROOT/tests/schema/validate-portfolio.js" portfolio.json || fail schema
node "$ROOT/tests/schema/validate.js" reports/*.json || fail "a report"
grep -q 'href="reports/chat-app.html#c-TEC-04"' index.html && grep -q 'id="c-TEC-04"' reports/chat-app.html || fail "cells lead nowhere"
node -e '
    const fs = require("fs"), p = JSON.parse(fs.readFileSync("portfolio.json"));
    for (const e of p.repositories) {
        const r = JSON.parse(fs.readFileSync(e.report.replace(/html$/, "json")));
        const all = (x, score, list) => JSON.stringify([score.value, score.low, score.high, score.debt_minutes, x.map((c) => [c.id, c.score, c.grade]), list.map((c) => [c.id, c.status, c.credit, c.score_gain]).sort()]);
        if (all(e.categories, e.score, e.controls) !== all(r.categories, r.score, r.controls)) { console.log(e.name + " is not what its report says"); process.exit(1); }
    }
' || fail "the page is not what the reports say"

# The reports that are committed are those of today; ACCEPT=1 writes them anew.
mkdir -p now
for name in support-agent support-agent-repaid chat-app claims-service policy-bundle; do
    "$DEBTSCAN" "$name" --format markdown="now/$name.md" || fail "$name"
done
"$DEBTSCAN" portfolio portfolio.yml --format markdown=now/portfolio.md --color never || fail "the portfolio"
if [ -n "${ACCEPT-}" ]; then
    mkdir -p "$ROOT/examples/reports" && cp now/* "$ROOT/examples/reports"
else
    diff -r "$ROOT/examples/reports" now || fail "examples/reports are not true any more: make accept CASE=examples"
fi

# What was repaid shows, and nothing else differs much from what it is an example of.
node -e '
    const p = JSON.parse(require("fs").readFileSync("portfolio.json")), at = (n) => p.repositories.find((r) => r.name === n);
    const bad = [];
    if (p.totals.ranked !== 5) bad.push("not all are ranked");
    if (!(at("support-agent").score.value < 15 && at("support-agent-repaid").score.value > 80)) bad.push("debt and repaid: " + at("support-agent").score.value + " " + at("support-agent-repaid").score.value);
    if (at("support-agent-repaid").score.verdict === "blocked") bad.push("the repaid one is blocked");
    for (const [name, sites] of [["chat-app", 3], ["claims-service", 1], ["policy-bundle", 2]]) if (at(name).sites !== sites) bad.push(name + " has " + at(name).sites + " calls");
    if (bad.length) { console.log(bad.join("\n")); process.exit(1); }
' || fail "the examples are no examples any more"
