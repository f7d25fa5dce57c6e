// formats.js [--root=ROOT] FORMAT=FILE... - whether reports are what the places that read them expect. ROOT is the root of the
// scanned work tree. Prints what is wrong; exit status 1 if anything is.
"use strict";
const fs = require("fs");
const path = require("path");
const modules = path.join(__dirname, "..", "..", "node_modules");
const load = require("module").createRequire(path.join(modules, "formats.js"));
const words = process.argv.slice(2).map((word) => word.split(/=(.*)/s));
const root = words.find(([name]) => name === "--root")?.[1];
let text = "", wrong = [];
const check = (ok, what) => ok || wrong.push(what);

// What a terminal, a browser or a log would obey has no place in any report.
const invisible = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

// A path of the report is that of a file below the root.
function checkPath(name, where) {
  check(name && !name.startsWith("./") && !name.startsWith("/") && !name.split("/").includes(".."), `${where}: path '${name}'`);
  if (root) check(fs.statSync(path.join(root, name), { throwIfNoEntry: false })?.isFile(), `${where}: no file '${name}'`);
}

const readers = {
  sarif() {
    const Ajv = load("ajv").default, formats = load("ajv-formats").default;
    const schema = JSON.parse(fs.readFileSync(path.join(modules, "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"), "utf8"));
    const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
    formats(ajv);
    ajv.addMetaSchema({ ...JSON.parse(JSON.stringify(load("ajv/dist/refs/json-schema-draft-07.json"))), $id: "http://json-schema.org/draft-04/schema#" });
    delete schema.id;
    const log = JSON.parse(text), validate = ajv.compile(schema);
    if (!validate(log)) wrong.push(...validate.errors.slice(0, 20).map((e) => `${e.instancePath} ${e.message}`));
    check(log.$schema === "https://json.schemastore.org/sarif-2.1.0.json", "$schema");
    check(log.runs.length === 1, "more than one run");
    const run = log.runs[0], rules = run.tool.driver.rules, ids = rules.map((r) => r.id);
    check(new Set(ids).size === ids.length && ids.length > 0, "rule ids");
    check(/^debtscan\/.*\/?$/.test(run.automationDetails.id) && run.automationDetails.id.endsWith("/"), "automationDetails.id");
    for (const r of rules) {
      for (const key of ["shortDescription", "fullDescription", "help"]) check(r[key] && r[key].text, `${r.id}: no ${key}`);
      check(r.name.length <= 255 && /^[A-Za-z0-9]+$/.test(r.name), `${r.id}: name`);
      check(r.shortDescription.text.length <= 1024 && r.fullDescription.text.length <= 1024, `${r.id}: texts too long`);
      check(r.properties.tags.length <= 20, `${r.id}: tags`);
      const severity = r.properties["security-severity"];
      check(severity === undefined ? ["error", "warning", "recommendation"].includes(r.properties["problem.severity"])
        : typeof severity === "string" && Number(severity) > 0 && Number(severity) <= 10, `${r.id}: severity`);
    }
    const prints = new Set();
    for (const [i, r] of run.results.entries()) {
      const at = `results[${i}]`;
      check(ids[r.ruleIndex] === r.ruleId, `${at}: ruleIndex`);
      check(r.message.text && !/(^|[^\\])\]\(/.test(r.message.text), `${at}: message`);
      check(r.locations.length === 1, `${at}: locations`);
      const place = r.locations[0].physicalLocation, region = place.region;
      const uri = decodeURIComponent(place.artifactLocation.uri);
      checkPath(uri, at);
      check(region.startLine >= 1, `${at}: startLine`);
      check(/^[0-9a-f]{1,16}:[1-9][0-9]*$/.test(r.partialFingerprints.primaryLocationLineHash), `${at}: line hash`);
      check(!prints.has(r.partialFingerprints["debtscan/v1"]), `${at}: fingerprint occurs twice`);
      prints.add(r.partialFingerprints["debtscan/v1"]);
      if (root && region.endColumn) {
        const lines = fs.readFileSync(path.join(root, uri), "utf8").split(/\r\n|\r|\n/);
        check(region.endColumn <= lines[region.endLine - 1].length + 1, `${at}: endColumn ${region.endColumn}`);
      }
    }
  },
  gitlab() {
    const list = JSON.parse(text), prints = new Set();
    check(Array.isArray(list), "no array");
    for (const [i, f] of list.entries()) {
      check(Object.keys(f).sort().join() === "check_name,description,fingerprint,location,severity", `[${i}]: keys`);
      check(f.description.startsWith(f.check_name + ": "), `[${i}]: description`);
      check(["info", "minor", "major", "critical", "blocker"].includes(f.severity), `[${i}]: severity`);
      check(Number.isInteger(f.location.lines.begin) && f.location.lines.begin >= 1, `[${i}]: line`);
      check(!prints.has(f.fingerprint), `[${i}]: fingerprint occurs twice`);
      prints.add(f.fingerprint);
      checkPath(f.location.path, `[${i}]`);
    }
  },
  junit() {
    const { SaxesParser } = load("saxes");
    const allowed = {
      testsuites: ["name", "tests", "failures", "errors", "skipped", "time"],
      testsuite: ["name", "tests", "failures", "errors", "skipped", "time"],
      testcase: ["classname", "name", "file", "line", "time"],
      failure: ["message", "type"],
      skipped: ["message"],
    };
    const inside = { testsuites: [null], testsuite: ["testsuites"], testcase: ["testsuite"], failure: ["testcase"], skipped: ["testcase"] };
    const parser = new SaxesParser(), stack = [], counts = [];
    parser.on("error", (e) => wrong.push(e.message));
    parser.on("opentag", (tag) => {
      check(allowed[tag.name], `<${tag.name}>`);
      check(inside[tag.name]?.includes(stack.length ? stack.at(-1).name : null), `<${tag.name}> in <${stack.at(-1)?.name}>`);
      for (const name of Object.keys(tag.attributes)) check(allowed[tag.name]?.includes(name), `${tag.name}.${name}`);
      for (const c of counts) if (["testcase", "failure", "skipped"].includes(tag.name)) c[tag.name]++;
      if (tag.name.startsWith("testsuite")) counts.push({ tag, testcase: 0, failure: 0, skipped: 0 });
      if (tag.name === "testcase" && tag.attributes.file) checkPath(tag.attributes.file, tag.attributes.name);
      stack.push(tag);
    });
    parser.on("closetag", (tag) => {
      stack.pop();
      if (!tag.name.startsWith("testsuite")) return;
      const c = counts.pop(), a = tag.attributes;
      check(Number(a.tests) === c.testcase && Number(a.failures) === c.failure && Number(a.skipped) === c.skipped, `${a.name}: counts`);
      check(Number(a.tests) > 0, `${a.name}: no tests`);
    });
    parser.write(text).close();
  },
  csv() {
    const { parse } = load("csv-parse/sync");
    check(/^[^\n]*\r\n/.test(text) && text.endsWith("\r\n") && !/[^\r]\n/.test(text), "line ends");
    const rows = parse(text, { columns: true });
    for (const [i, row] of rows.entries()) {
      for (const [name, cell] of Object.entries(row)) check(!/^\s*[=+\-@＝＋－＠]/.test(cell), `row ${i + 1}: ${name} begins a formula: ${cell}`);
      check(/^[1-9][0-9]*$/.test(row.line) && /^([A-Z]{3}-[0-9]{2}|X[1-3])$/.test(row.control), `row ${i + 1}: line or control`);
      if (!/^'/.test(row.file)) checkPath(row.file, `row ${i + 1}`);
    }
  },
  github() {
    const counts = { error: 0, warning: 0, notice: 0 };
    for (const line of text.trimEnd().split("\n")) {
      const m = /^::(error|warning|notice) ([^:]*)::(.*)$/.exec(line);
      if (!m) {
        check(!/^\s*::|##\[|##vso\[/.test(line) && /^(Production debt score|No AI surface|Gate failed)/.test(line), `line '${line}'`);
        continue;
      }
      counts[m[1]]++;
      const unescape = (s) => s.replace(/%2C/g, ",").replace(/%3A/g, ":").replace(/%0A/g, "\n").replace(/%25/g, "%");
      const properties = Object.fromEntries(m[2].split(",").map((p) => p.split(/=(.*)/s).slice(0, 2).map(unescape)));
      check(Object.keys(properties).every((k) => ["file", "line", "endLine", "col", "endColumn", "title"].includes(k)), `properties of '${line}'`);
      check(!properties.col || properties.line === properties.endLine, `columns of '${line}'`);
      checkPath(properties.file, line);
    }
    for (const [level, n] of Object.entries(counts)) check(n <= 10, `${n} annotations of level ${level}`);
  },
  badge() {
    const b = JSON.parse(text);
    const known = ["schemaVersion", "label", "message", "color", "labelColor", "isError", "namedLogo", "logoSvg", "logoColor", "style", "cacheSeconds"];
    check(Object.keys(b).every((k) => known.includes(k)) && b.schemaVersion === 1 && b.label && b.message && b.cacheSeconds >= 300, "not an endpoint of shields.io");
  },
  svg() {
    const { SaxesParser } = load("saxes");
    const parser = new SaxesParser({ xmlns: true });
    let title = false;
    parser.on("error", (e) => wrong.push(e.message));
    parser.on("opentag", (tag) => {
      title = title || tag.name === "title";
      check(!["script", "foreignObject", "image", "a", "use"].includes(tag.name), `<${tag.name}>`);
      if (tag.name === "svg") check(tag.attributes.role?.value === "img", "no role");
      for (const a of Object.values(tag.attributes)) check(!/^on|href/.test(a.name), `attribute ${a.name}`);
    });
    parser.write(text).close();
    check(title, "no title");
  },
  markdown() {
    const md = load("markdown-it")({ html: true, linkify: true });
    md.linkify.set({ fuzzyLink: false }); // on GitHub "a.py" is no link
    const tags = new Set();
    const walk = (tokens) => tokens.forEach((t) => {
      if (t.type === "html_block" || t.type === "html_inline")
        for (const m of t.content.matchAll(/<[^>]*>?/g)) tags.add(m[0]);
      if (t.type === "link_open") {
        const href = t.attrGet("href");
        check(/^https:\/\/github\.com\/acme\/agent\//.test(href), `a link to ${href}`);
      }
      if (t.type === "image") wrong.push("an image");
      if (t.children) walk(t.children);
    });
    walk(md.parse(text, {}));
    for (const tag of tags) check(/^<\/?(details|summary|sub)>$/.test(tag), `HTML ${tag}`);
    check(Buffer.byteLength(text) <= 900 * 1024, "too long");
    check((text.match(/<details>/g) || []).length === (text.match(/<\/details>/g) || []).length, "details");
    check(!/(^|[^\w`\\])@[a-z]/i.test(text.replace(/(`+)[^`]+\1/g, "")), "somebody is mentioned");
  },
  prompt() {
    const md = load("markdown-it")({ html: true });
    const walk = (tokens) => tokens.forEach((t) => {
      check(t.type !== "html_block" && t.type !== "html_inline" && t.type !== "link_open" && t.type !== "image", `${t.type}: ${t.content}`);
      if (t.type === "heading_open") check(t.tag === "h1", `a heading ${t.tag}`);
      if (t.children) walk(t.children);
    });
    walk(md.parse(text, {}));
    const blocks = text.split(/^# (?=[0-9]+\. )/m).slice(1);
    check(text.startsWith("Nothing was found") || blocks.length > 0, "no blocks");
    for (const b of blocks) check(b.includes("**What was found:**") && b.includes("**The change wanted:**") && (/--only [A-Z]{3}-[0-9]{2}/.test(b) || /^[0-9]+\. X[1-3] /.test(b)), "a block lacks something");
  },
  async html() {
    const { HtmlValidate } = load("html-validate");
    const validator = new HtmlValidate({
      root: true,
      extends: ["html-validate:standard", "html-validate:a11y"],
      // A template leaves blanks, a repository may have a long name, and the filters work at once, without a button.
      rules: { "no-trailing-whitespace": "off", "long-title": "off", "wcag/h32": "off", "no-inline-style": "error" },
    });
    // What a page of ten thousand findings is made of, a small one shows: validators take minutes for it.
    const large = text.length > 1 << 18;
    const report = large ? { results: [] } : await validator.validateString(text);
    for (const r of report.results)
      for (const m of r.messages.slice(0, 20)) wrong.push(`line ${m.line}: ${m.message} (${m.ruleId})`);

    // One file: nothing is fetched, and the policy allows what is in it by its hash and nothing else.
    const { JSDOM } = load("jsdom");
    const crypto = require("crypto");
    const dom = new JSDOM(text, { runScripts: "outside-only", pretendToBeVisual: true });
    const { document } = dom.window;
    const policy = document.querySelector("meta[http-equiv=Content-Security-Policy]").content;
    check(/^default-src 'none'; /.test(policy) && !/unsafe|\*|http/.test(policy), `policy ${policy}`);
    for (const [tag, source] of [["style", "style-src"], ["script", "script-src"]]) {
      const all = [...document.querySelectorAll(tag)];
      if (tag === "script" && all.length === 0) { // a document needs none, and none is allowed
        check(policy.includes("script-src 'none'"), "a script is allowed and none is there");
        continue;
      }
      check(all.length === 1, `${all.length} of <${tag}>`);
      const hash = "'sha256-" + crypto.createHash("sha256").update(all[0].textContent).digest("base64") + "'";
      check(policy.includes(`${source} ${hash}`), `the hash of <${tag}> is not in the policy`);
    }
    for (const e of document.querySelectorAll("*")) {
      check(!["iframe", "object", "embed", "base", "img", "video", "audio", "link"].includes(e.localName), `<${e.localName}>`);
      for (const a of e.attributes) {
        check(!a.name.startsWith("on") && a.name !== "style" && a.name !== "src", `${e.localName}.${a.name}`);
        if (a.name === "href") check(a.value.startsWith("#") ? document.getElementById(a.value.slice(1)) : /^https:\/\/github\.com\/acme\/agent\//.test(a.value), `a link to ${a.value}`);
      }
    }
    // Filters: none hides nothing, one debt leaves its own, and a path what is below it.
    dom.window.eval(document.querySelector("script")?.textContent ?? "");
    const form = document.getElementById("filters");
    if (form) {
      const shown = () => [...document.querySelectorAll(".finding")].filter((f) => !f.hidden && !f.closest("[hidden]"));
      const all = shown().length, input = () => form.dispatchEvent(new dom.window.Event("input"));
      check(!form.hidden && all === document.querySelectorAll(".finding").length, "filters hide findings at first");
      for (const box of form.elements.debt) box.checked = box.value === "technical";
      input();
      check(shown().every((f) => f.closest("[data-debt]").dataset.debt === "technical"), "the debt is not filtered");
      for (const box of form.elements.debt) box.checked = true;
      form.elements.text.value = "no such path";
      input();
      check(shown().length === 0, "the path is not filtered");
      form.elements.text.value = "";
      input();
      check(shown().length === all, "the filter cannot be taken back");
    }
    dom.window.eval(fs.readFileSync(path.join(modules, "axe-core/axe.min.js"), "utf8"));
    for (const d of document.querySelectorAll("details")) d.open = true;
    // Colours need a browser: jsdom has no layout, and styles only slow it down. Their contrast is computed instead.
    contrast(document.querySelector("style").textContent);
    document.querySelector("style").remove();
    const options = { resultTypes: ["violations"], rules: { "color-contrast": { enabled: false } } };
    const axe = large ? { violations: [] } : await dom.window.axe.run(document, options);
    for (const v of axe.violations) wrong.push(`axe: ${v.id}: ${v.help}: ${v.nodes[0].html.slice(0, 120)}`);
    dom.window.close();
  },
};

// Each colour of text against each background that it stands on: at least 4.5 to 1, in both schemes.
function contrast(style) {
  const schemes = style.split("@media (prefers-color-scheme: dark)").map((s) => Object.fromEntries([...s.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})\b/g)].map((m) => [m[1], m[2]])));
  const light = (hex) => {
    const [r, g, b] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const pairs = [["ink", "bg"], ["ink", "card"], ["ink", "code"], ["ink", "accent-soft"], ["muted", "bg"], ["muted", "card"], ["muted", "code"], ["accent", "bg"], ["accent", "card"]];
  for (const grade of ["a", "b", "c", "d", "f"]) pairs.push([grade, "card"]);
  pairs.push(["a", "good-soft"], ["critical", "critical-soft"], ["high", "high-soft"], ["medium", "medium-soft"], ["low", "low-soft"], ["muted", "accent-soft"]);
  for (const t of ["c", "s", "n", "k", "t", "f", "p"]) pairs.push(["t-" + t, "code"], ["t-" + t, "accent-soft"]);
  for (const [i, scheme] of schemes.slice(0, 2).entries())
    for (const [front, back] of pairs) {
      const a = light(scheme[front]), b = light(scheme[back]);
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      check(ratio >= 4.5, `${i ? "dark" : "light"}: --${front} on --${back} has a contrast of ${ratio.toFixed(2)}`);
    }
}

(async () => {
  for (const [format, file] of words.filter(([name]) => name !== "--root")) {
    text = fs.readFileSync(file, "utf8");
    wrong = [];
    check(!invisible.test(text), "a control or format character");
    try {
      await readers[format]();
    } catch (e) {
      wrong.push(e.stack);
    }
    for (const w of wrong.slice(0, 40)) console.log(`${format}: ${w}`);
    if (wrong.length) process.exitCode = 1;
  }
})();
