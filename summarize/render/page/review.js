"use strict";
// Comfort only; everything can be reached without it. Puts a passage that was asked for into the middle of its pane,
// moves the focus there, and brings Escape back to the citation that led to it.
(() => {
  const articles = document.getElementById("articles");
  const bar = document.getElementById("return");

  const asked = () => document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const isPassage = (element) => element && articles.contains(element) && element.matches(".p, .o");
  const citation = (passage) => document.querySelector(`a[href="#${CSS.escape(passage.id)}"]`);

  const unfold = (element) => {
    for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };

  const arrive = (element, block) => {
    unfold(element);
    element.scrollIntoView({ block });
    if (!element.matches("a, summary")) element.tabIndex = -1;
    element.focus({ preventScroll: true });
  };

  const show = () => {
    const element = asked();
    const passage = isPassage(element);
    bar.parentElement.classList.toggle("on", Boolean(passage));
    if (!element) return;
    if (passage) {
      const home = element.querySelector(":scope > .back");
      const words = home && (home.getAttribute("aria-label") || home.textContent).replace(/^.*, back/, "back");
      bar.textContent = words ? words.replace("back", "Back") : "Back to the list";
      arrive(element, "center");
    } else if (element.matches(".claim, .point, .origin, .person, .pair, .timeline li, #headline")) {
      arrive(element, "nearest");
    } else {
      unfold(element);
    }
  };

  const leave = () => {
    const passage = asked();
    if (!isPassage(passage)) return false;
    const link = citation(passage);
    const home = passage.querySelector(":scope > .back");
    location.replace(home ? home.hash : "#summary");
    setTimeout(() => link && arrive(link, "nearest"), 0);
    return true;
  };

  addEventListener("hashchange", show);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && leave()) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link) return;
    if (link === bar) {
      if (leave()) event.preventDefault();
    } else if (link.hash === location.hash) {
      setTimeout(show, 0); // the address stays, so no event tells
    }
  });
  if (location.hash) show();
})();
