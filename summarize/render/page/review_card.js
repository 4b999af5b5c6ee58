// A card with the source, the day and the words of a passage, beside the citation that the pointer or the focus is on.
(() => {
  const card = document.getElementById("card");
  const SOON = 120; // milliseconds before it opens and closes, so that a passing pointer opens nothing
  let current = null;
  let timer = 0;

  const piece = (kind, words, dir) => {
    const made = document.createElement("p");
    made.className = kind;
    made.textContent = words;
    if (dir) made.dir = dir;
    return made;
  };

  // The words of a passage: all its parts in order, without the links back inside them.
  const words = (id) => {
    const parts = [...document.querySelectorAll(`[id="${CSS.escape(id)}"], .x-${CSS.escape(id)}`)];
    return parts.map((part, place) => {
      const copy = part.cloneNode(true);
      for (const back of copy.querySelectorAll(".back")) back.remove();
      const sameLine = place > 0 && part.closest("p") === parts[place - 1].closest("p");
      return (sameLine || place === 0 ? "" : " ") + copy.textContent;
    }).join("").replace(/\s+/g, " ").trim();
  };

  // In the text one citation stands for all passages of an article: the card shows each of them.
  const targets = (link) => {
    const ids = [link.hash.slice(1)];
    if (document.documentElement.classList.contains("checks-shown") || !link.closest(".said")) return ids;
    for (let next = link.nextElementSibling; next; next = next.nextElementSibling) {
      const here = document.getElementById(next.hash ? next.hash.slice(1) : "");
      const home = document.getElementById(ids[0]);
      if (next.matches(".again") && here && home && here.closest(".article") === home.closest(".article")) ids.push(here.id);
    }
    return ids;
  };

  const fill = (link) => {
    const ids = targets(link);
    const article = document.getElementById(ids[0])?.closest(".article");
    if (!article) return false;
    const head = article.querySelector("summary");
    const who = [...head.querySelector(".who").children].map((each) => each.textContent);
    const page = link.dataset.page ? `page ${link.dataset.page}` : "";
    const top = [...who, page].filter(Boolean).join(" · ");
    const title = piece("title", head.querySelector(".name").textContent, "auto");
    const quotes = ids.slice(0, 3).map((id) => piece("passage", words(id), "auto"));
    card.replaceChildren(...(top ? [piece("from", top)] : []), title, ...quotes);
    if (ids.length > 3) card.append(piece("from", `and ${ids.length - 3} more`));
    return true;
  };

  const place = (link) => {
    const at = link.getBoundingClientRect();
    card.style.left = "0";
    const box = card.getBoundingClientRect();
    const left = Math.min(Math.max(at.left - 24, 12), Math.max(12, document.documentElement.clientWidth - box.width - 12));
    const below = at.bottom + 6;
    const fits = below + box.height < innerHeight - 8 || at.top < box.height + 14;
    card.style.left = `${left}px`;
    card.style.top = `${fits ? below : at.top - box.height - 6}px`;
  };

  const close = () => {
    clearTimeout(timer);
    if (current) current.removeAttribute("aria-describedby");
    current = null;
    card.hidden = true;
  };

  const open = (link) => {
    clearTimeout(timer);
    if (link === current) return;
    close();
    if (!fill(link)) return;
    current = link;
    card.hidden = false;
    link.setAttribute("aria-describedby", "card");
    place(link);
  };

  const later = (action) => {
    clearTimeout(timer);
    timer = setTimeout(action, SOON);
  };

  const citation = (target) => target instanceof Element && target.closest("a.cite[href]");
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const link = citation(event.target);
    if (link && document.querySelector(".desk").contains(link)) later(() => open(link));
    else if (card.contains(event.target)) clearTimeout(timer);
    else if (current && document.activeElement !== current) later(close);
    else if (!current) clearTimeout(timer);
  });
  document.addEventListener("focusin", (event) => {
    const link = citation(event.target);
    if (link && link.matches(":focus-visible") && link.closest(".desk")) open(link);
    else if (current) close();
  });
  document.addEventListener("focusout", (event) => {
    if (event.target === current) close();
  });
  document.addEventListener("click", close);
  addEventListener("scroll", (event) => {
    if (current && !card.contains(event.target)) close();
  }, true);
  addEventListener("resize", close);
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || card.hidden) return;
    close();
    event.preventDefault();
  }, true);
})();
