// openapi.js FILE... - whether documents are OpenAPI, and as @redocly's recommended rules want them. Prints what is wrong; exit
// status 1 if anything is.
"use strict";
const fs = require("fs"), path = require("path");
const { lintFromString, createConfig } = require(path.join(__dirname, "..", "..", "node_modules", "@redocly", "openapi-core"));

(async () => {
  // What only people know cannot be in a document that is still to be filled in: the licence, and the real address.
  const config = await createConfig({ extends: ["recommended"], rules: { "info-license": "off", "no-server-example.com": "off" } });
  let wrong = 0;
  for (const file of process.argv.slice(2))
    for (const problem of await lintFromString({ source: fs.readFileSync(file, "utf8"), absoluteRef: path.resolve(file), config })) {
      wrong++;
      console.log(`${file}: ${problem.severity} ${problem.ruleId}: ${problem.message} at ${(problem.location[0] || {}).pointer}`);
    }
  if (wrong) process.exit(1);
})();
