// recompute.js REPORT... - does the score of a JSON report follow from the report alone? (P11)
// Exact fractions of BigInt, rounded half up once at the end; prints what differs and exits with 1.
"use strict";
const fs = require("fs");

const WEIGHT = { critical: 10n, high: 6n, medium: 3n, low: 1n };
// what a debt counts in the whole at most; one of which less applies counts less
const FULL_WEIGHT = { technical: 30n, operational: 27n, evaluation: 12n, integration: 12n, governance: 27n };
const GATE_CONFIDENCE = 80n; // hundredths: a gate finding below it does not cap
const CAP_CONFIDENCE = 60n; // a critical control below it does not cap

// ---- fractions [p, q], q > 0 ----
const gcd = (a, b) => (b ? gcd(b, a % b) : a < 0n ? -a : a);
const ratio = (p, q = 1n) => ((g) => (p ? [p / g, q / g] : [0n, 1n]))(gcd(p, q));
const add = (a, b) => ratio(a[0] * b[1] + b[0] * a[1], a[1] * b[1]);
const least = (a, b) => (a[0] * b[1] <= b[0] * a[1] ? a : b);
const halfUp = ([p, q]) => (2n * p + q) / (2n * q);
const tenths = (r) => halfUp(ratio(r[0] * 10n, r[1]));
// Numbers of the report have at most two decimals.
const hundredths = (x) => BigInt(Math.round(x * 100));
const tenthsOf = (x) => (x === null ? null : BigInt(Math.round(x * 10)));

const grade = (t) => (t >= 850n ? "A" : t >= 700n ? "B" : t >= 550n ? "C" : t >= 400n ? "D" : "F");
const applies = (c) => c.status !== "not_applicable" && c.credit !== null;
const gateCap = (base, span, n) => ratio(base * 2n ** (n - 1n) + span, 2n ** (n - 1n));

// credit: what a control is worth, capping: what may cap; gates: findings at gates, by category
function score(report, credit, capping, gates) {
  const out = { categories: {}, overall: null };
  const scored = [];
  const uncapped = [];
  let least_critical = 100n;
  for (const category of report.categories) {
    let sum = 0n, weights = 0n, critical = 100n;
    for (const c of report.controls) {
      if (c.category !== category.id || !applies(c) || c.gate) continue;
      sum += WEIGHT[c.severity] * credit(c);
      weights += WEIGHT[c.severity];
      if (c.severity === "critical" && hundredths(c.confidence) >= CAP_CONFIDENCE)
        critical = capping(c) < critical ? capping(c) : critical;
    }
    if (category.weight > 0) least_critical = critical < least_critical ? critical : least_critical;
    if (weights === 0n) {
      out.categories[category.id] = null;
      continue;
    }
    const free = ratio(sum, weights);
    let value = least(free, ratio(5900n + 41n * critical, 100n));
    const n = gates(category.id);
    if (n > 0n) value = least(value, gateCap(49n, 10n, n));
    out.categories[category.id] = { value: tenths(value), uncapped: tenths(free) };
    const full = FULL_WEIGHT[category.id];
    const breadth = weights < full ? weights : full;
    const counts = BigInt(category.weight) * breadth;
    Object.assign(out.categories[category.id], { weights, breadth });
    scored.push([value, counts]);
    uncapped.push([free, counts]);
  }
  const all = scored.reduce((sum, [, weight]) => sum + weight, 0n);
  if (all === 0n) return out;
  const mix = (list) => {
    const sum = list.map(([value, weight]) => ratio(weight * value[0], value[1])).reduce(add, [0n, 1n]);
    return ratio(sum[0], sum[1] * all);
  };
  let overall = least(mix(scored), ratio(6900n + 31n * least_critical, 100n));
  const n = report.categories.reduce((sum, c) => sum + gates(c.id), 0n);
  if (n > 0n) overall = least(overall, gateCap(49n, 20n, n));
  out.overall = { value: tenths(overall), uncapped: tenths(mix(uncapped)) };
  return out;
}

