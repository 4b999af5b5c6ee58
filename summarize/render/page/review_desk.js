// The checking desk: keys that step through the sentences, and decisions that stay in this browser until they are saved
// as the check-list. Sends nothing anywhere.
(() => {
  const rows = document.getElementById("rows");
  const claims = [...document.querySelectorAll(".claim")];
  const editor = document.getElementById("editor");
  if (!claims.length || !editor) return;
  const articles = document.getElementById("articles");
  const desk = document.querySelector(".desk");
  const key = `summarize ${rows.dataset.key}`;
  const KEYS = { a: "accept", e: "edit", r: "reject" };
  const isChecking = () => document.getElementById("view-check").checked;

  // A browser may refuse to keep anything for a file; then the decisions last as long as the page.
  const load = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(key));
      return kept && typeof kept === "object" ? kept : {};
    } catch {
      return {};
    }
  };
  const keep = () => {
    const kept = { editor: editor.value };
    for (const claim of claims) {
      const { decision, note } = read(claim);
      if (decision || note) kept[claim.id] = { decision, note };
    }
    try {
      localStorage.setItem(key, JSON.stringify(kept));
    } catch {
      // nothing is kept
    }
    count();
  };

  const radios = (claim) => [...claim.querySelectorAll('.decide input[type="radio"]')];
  const box = (claim) => claim.querySelector("textarea");
  const read = (claim) => ({ decision: radios(claim).find((each) => each.checked)?.value ?? "", note: box(claim).value });
  const count = () => {
    let decided = 0;
    for (const claim of claims) {
      const { decision } = read(claim);
      claim.classList.toggle("decided", decision !== "");
      claim.dataset.decision = decision;
      decided += decision !== "";
    }
    document.getElementById("decided").textContent = String(decided);
  };
  const grow = (area) => {
    area.style.height = "auto";
    if (area.scrollHeight > area.clientHeight) area.style.height = `${area.scrollHeight + 2}px`;
  };

  const kept = load();
  const text = (value) => (typeof value === "string" ? value : "");
  editor.value = text(kept.editor);
  for (const claim of claims) {
    claim.tabIndex = -1; // so that a click on a sentence makes it the one that the keys act on
    const held = kept[claim.id] && typeof kept[claim.id] === "object" ? kept[claim.id] : {};
    for (const radio of radios(claim)) radio.checked = radio.value === held.decision;
    box(claim).value = text(held.note);
  }
  count();

  // A click on the current decision takes it back.
  let stood = null;
  desk.addEventListener("pointerdown", (event) => {
    const radio = event.target.closest?.(".decide label")?.querySelector('input[type="radio"]');
    stood = radio && radio.checked ? radio : null;
  });
  desk.addEventListener("click", (event) => {
    if (event.target !== stood) return;
    stood.checked = false;
    stood = null;
    keep();
  });
  desk.addEventListener("change", (event) => {
    if (event.target.closest(".decide, .editor")) keep();
  });
  desk.addEventListener("input", (event) => {
    if (!event.target.matches("textarea, #editor")) return;
    if (event.target.matches("textarea")) grow(event.target);
    keep();
  });

  // Like the check-list's cells: one visible line that no spreadsheet reads as a formula.
  const cell = (value) => {
    const visible = value.toWellFormed ? value.toWellFormed() : value;
    const line = visible
      .replace(/[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f]/g, "\ufffd")
      .replace(/[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu, "")
      .replace(/[\s\u0085\u001c-\u001f]+/g, " ").trim();
    const safe = /^[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(line) ? `'${line}` : line;
    return `"${safe.replaceAll('"', '""')}"`;
  };
  const EMPTY = ',"","",""';
  const list = () => {
    const [names, ...lines] = rows.textContent.split(/\r?\n/).filter(Boolean);
    const filled = lines.map((line, place) => {
      const { decision, note } = read(claims[place]);
      const by = decision || note ? editor.value : "";
      return `${line.slice(0, -EMPTY.length)},${[by, decision, note].map(cell).join(",")}`;
    });
    return `\ufeff${[names, ...filled].join("\r\n")}\r\n`;
  };
  document.getElementById("save").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([list()], { type: "text/csv" }));
    link.download = "check-list.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });

  // Shows a sentence's passages beside it if both panes are in sight, without moving the focus.
  const showBeside = (claim) => {
    for (const lit of document.querySelectorAll(".p.lit")) lit.classList.remove("lit");
    const passages = [...articles.querySelectorAll(`.g-${claim.id}`)];
    for (const passage of passages) passage.classList.add("lit");
    if (!passages.length || getComputedStyle(articles).overflowY !== "auto") return;
    for (let fold = passages[0].closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const first = passages[0].getBoundingClientRect();
    const pane = articles.getBoundingClientRect();
    if (first.top < pane.top + 60 || first.bottom > pane.bottom - 20) {
      articles.scrollTop += first.top - pane.top - pane.height / 3;
    }
  };

  const current = () => document.activeElement?.closest?.(".claim") ?? null;
  const step = (way) => {
    const shown = claims.filter((claim) => claim.checkVisibility());
    const at = shown.indexOf(current());
    const next = shown[at < 0 ? (way > 0 ? 0 : shown.length - 1) : Math.min(Math.max(at + way, 0), shown.length - 1)];
    if (!next) return;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    showBeside(next);
  };
  const decide = (claim, value) => {
    const radio = radios(claim).find((each) => each.value === value);
    radio.checked = !radio.checked;
    keep();
    if (value === "edit" && radio.checked) box(claim).focus();
  };

  // Keys work in this view only, and never while something is being typed.
  addEventListener("keydown", (event) => {
    if (!isChecking() || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.matches?.('textarea, input[type="text"]')) {
      if (event.key === "Escape") event.target.closest(".claim")?.focus();
      return;
    }
    const claim = current();
    if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
    else if (claim && KEYS[event.key]) decide(claim, KEYS[event.key]);
    else if (claim && event.key === "n") box(claim).focus();
    else return;
    event.preventDefault();
  });
})();
