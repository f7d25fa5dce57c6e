// validate-portfolio.js FILE... - whether portfolios keep the contract of docs/portfolio.schema.json, and agree with themselves:
// sums are those of the repositories, ranks those of the scores. Exit status 1 if anything is wrong.
"use strict";
const fs = require("fs");
const path = require("path");
const root = path.join(__dirname, "..", "..");
const Ajv = require(path.join(root, "node_modules", "ajv", "dist", "2020")).default;
const formats = require(path.join(root, "node_modules", "ajv-formats"));
const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });
formats(ajv);
const valid = ajv.compile(JSON.parse(fs.readFileSync(path.join(root, "docs", "portfolio.schema.json"), "utf8")));
const tenths = (n) => Math.round(n * 10);

function disagreements(p) {
  const wrong = [];
  const ranked = p.repositories.filter((r) => r.standing === "ranked");
  const is = (what, got, wanted) => got === wanted || wrong.push(`${what} is ${got}, not ${wanted}`);
  is("totals.repositories", p.totals.repositories, p.repositories.length);
  is("totals.ranked", p.totals.ranked, ranked.length);
  is("totals.debt_minutes", p.totals.debt_minutes, ranked.reduce((n, r) => n + r.score.debt_minutes, 0));
  is("the distribution", p.distribution.scores.reduce((a, b) => a + b, 0), ranked.length);
  is("different names", new Set(p.repositories.map((r) => r.name)).size, p.shard ? new Set(p.repositories.map((r) => r.name)).size : p.repositories.length);
  for (const r of ranked) {
    const peers = ranked.filter((o) => o.kind === r.kind);
    is(`rank of ${r.name}`, r.rank, 1 + peers.filter((o) => o.score.value > r.score.value).length);
    is(`peers of ${r.name}`, r.of, peers.length);
    is(`model of ${r.name}`, r.score.model, p.score_model);
    if (p.gate) is(`gate of ${r.name}`, r.passes, r.score.with_waivers >= p.gate.threshold);
  }
  const known = new Set(p.controls.map((c) => c.id));
  for (const r of p.repositories) for (const c of r.controls) if (!known.has(c.id)) wrong.push(`${r.name}: ${c.id} is not described`);
  for (const d of p.common_debt) {
    const all = ranked.flatMap((r) => r.controls.filter((c) => c.id === d.control));
    const owed = all.filter((c) => c.status === "missing" || c.status === "partial");
    is(`${d.control} lacking`, d.lacking, owed.length);
    is(`${d.control} apply`, d.apply, all.filter((c) => c.status !== "not_applicable").length);
    is(`${d.control} effort`, d.effort_minutes, owed.reduce((n, c) => n + c.effort_minutes, 0));
    is(`${d.control} points`, tenths(d.points), owed.reduce((n, c) => n + tenths(c.score_gain), 0));
  }
  return wrong;
}

let status = 0;
for (const file of process.argv.slice(2)) {
  const p = JSON.parse(fs.readFileSync(file, "utf8"));
  const wrong = valid(p) ? disagreements(p) : valid.errors.map((e) => `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`);
  for (const w of wrong.slice(0, 20)) console.log(`${file}: ${w}`);
  if (wrong.length) status = 1;
}
process.exit(status);