function check(report) {
  const wrong = [];
  const same = (what, got, wanted) => {
    if (String(got) !== String(wanted)) wrong.push(`${what} is ${wanted} in the report, ${got} recomputed`);
  };
  const isGate = new Set(report.controls.filter((c) => c.gate).map((c) => c.id));
  const gates = (category) =>
    BigInt(
      report.findings.filter(
        (f) => f.category === category && isGate.has(f.control) && hundredths(f.confidence) >= GATE_CONFIDENCE
      ).length
    );
  const low = (c) => hundredths(c.credit_low), mid = (c) => hundredths(c.credit), high = (c) => hundredths(c.credit_high);

  // Controls: the mean of what was judged one by one, an unknown as half, as nothing, as all.
  for (const c of report.controls) {
    if (!applies(c) || c.gate || c.subject === "repository") continue;
    const mean = (of) => halfUp(ratio(c.subjects.reduce((sum, x) => sum + of(x), 0n), BigInt(c.subjects.length)));
    const bound = (key, unknown) => (x) =>
      typeof x[key] === "number" ? hundredths(x[key]) : x.credit === null ? unknown : hundredths(x.credit);
    same(`${c.id} subjects`, c.subjects.length, c.coverage.total);
    same(`${c.id} credit`, mean(bound("credit", 50n)), mid(c));
    // A subject that is partly unknown has bounds of its own; a report that does not list them gives limits only.
    const listed = c.subjects.every((x) => "credit_low" in x);
    const lowest = mean(bound("credit_low", 0n)), highest = mean(bound("credit_high", 100n));
    if (listed || low(c) > lowest) same(`${c.id} credit_low`, lowest, low(c));
    if (listed || high(c) < highest) same(`${c.id} credit_high`, highest, high(c));
    same(`${c.id} coverage`, c.subjects.filter((x) => x.credit !== null && x.credit >= 0.75).length, c.coverage.satisfied);
  }

  const none = report.subject.kind === "none";
  const at = {
    value: score(report, mid, high, gates),
    low: score(report, low, low, gates),
    high: score(report, high, high, gates),
  };
  for (const key of ["value", "low", "high"]) {
    same(`score.${key}`, none || !at[key].overall ? null : at[key].overall.value, tenthsOf(report.score[key]));
    for (const c of report.categories) {
      const computed = at[key].categories[c.id];
      const name = key === "value" ? "score" : key;
      if (!none) same(`${c.id}.${name}`, computed && computed.value, tenthsOf(c[name]));
      if (!none) same(`${c.id}.applicable_weight`, computed ? computed.weights : 0n, c.applicable_weight);
      if (!none) same(`${c.id}.breadth`, computed ? computed.breadth : 0n, c.breadth);
    }
  }
  if (none) return wrong;
  same("score.uncapped", at.value.overall.uncapped, tenthsOf(report.score.uncapped));
  same("score.grade", grade(at.value.overall.value), report.score.grade);
  let weights = 0n, confidence = 0n, debt = 0;
  for (const c of report.controls) {
    debt += c.debt_minutes;
    if (!applies(c)) continue;
    weights += WEIGHT[c.severity];
    confidence += WEIGHT[c.severity] * hundredths(c.confidence);
  }
  same("score.confidence", halfUp(ratio(confidence, weights)), hundredths(report.score.confidence));
  same("score.debt_minutes", Math.floor((debt + 7) / 15) * 15, report.score.debt_minutes);
  for (const c of report.categories) {
    const computed = at.value.categories[c.id];
    const own = report.controls.filter((x) => x.category === c.id);
    same(`${c.id}.uncapped`, computed && computed.uncapped, tenthsOf(c.uncapped));
    same(`${c.id}.grade`, computed && grade(computed.value), c.grade);
    for (const status of Object.keys(c.controls))
      same(`${c.id}.controls.${status}`, own.filter((x) => x.status === status).length, c.controls[status]);
    same(`${c.id}.debt_minutes`, Math.floor((own.reduce((s, x) => s + x.debt_minutes, 0) + 7) / 15) * 15, c.debt_minutes);
  }

  // What a control gains when it is repaid, and where each step of the plan leads.
  const repaid = (ids) => {
    const as = (f) => (c) => (ids.has(c.id) ? 100n : f(c));
    const open = (category) => (report.controls.some((c) => c.gate && ids.has(c.id) && c.category === category) ? 0n : gates(category));
    return score(report, as(mid), as(high), open).overall.value;
  };
  for (const c of report.controls)
    if (applies(c) && (c.status === "missing" || c.status === "partial"))
      same(`${c.id} score_gain`, repaid(new Set([c.id])) - at.value.overall.value, tenthsOf(c.score_gain));
  const done = new Set();
  for (const step of report.plan) {
    done.add(step.control);
    same(`plan ${step.rank} score_after`, repaid(done), tenthsOf(step.score_after));
  }
  return wrong;
}

let failed = false;
for (const file of process.argv.slice(2)) {
  const wrong = check(JSON.parse(fs.readFileSync(file, "utf8")));
  failed = failed || wrong.length > 0;
  for (const w of wrong) console.log(`${file}: ${w}`);
}
process.exit(failed ? 1 : 0);
