"use strict";
// Comfort only; everything can be reached without it. Puts a passage that was asked for into the middle of its pane,
// moves the focus there, and brings Escape back to the citation that led to it.
(() => {
  const articles = document.getElementById("articles");
  const bar = document.getElementById("return");
  const cited = ".p, .o";
  const citing = ".claim, .point, .origin, .person, .pair, .timeline li, #headline";
  let returning = null; // the citation to go back to, once the address has changed

  const asked = () => document.getElementById(location.hash.slice(1));
  const isPassage = (element) => element !== null && articles.contains(element) && element.matches(cited);
  const wayBack = (passage) => passage.querySelector(":scope > .back");

  const unfold = (element) => {
    for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };

  const arrive = (element, block) => {
    unfold(element);
    element.scrollIntoView({ block });
    if (!element.matches("a")) element.tabIndex = -1;
    element.focus({ preventScroll: true });
  };

  const nameBar = (passage) => {
    const back = wayBack(passage);
    const words = back ? back.getAttribute("aria-label") || back.textContent : "back to the list";
    bar.textContent = words.replace(/^.*back/, "Back");
  };

  const show = () => {
    const element = asked();
    const passage = isPassage(element);
    bar.parentElement.classList.toggle("on", passage);
    if (returning) {
      arrive(returning, "nearest");
      returning = null;
    } else if (passage) {
      nameBar(element);
      arrive(element, "center");
    } else if (element && element.matches(citing)) {
      arrive(element, "nearest");
    } else if (element) {
      unfold(element);
    }
  };

  const leave = () => {
    const passage = asked();
    if (!isPassage(passage)) return false;
    const back = wayBack(passage);
    returning = document.querySelector(`a[href="#${CSS.escape(passage.id)}"]`);
    location.replace(back ? back.hash : "#aside");
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
