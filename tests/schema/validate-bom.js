// validate-bom.js BOM... - whether documents (or standard input) are CycloneDX 1.6, by the schema that the CycloneDX library
// carries, and whether their references lead somewhere. Prints `BOM: valid`, or what is wrong; exit status 1 if anything is.
"use strict";
const fs = require("fs");
const path = require("path");
const modules = path.join(__dirname, "..", "..", "node_modules");
const Ajv = require(path.join(modules, "ajv")).default;
const formats = require(path.join(modules, "ajv-formats")).default;
const read = (name) => JSON.parse(fs.readFileSync(path.join(modules, "@cyclonedx", "cyclonedx-library", "res", "schema", name), "utf8"));

const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: true });
formats(ajv);
for (const format of ["iri-reference", "idn-email"]) ajv.addFormat(format, true);
for (const name of ["spdx", "jsf-0.82"]) ajv.addSchema(read(`${name}.SNAPSHOT.schema.json`), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
const validate = ajv.compile(read("bom-1.6.SNAPSHOT.schema.json"));

function references(bom) {
  const wrong = [];
  const refs = [bom.metadata.component, ...bom.components, ...bom.services].map((c) => c["bom-ref"]);
  const known = new Set(refs);
  if (known.size !== refs.length) wrong.push("a bom-ref occurs twice");
  for (const d of bom.dependencies)
    for (const ref of [d.ref, ...d.dependsOn]) if (!known.has(ref)) wrong.push(`dependencies: nothing is called ${ref}`);
  return wrong;
}

let failed = false;
for (const file of process.argv.length > 2 ? process.argv.slice(2) : ["-"]) {
  const name = file === "-" ? "standard input" : file;
  let wrong;
  try {
    const bom = JSON.parse(fs.readFileSync(file === "-" ? 0 : file, "utf8"));
    wrong = validate(bom)
      ? references(bom)
      : validate.errors.map((e) => `${e.instancePath || "/"} ${e.message} ${JSON.stringify(e.params)}`);
  } catch (e) {
    wrong = [e.message];
  }
  failed = failed || wrong.length > 0;
  console.log(wrong.length ? wrong.slice(0, 50).map((w) => `${name}: ${w}`).join("\n") : `${name}: valid`);
}
process.exit(failed ? 1 : 0);
