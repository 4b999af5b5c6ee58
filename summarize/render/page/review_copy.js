// Copies the summary as text, as Markdown, or as HTML with notes. What is copied is already in the page.
(() => {
  const said = document.querySelector(".copied");
  const NAMES = { plain: "Text", markdown: "Markdown", html: "HTML" };

  const forms = (kind) => {
    const held = document.getElementById(`copy-${kind}`);
    if (kind !== "html") return { "text/plain": held.textContent };
    return { "text/html": held.innerHTML, "text/plain": document.getElementById("copy-plain").textContent };
  };

  // The old way works from a file and needs no permission; the handler gives the browser what to copy.
  const copy = (texts) => {
    let taken = false;
    const give = (event) => {
      for (const [type, text] of Object.entries(texts)) event.clipboardData.setData(type, text);
      event.preventDefault();
      event.stopImmediatePropagation();
      taken = true;
    };
    document.addEventListener("copy", give, true);
    try {
      document.execCommand("copy");
    } finally {
      document.removeEventListener("copy", give, true);
    }
    return taken;
  };

  const byClipboard = async (texts) => {
    const items = Object.entries(texts).map(([type, text]) => [type, new Blob([text], { type })]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(items))]);
  };

  for (const button of document.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", async () => {
      const kind = button.dataset.copy;
      const texts = forms(kind);
      let done = copy(texts);
      if (!done) done = await byClipboard(texts).then(() => true, () => false);
      said.textContent = done ? `${NAMES[kind]} copied` : "The browser did not allow it";
    });
  }
})();
