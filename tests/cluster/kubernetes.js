// kubernetes.js NODE_MODULES MANIFEST - whether the manifest is a Job by the API's own schema, indexed, and its parts are as
// many as its completions.
"use strict";
const fs = require("fs");
const load = require("module").createRequire(require("path").join(process.argv[2], "x.js"));
const { parse } = load("yaml");
const { Job } = load("kubernetes-models/batch/v1");
const manifest = parse(fs.readFileSync(process.argv[3], "utf8"));
try {
  new Job(manifest).validate();
} catch (e) {
  console.error(e.message);
  process.exit(1);
}
let refused = false;
try {
  new Job({ ...manifest, spec: { ...manifest.spec, completions: "eight" } }).validate();
} catch {
  refused = true;
}
const { spec } = manifest, command = spec.template.spec.containers[0].command.join(" ");
const right = refused && manifest.apiVersion === "batch/v1" && spec.completionMode === "Indexed" &&
  new RegExp(`part\\.sh \\$\\(\\(JOB_COMPLETION_INDEX \\+ 1\\)\\) ${spec.completions} `).test(command);
if (!right) console.error("the parts are not those of the Job");
process.exit(right ? 0 : 1);
