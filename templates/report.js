"use strict";
(() => {
  const form = document.getElementById("filters");
  const box = document.getElementById("groups");
  if (form && box) {
    const groups = Array.from(box.children);
    const minutes = (g) => Number(g.dataset.effort) || 0;
    const orders = {
      worst: (a, b) => groups.indexOf(a) - groups.indexOf(b),
      gain: (a, b) => Number(b.dataset.gain) - Number(a.dataset.gain),
      effort: (a, b) => minutes(a) - minutes(b),
      control: (a, b) => (a.dataset.control < b.dataset.control ? -1 : 1),
    };
    const chosen = (name) => new Set(Array.from(form.elements[name]).filter((e) => e.checked).map((e) => e.value));
    const apply = () => {
      const debts = chosen("debt"), severities = chosen("severity");
      const text = form.elements.text.value.trim().toLowerCase();
      let shown = 0, all = 0;
      for (const group of groups) {
        const named = group.dataset.control.toLowerCase().includes(text);
        let any = false;
        for (const finding of group.querySelectorAll(".finding")) {
          const fits = debts.has(group.dataset.debt) && severities.has(finding.dataset.severity) &&
            (named || finding.dataset.file.toLowerCase().includes(text));
          finding.hidden = !fits;
          any = any || fits;
          shown += fits;
          all++;
        }
        group.hidden = !any;
        const others = group.querySelector(".others");
        if (others && text && !named) others.open = true;
      }
      document.getElementById("shown").value = shown === all ? all + " findings" : shown + " of " + all + " findings";
    };
    form.hidden = false;
    form.addEventListener("input", apply);
    form.addEventListener("submit", (e) => e.preventDefault());
    form.elements.order.addEventListener("change", () => {
      for (const group of groups.slice().sort(orders[form.elements.order.value])) box.append(group);
    });
    apply();
  }
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.tagName === "DETAILS") target.open = true;
  };
  addEventListener("hashchange", reveal);
  reveal();
  addEventListener("beforeprint", () => {
    for (const d of document.querySelectorAll("details")) d.open = true;
  });
})();
