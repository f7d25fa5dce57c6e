// validate.js REPORT... - whether JSON reports (or standard input) keep the contract of docs/report.schema.json, and what
// 'diff' and 'trend' write that of docs/diff.schema.json and docs/trend.schema.json.
// Prints `REPORT: valid`, or what is wrong and where; exit status 1 if anything is.
"use strict";
const fs = require("fs");
const path = require("path");
const root = path.join(__dirname, "..", "..");
const Ajv = require(path.join(root, "node_modules", "ajv", "dist", "2020")).default;

const read = (name) => JSON.parse(fs.readFileSync(path.join(root, "docs", name + ".schema.json"), "utf8"));
const schema = read("report");
const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });
const whole = ajv.compile(schema), diff = ajv.compile(read("diff")), trend = ajv.compile(read("trend"));
// What `debtscan inventory` writes is a part of the contract.
const parts = ["schema_version", "tool", "subject", "inventory", "findings"];
const part = ajv.compile({
  $defs: schema.$defs,
  type: "object",
  properties: Object.fromEntries(parts.map((p) => [p, schema.properties[p]])),
  required: parts,
  additionalProperties: false,
});

// What a schema cannot say: references inside the report lead somewhere, and lists are in order.
function references(report) {
  const wrong = [];
  const sites = new Set(report.inventory.sites.map((s) => s.id));
  const findings = new Set(report.findings.map((f) => f.fingerprint));
  for (const list of Object.values(report.inventory))
    for (const item of list)
      for (const f of item.findings || []) if (!findings.has(f)) wrong.push(`inventory ${item.name}: no finding ${f}`);
  if (!report.controls) return wrong;
  const controls = new Set(report.controls.map((c) => c.id));
  if (sites.size !== report.inventory.sites.length) wrong.push("inventory.sites: an id occurs twice");
  if (findings.size !== report.findings.length) wrong.push("findings: a fingerprint occurs twice");
  for (const c of report.controls)
    for (const f of c.findings) if (!findings.has(f)) wrong.push(`controls ${c.id}: no finding ${f}`);
  for (const f of report.findings) {
    if (!controls.has(f.control) && !/^X[123]$/.test(f.control)) wrong.push(`findings ${f.fingerprint}: no control ${f.control}`);
    if (f.site !== null && !sites.has(f.site)) wrong.push(`findings ${f.fingerprint}: no site ${f.site}`);
  }
  report.plan.forEach((p, i) => {
    if (p.rank !== i + 1) wrong.push(`plan[${i}]: rank ${p.rank}`);
    if (!controls.has(p.control)) wrong.push(`plan[${i}]: no control ${p.control}`);
  });
  return wrong;
}

// The same for a comparison: a finding is in one list only, and differences are those of their numbers.
function comparisons(r) {
  const wrong = [], once = (list, what) => new Set(list).size === list.length || wrong.push(`${what}: a fingerprint occurs twice`);
  const differs = ({ before, after, delta }) => delta !== (before === null || after === null ? null : Math.round(10 * (after - before)) / 10);
  once([...r.new, ...r.unchanged].map((f) => f.fingerprint), "new and unchanged");
  once([...r.fixed, ...r.unchanged.map((f) => f.base)].map((f) => f.fingerprint), "fixed and unchanged");
  for (const [name, o] of [["score", r.score], ...r.categories.map((c) => [c.id, c])]) if (differs(o)) wrong.push(`${name}: delta ${o.delta}`);
  if (r.score.before !== r.base.score || r.score.after !== r.head.score) wrong.push("score: not that of base and head");
  if (r.gate.failed !== r.gate.reasons.length > 0) wrong.push("gate: reasons");
  return wrong;
}

function histories(r) {
  const wrong = [], commits = r.points.map((p) => p.commit);
  for (const name of ["added_most", "repaid_most"]) {
    const mark = r[name], at = mark ? commits.indexOf(mark.commit) : 0;
    if (mark && (at < 1 || commits[at - 1] !== mark.after)) wrong.push(`${name}: no two points`);
    if (mark && mark.delta > 0 !== (name === "repaid_most")) wrong.push(`${name}: delta ${mark.delta}`);
  }
  if (r.points.reduce((sum, p) => sum + p.span, 1) > r.commits) wrong.push("points: more commits than there are");
  return wrong;
}

let failed = false;
for (const file of process.argv.length > 2 ? process.argv.slice(2) : ["-"]) {
  const name = file === "-" ? "standard input" : file;
  let wrong;
  try {
    const report = JSON.parse(fs.readFileSync(file === "-" ? 0 : file, "utf8"));
    const [validate, further] =
      "points" in report ? [trend, histories] : "unchanged" in report ? [diff, comparisons] : ["score" in report ? whole : part, references];
    wrong = validate(report)
      ? further(report)
      : validate.errors.map((e) => `${e.instancePath || "/"} ${e.message} ${JSON.stringify(e.params)}`);
  } catch (e) {
    wrong = [e.message];
  }
  failed = failed || wrong.length > 0;
  console.log(wrong.length ? wrong.slice(0, 50).map((w) => `${name}: ${w}`).join("\n") : `${name}: valid`);
}
process.exit(failed ? 1 : 0);
