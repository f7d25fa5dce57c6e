# The examples are what they are examples of, and their page is true.
. "$ROOT/tests/lib.sh"
cp -R "$ROOT/examples/." . && rm -rf cluster ci
"$DEBTSCAN" portfolio portfolio.yml --format html=index.html --format json=portfolio.json --color never || fail portfolio
timeout 110 node "$ROOT/tests/schema/portfolio-page.js" index.html portfolio.json || fail page
node "$ROOT/tests/schema/validate-portfolio.js" portfolio.json || fail schema

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
