// portfolio.js N FOLDER < report.json - writes N JSON reports that differ from the given one in name, kind, commit, statuses and
// scores, by a fixed sequence: an input to measure `debtscan portfolio` with. The scores are invented.
"use strict";
const fs = require("fs");
const path = require("path");
const [count, folder] = [Number(process.argv[2]), process.argv[3]];
const model = JSON.parse(fs.readFileSync(0, "utf8"));
let seed = 1;
const random = (n) => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return (seed >>> 8) % n;
};
const grade = (score) => (score >= 85 ? "A" : score >= 70 ? "B" : score >= 55 ? "C" : score >= 40 ? "D" : "F");
const statuses = ["satisfied", "satisfied", "partial", "missing", "missing", "not_applicable", "unknown"];
fs.mkdirSync(folder, { recursive: true });
for (let i = 0; i < count; i++) {
  const r = structuredClone(model), name = `service-${String(i).padStart(4, "0")}`;
  Object.assign(r.subject, { name, kind: ["app", "agent", "library"][random(3)], dirty: false, branch: "main",
    commit: i.toString(16).padStart(40, "a"), commit_date: `2026-0${1 + random(9)}-1${random(10)}`, url: `https://git.example.com/team-${random(20)}/${name}` });
  for (const c of r.controls) {
    c.status = statuses[random(statuses.length)];
    c.credit = { satisfied: 1, partial: 0.5, missing: 0 }[c.status] ?? null;
    c.effort_minutes = c.status === "partial" || c.status === "missing" ? 15 + random(40) * 15 : 0;
    c.score_gain = c.effort_minutes ? random(60) / 10 : 0;
    c.evidence = [{ file: `src/module_${random(9)}/handler_${random(9)}.py`, line: 1 + random(400), text: "client.chat.completions.create", confidence: 0.9 }];
    c.findings = [];
  }
  for (const c of r.categories) {
    c.score = random(1000) / 10;
    c.grade = grade(c.score);
    for (const s of Object.keys(c.controls)) c.controls[s] = r.controls.filter((o) => o.category === c.id && o.status === s).length;
  }
  r.score.value = r.score.with_waivers = random(1000) / 10;
  r.score.grade = grade(r.score.value);
  r.score.debt_minutes = r.controls.reduce((n, c) => n + c.effort_minutes, 0);
  r.waivers = random(10) ? [] : [{ control: "TEC-04", path: "src/app.py", line: 3, source: "comment", reason: "the gateway enforces it", owner: "@team",
    expires: `2026-1${random(3)}-15`, state: "active", covers: 1 }];
  fs.writeFileSync(path.join(folder, name + ".json"), JSON.stringify(r));
}
