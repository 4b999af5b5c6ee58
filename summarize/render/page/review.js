"use strict";
// For comfort only; everything can be read and reached without it. Moves a requested passage to the middle of its
// pane, moves the focus there, and lets Escape return to the citation that led to it. Also switches between the views.
document.documentElement.classList.add("scripts");
(() => {
  const articles = document.getElementById("articles");
  const desk = document.querySelector(".desk");
  const bar = document.getElementById("return");
  const checking = document.getElementById("view-check");
  const cited = ".p, .o";
  const citing = ".claim, .point, .origin, .person, .pair, .timeline li, .loose li, #headline";
  const SHOWN = 1600; // milliseconds for which the sentence returned to is marked
  let left = null; // the citation that led to a passage
  let returning = false; // the address is about to change, but nothing should move

  const asked = () => document.getElementById(location.hash.slice(1));
  const isPassage = (element) => element !== null && articles.contains(element) && element.matches(cited);
  const wayBack = (passage) => passage.querySelector(":scope > .back");

  const unfold = (element) => {
    for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };

  // Whether an element's first line is in sight, so that nothing needs to move.
  const isInSight = (element) => {
    const box = element.getClientRects()[0];
    if (!box) return false;
    const pane = element.closest(".desk, #articles");
    const frame = pane && pane.scrollHeight > pane.clientHeight + 1 && getComputedStyle(pane).overflowY === "auto"
      ? pane.getBoundingClientRect() : { top: document.querySelector(".top").getBoundingClientRect().bottom, bottom: innerHeight };
    const middle = (box.top + box.bottom) / 2; // a line that is cut by a hair's breadth can be seen
    return middle >= frame.top && middle <= Math.min(frame.bottom, innerHeight);
  };

  const arrive = (element, block) => {
    unfold(element);
    if (block === "center" || !isInSight(element)) element.scrollIntoView({ block: "center" });
    if (!element.matches("a")) element.tabIndex = -1;
    element.focus({ preventScroll: true });
  };

  const nameBar = (passage) => {
    const back = wayBack(passage);
    const words = back ? back.getAttribute("aria-label") || back.textContent : "back to the list";
    bar.textContent = words.replace(/^.*back/, "Back");
  };

  const show = () => {
    if (returning) {
      returning = false;
      return;
    }
    const element = asked();
    const passage = isPassage(element);
    bar.parentElement.classList.toggle("on", passage);
    if (passage) {
      nameBar(element);
      arrive(element, "center");
    } else if (element && element.matches(citing)) {
      arrive(element, "nearest");
    } else if (element) {
      unfold(element);
    }
  };

  // Goes to what cites a passage. The address changes by way of a place that is always in sight; otherwise the browser
  // would scroll to the sentence although it is visible.
  const goHome = (hash, link) => {
    const place = document.getElementById(hash.slice(1));
    if (!place) return;
    returning = true;
    location.replace("#here");
    history.replaceState(null, "", hash);
    bar.parentElement.classList.remove("on");
    arrive(link || place, "nearest");
    place.classList.add("returned");
    setTimeout(() => place.classList.remove("returned"), SHOWN);
    left = null;
  };

  const leave = () => {
    const passage = asked();
    if (!isPassage(passage)) return false;
    const home = wayBack(passage) ? wayBack(passage).hash : "#aside";
    const place = document.getElementById(home.slice(1));
    const links = [...document.querySelectorAll(`.desk a[href="#${CSS.escape(passage.id)}"]`)];
    const isShown = (link) => place.contains(link) && link.checkVisibility();
    goHome(home, links.includes(left) ? left : links.find(isShown));
    return true;
  };

  // Switches the view and keeps the topmost sentence in its place, which is noted before the switch.
  let stood = null;
  const noteTop = () => {
    const first = [...document.querySelectorAll(".claim")].find((claim) => claim.getBoundingClientRect().bottom > 80);
    stood = first ? { claim: first, top: first.getBoundingClientRect().top } : null;
  };
  const follow = () => {
    document.documentElement.classList.toggle("checks-shown", checking.checked);
    const pane = getComputedStyle(desk).overflowY === "auto" ? desk : document.scrollingElement;
    if (stood && pane.scrollTop > 0) pane.scrollTop += stood.claim.getBoundingClientRect().top - stood.top;
    stood = null;
  };
  const views = document.querySelector(".view");
  for (const kind of ["pointerdown", "keydown"]) views.addEventListener(kind, noteTop);
  views.addEventListener("change", follow);
  follow();

  const toCheck = () => {
    checking.checked = true;
    const all = document.getElementById("show-all");
    if (all) all.checked = true;
    follow();
  };

  addEventListener("hashchange", show);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && leave()) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.matches(".to-check")) toCheck();
    if (link === bar ? leave() : link.matches(".back")) {
      if (link !== bar) goHome(link.hash);
      event.preventDefault();
      return;
    }
    if (link.matches(".cite") || link.closest("#aside")) left = link;
    if (link.hash === location.hash) setTimeout(show, 0); // the address does not change, so no event fires
  });
  if (location.hash) show();
})();
