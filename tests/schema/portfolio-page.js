// portfolio-page.js PAGE PORTFOLIO - whether the HTML page says what the JSON of the same portfolio says, is valid, holds
// nothing that its policy does not allow, leads only where it may, and whether sorting, filtering and comparing work.
"use strict";
const fs = require("fs");
const path = require("path");
const crypto = require("crypto");
const modules = path.join(__dirname, "..", "..", "node_modules");
const load = require("module").createRequire(path.join(modules, "page.js"));
const [text, p] = [fs.readFileSync(process.argv[2], "utf8"), JSON.parse(fs.readFileSync(process.argv[3], "utf8"))];
const wrong = [];
const is = (what, got, wanted) => String(got) === String(wanted) || wrong.push(`${what} is '${got}', not '${wanted}'`);
const check = (ok, what) => ok || wrong.push(what);
const fixed = (n) => (n === null ? "n/a" : n.toFixed(1));

async function valid() {
  const { HtmlValidate } = load("html-validate");
  const validator = new HtmlValidate({ root: true, extends: ["html-validate:standard", "html-validate:a11y"],
    rules: { "no-trailing-whitespace": "off", "long-title": "off", "wcag/h32": "off", "no-inline-style": "error" } });
  const report = text.length > 1 << 18 ? { results: [] } : await validator.validateString(text);
  for (const r of report.results) for (const m of r.messages.slice(0, 20)) wrong.push(`line ${m.line}: ${m.message} (${m.ruleId})`);
}

