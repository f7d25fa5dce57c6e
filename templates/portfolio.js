"use strict";
(() => {
  const table = document.getElementById("rows");
  const body = table.tBodies[0], rows = Array.from(body.rows), twins = new Map();
  for (const twin of document.querySelectorAll("#heat [data-i]")) twins.set(twin.dataset.i, twin);
  const form = document.getElementById("filters");

  // Filters: an owner, kind, tier or tag that rows have, and a part of the name.
  const facets = ["kind", "owner", "tier", "tags"];
  const words = (row, facet) => (facet === "tags" ? row.dataset.tags.split(" ") : [row.dataset[facet]]).filter(Boolean);
  for (const facet of facets) {
    const values = Array.from(new Set(rows.flatMap((row) => words(row, facet)))).sort();
    for (const value of values) form.elements[facet].append(new Option(value, value));
    form.elements[facet].closest("label").hidden = values.length < 2;
  }
  form.elements.apart.closest("label").hidden = new Set(rows.map((row) => row.dataset.kind)).size < 2;
  const filter = () => {
    const text = form.elements.text.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      const fits = row.dataset.name.toLowerCase().includes(text) &&
        facets.every((facet) => !form.elements[facet].value || words(row, facet).includes(form.elements[facet].value));
      row.hidden = !fits;
      const twin = twins.get(row.dataset.i);
      if (twin) twin.hidden = !fits;
      shown += fits;
    }
    document.getElementById("shown").value = shown === rows.length ? shown + " repositories" : shown + " of " + rows.length + " repositories";
  };

  // Order: by a column, kinds apart unless that is unwanted.
  let column = -1, down = false;
  const kinds = Array.from(new Set(rows.map((row) => row.dataset.kind)));
  const heads = Array.from(table.tHead.rows[0].cells);
  const keys = new Map();
  const key = (row, i, numeric) => {
    const text = row.cells[i].textContent.trim();
    const value = numeric ? parseFloat(text) : text.toLowerCase();
    return numeric && Number.isNaN(value) ? -Infinity : value;
  };
  const sort = () => {
    const numeric = column >= 0 && heads[column].dataset.sort === "number";
    keys.clear();
    if (column >= 0) for (const row of rows) keys.set(row, key(row, column, numeric));
    const apart = form.elements.apart.checked, sign = down ? -1 : 1;
    const list = rows.slice().sort((a, b) => {
      const kind = apart ? kinds.indexOf(a.dataset.kind) - kinds.indexOf(b.dataset.kind) : 0;
      const x = keys.get(a), y = keys.get(b);
      return kind || (column < 0 || x === y ? 0 : x < y ? -sign : sign) || rows.indexOf(a) - rows.indexOf(b);
    });
    body.append(...list);
    const heat = twins.size && twins.values().next().value.parentNode;
    if (heat) heat.append(...list.map((row) => twins.get(row.dataset.i)).filter(Boolean));
  };
  heads.forEach((head, i) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sorter";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      down = column === i ? !down : head.dataset.sort === "number";
      column = i;
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      sort();
    });
  });
  form.addEventListener("input", filter);
  form.elements.apart.addEventListener("change", sort);
  form.addEventListener("submit", (e) => e.preventDefault());
  form.hidden = rows.length === 0;
  filter();

  // Two shapes over each other.
  const pair = document.getElementById("pair"), overlay = document.getElementById("overlay");
  const drawing = overlay.querySelector("svg"), areas = overlay.querySelectorAll(".area"), sums = overlay.querySelector("tbody");
  const names = Array.from(overlay.querySelectorAll(".names text"), (t) => t.textContent);
  const scores = (row) => row.dataset.s.split(" ").map(Number);
  const points = (list) => list.map((score, i) => {
    const part = score < 0 ? 0 : Math.max(score / 1000, 0.02), turn = (2 * Math.PI * i) / list.length;
    return (Number(drawing.dataset.x) + drawing.dataset.r * part * Math.sin(turn)).toFixed(1) + "," +
      (Number(drawing.dataset.y) - drawing.dataset.r * part * Math.cos(turn)).toFixed(1);
  }).join(" ");
  const shown = (score) => (score < 0 ? "n/a" : (score / 10).toFixed(1));
  const cell = (tag, text, name) => {
    const one = document.createElement(tag);
    one.textContent = text;
    if (name) one.className = name;
    return one;
  };
  const compare = () => {
    const chosen = [pair.elements.first, pair.elements.second].map((select) => rows[select.value]);
    const lists = chosen.map(scores);
    chosen.forEach((row, i) => {
      areas[i].setAttribute("points", points(lists[i]));
      overlay.querySelector(i ? ".two" : ".one").textContent = row.dataset.name;
    });
    sums.replaceChildren(...names.map((name, i) => {
      const line = document.createElement("tr"), head = cell("th", name), [a, b] = [lists[0][i], lists[1][i]];
      head.scope = "row";
      const change = a < 0 || b < 0 ? "n/a" : (b > a ? "+" : "") + ((b - a) / 10).toFixed(1);
      line.append(head, cell("td", shown(a), "num"), cell("td", shown(b), "num"), cell("td", change, "num"));
      return line;
    }));
    drawing.setAttribute("aria-label", chosen.map((row, i) => row.dataset.name + ": " + names.map((n, k) => n + " " + shown(lists[i][k])).join(", ")).join("; "));
  };
  if (rows.length > 1) {
    rows.forEach((row, i) => {
      pair.elements.first.append(new Option(row.dataset.name, i));
      pair.elements.second.append(new Option(row.dataset.name, i));
    });
    pair.elements.second.value = 1;
    pair.addEventListener("input", compare);
    pair.addEventListener("submit", (e) => e.preventDefault());
    pair.hidden = overlay.hidden = false;
    compare();
  }
  document.getElementById("no-script").hidden = true;

  // A large portfolio: what a row owes is data, and shown on request.
  const store = document.getElementById("owed");
  if (store) {
    let data = null;
    const controls = Array.from(document.querySelectorAll(".order li"));
    const open = (li, at) => {
      data = data || JSON.parse(store.textContent);
      const old = li.querySelector(".panel");
      if (old) old.remove();
      const list = document.createElement("ul"), one = data[li.dataset.i];
      list.className = "panel";
      for (const [control, file, line] of one.o.sort((a, b) => a[0] - b[0])) {
        const item = document.createElement("li");
        item.textContent = controls[control].textContent + " ";
        if (file !== undefined) {
          const place = document.createElement(one.b ? "a" : "span");
          place.className = "mono";
          place.textContent = one.f[file] + (line ? ":" + line : "");
          if (one.b) place.href = one.b + one.f[file].split("/").map(encodeURIComponent).join("/") + (line ? "#L" + line : "");
          item.append(place);
        }
        if (control === at) item.className = "at";
        list.append(item);
      }
      if (!one.o.length) list.textContent = "Nothing is owed.";
      li.append(list);
    };
    const strips = document.querySelector(".strips");
    // What comes into sight is coloured, and can be pressed.
    const marks = { "●": "s", "◐": "p", "○": "m", "?": "u", "◇": "w", "·": "n" };
    const colour = (li) => {
      const strip = li.querySelector(".strip");
      strip.tabIndex = 0;
      strip.setAttribute("role", "button");
      strip.replaceChildren(...strip.textContent.match(/(.)\1*/gu).map((run) => cell("i", run, marks[run[0]])));
    };
    const watch = new IntersectionObserver((seen) => {
      for (const one of seen)
        if (one.isIntersecting) {
          watch.unobserve(one.target);
          colour(one.target);
        }
    }, { rootMargin: "400px" });
    for (const li of strips.children) watch.observe(li);
    addEventListener("beforeprint", () => {
      for (const li of strips.children) if (!li.querySelector("i")) colour(li);
    });
    const act = (e) => {
      const strip = e.target.closest(".strip");
      if (!strip) return;
      const box = strip.getBoundingClientRect(), part = e.clientX ? (e.clientX - box.left) / box.width : -1;
      const li = strip.parentNode, was = li.querySelector(".panel");
      const at = part < 0 ? -1 : Math.floor(part * controls.length);
      if (was && (at < 0 || Number(was.dataset.at) === at)) return was.remove();
      open(li, at);
      li.querySelector(".panel").dataset.at = at;
    };
    strips.addEventListener("click", act);
    strips.addEventListener("keydown", (e) => {
      if (e.key !== "Enter" && e.key !== " ") return;
      if (!e.target.closest(".strip")) return;
      e.preventDefault();
      act(e);
    });
    strips.addEventListener("mousemove", (e) => {
      const strip = e.target.closest(".strip");
      if (!strip) return;
      const box = strip.getBoundingClientRect(), i = Math.floor(((e.clientX - box.left) / box.width) * controls.length);
      strip.title = controls[i] ? controls[i].textContent : "";
    });
  }

  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    let opened = false;
    for (let at = target; at; at = at.parentElement)
      if (at.tagName === "DETAILS" && !at.open) opened = at.open = true;
    if (opened) target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();
  addEventListener("beforeprint", () => {
    for (const d of document.querySelectorAll("details:not(.who)")) d.open = true;
  });
})();
