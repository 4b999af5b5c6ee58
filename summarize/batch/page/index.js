"use strict";
(() => {
  const rows = [...document.querySelectorAll("#stories tr")];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const words = document.getElementById("words"), state = document.getElementById("state");
  const shown = document.getElementById("shown");
  const filter = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    rows.forEach((row, place) => {
      const right = !state.value || (state.value === "look" ? "look" in row.dataset : row.dataset.state === state.value);
      row.hidden = !(right && wanted.every((word) => texts[place].includes(word)));
      count += !row.hidden;
    });
    shown.textContent = count === rows.length ? "" : `${count} of ${rows.length} shown`;
  };
  words.addEventListener("input", filter);
  state.addEventListener("change", filter);
  words.form.addEventListener("submit", (event) => event.preventDefault());
  filter();
})();