function policy(document) {
  const rule = document.querySelector("meta[http-equiv=Content-Security-Policy]").content;
  check(/^default-src 'none'; /.test(rule) && !/unsafe|\*|http/.test(rule), `policy ${rule}`);
  const programs = [...document.querySelectorAll("script")].filter((s) => s.type !== "application/json");
  const styles = [...document.querySelectorAll("style")];
  check(programs.length === 1 && styles.length === 1, "more than one script or style");
  for (const [one, source] of [[programs[0], "script-src"], [styles[0], "style-src"]])
    check(rule.includes(`${source} 'sha256-${crypto.createHash("sha256").update(one.textContent).digest("base64")}'`), `${source}: another hash`);
  const ids = new Set([...document.querySelectorAll("[id]")].map((e) => e.id));
  is("different ids", ids.size, document.querySelectorAll("[id]").length);
  for (const e of document.querySelectorAll("*")) {
    check(!["iframe", "object", "embed", "base", "img", "video", "audio", "link"].includes(e.localName), `<${e.localName}>`);
    for (const a of e.attributes) {
      check(!a.name.startsWith("on") && a.name !== "style" && a.name !== "src", `${e.localName}.${a.name}`);
      if (a.name === "href" && a.value.startsWith("#")) check(ids.has(a.value.slice(1)), `a link to ${a.value}`);
      else if (a.name === "href") check(/^https?:\/\//.test(a.value) || !a.value.includes(":"), `a link to ${a.value}`);
    }
  }
}

function numbers(document) {
  const rows = new Map([...document.querySelectorAll("#rows tbody tr")].map((r) => [r.dataset.name, r]));
  const ranked = p.repositories.filter((r) => r.standing === "ranked");
  is("rows", rows.size, ranked.length);
  const head = [...document.querySelectorAll("#rows thead th")].map((h) => h.textContent.trim());
  const score = head.indexOf("Score"), judged = head.indexOf("Judged"), first = head.indexOf("Tech."), gate = head.indexOf("Gate"), moved = head.indexOf("Moved"), kind = head.indexOf("Kind, rank");
  for (const r of ranked) {
    const cells = rows.get(r.name) && [...rows.get(r.name).cells].map((c) => c.textContent.trim().replace(/\s+/g, " "));
    if (!check(cells, `no row of ${r.name}`) && !cells) continue;
    is(`score of ${r.name}`, cells[score], `${fixed(r.score.value)} ${r.score.grade}`);
    is(`rank of ${r.name}`, cells[kind], `${r.kind}${r.rank} of ${r.of}`);
    r.categories.forEach((c, i) => is(`${c.id} of ${r.name}`, cells[first + i], fixed(c.score)));
    const sums = (names) => r.categories.reduce((n, c) => n + names.reduce((m, s) => m + c.controls[s], 0), 0);
    is(`judged of ${r.name}`, cells[judged], `${sums(["satisfied", "partial", "missing", "waived"])}/${sums(["satisfied", "partial", "missing", "waived", "unknown"])}`);
    if (p.gate) is(`gate of ${r.name}`, cells[gate], r.passes ? "pass" : "fail");
    if (p.movement && r.movement !== null) is(`movement of ${r.name}`, parseFloat(cells[moved]), r.movement);
  }
  for (const r of p.repositories) check(document.body.textContent.includes(r.name), `${r.name} is not there`);
  const marks = { satisfied: "●", partial: "◐", missing: "○", not_applicable: "·", unknown: "?", waived: "◇" };
  for (const r of ranked) {
    const by = new Map(r.controls.map((c) => [c.id, marks[c.status]]));
    const line = [...document.querySelectorAll(`#heat [data-i="${rows.get(r.name).dataset.i}"]`)][0];
    const shown = line.querySelector(".strip")?.textContent ?? [...line.cells].slice(1).map((c) => c.textContent.trim()).join("");
    is(`heat of ${r.name}`, shown, p.controls.map((c) => by.get(c.id) ?? "·").join(""));
  }
  const common = new Map([...document.querySelectorAll("#common tbody tr")].map((r) => [r.querySelector(".mono").textContent, r]));
  is("common debt", common.size, p.common_debt.length);
  for (const d of p.common_debt) {
    is(`${d.control} points`, common.get(d.control).cells[3].textContent, `+${fixed(d.points)}`);
    check(common.get(d.control).cells[2].textContent.startsWith(`${d.lacking} of ${d.apply}`), `${d.control}: ${common.get(d.control).cells[2].textContent}`);
  }
  is("waivers", document.querySelectorAll("#waivers tbody tr").length, Math.min(p.waivers.length, 300));
  is("models", document.querySelectorAll("#models tbody tr").length, Math.min(p.models.length, 300));
  is("clauses", document.querySelectorAll("#frameworks tbody tr").length, p.frameworks.length);
}

function script(window) {
  const { document } = window;
  window.IntersectionObserver = class { observe() {} unobserve() {} };
  window.Element.prototype.scrollIntoView = () => {};
  window.eval([...document.querySelectorAll("script")].find((s) => s.type !== "application/json").textContent);
  const rows = () => [...document.querySelectorAll("#rows tbody tr")], names = () => rows().map((r) => r.dataset.name);
  const form = document.getElementById("filters");
  if (rows().length < 2) return;
  check(!form.hidden && document.getElementById("no-script").hidden, "the script does not begin");
  form.elements.apart.checked = false;
  const click = (i) => document.querySelectorAll("#rows .sorter")[i].dispatchEvent(new window.Event("click"));
  click(0);
  is("order by name", names().join("\n"), names().slice().sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)).join("\n"));
  const column = [...document.querySelectorAll("#rows thead th")].findIndex((h) => h.textContent.trim() === "Score");
  click(column);
  const scores = rows().map((r) => parseFloat(r.cells[column].textContent));
  is("order by score", scores, scores.slice().sort((a, b) => b - a));
  is("aria-sort", document.querySelectorAll("[aria-sort=descending]").length, 1);
  form.elements.apart.checked = true;
  form.elements.apart.dispatchEvent(new window.Event("change", { bubbles: true }));
  const kinds = rows().map((r) => r.dataset.kind).filter((k, i, all) => k !== all[i - 1]);
  is("kinds apart", kinds.length, new Set(kinds).size);
  form.elements.text.value = names()[0];
  form.dispatchEvent(new window.Event("input"));
  const left = rows().filter((r) => !r.hidden);
  check(left.length >= 1 && left.every((r) => r.dataset.name.toLowerCase().includes(names()[0].toLowerCase())), "the name is not filtered");
  is("rows of the heat map", [...document.querySelectorAll("#heat [data-i]")].filter((r) => !r.hidden).length, left.length);
  form.elements.text.value = "";
  form.dispatchEvent(new window.Event("input"));
  check(rows().every((r) => !r.hidden), "the filter cannot be taken back");
  check(document.querySelector("#overlay .area").getAttribute("points").split(" ").length === 5, "no shape");
}

(async () => {
  await valid();
  const { JSDOM } = load("jsdom");
  const dom = new JSDOM(text, { runScripts: "outside-only", pretendToBeVisual: true });
  policy(dom.window.document);
  numbers(dom.window.document);
  script(dom.window);
  if (text.length < 1 << 20) {
    dom.window.document.querySelector("style").remove();
    for (const d of dom.window.document.querySelectorAll("details")) d.open = true;
    dom.window.eval(fs.readFileSync(path.join(modules, "axe-core/axe.min.js"), "utf8"));
    const axe = await dom.window.axe.run(dom.window.document, { resultTypes: ["violations"], rules: { "color-contrast": { enabled: false } } });
    for (const v of axe.violations) wrong.push(`axe: ${v.id}: ${v.help}: ${v.nodes[0].html.slice(0, 120)}`);
  }
  dom.window.close();
  for (const w of wrong.slice(0, 30)) console.log(w);
  process.exit(wrong.length ? 1 : 0);
})();
