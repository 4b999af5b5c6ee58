"""Remake the pictures of the review page in docs/: python tools/screenshots.py [FOLDER [CHROMIUM]].

They show the summary of the seeds, and the invented story of tests/review_story.py, whose summary has something in
every section. Needs a Chromium and Pillow; loads nothing.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

REPOSITORY = Path(__file__).parents[1]
sys.path.insert(0, str(REPOSITORY))

from summarize import load_articles, render_html, summarize  # noqa: E402 - the checkout's, found by the line above
from tests.review_story import FULL  # noqa: E402 - the same

DESKTOP, PHONE, SHEET = (1440, 900), (390, 844), (794, 1123)  # the last is A4 at 96 dots an inch
MARGIN = 76  # of a printed sheet, 20 mm
# name: (story, window, colours, actions before the picture is taken)
PICTURES = {
    "review-desktop-light": ("seeds", DESKTOP, "light", [("hover", "#c2 .cite")]),
    "review-desktop-dark": ("full", DESKTOP, "dark", [("click", "#c1 .cite")]),
    "review-phone-light": ("full", PHONE, "light", []),
    "review-phone-dark": ("seeds", PHONE, "dark", [("click", "#c2 .cite")]),
    "review-checking": (
        "full", DESKTOP, "light",
        [("check", "#view-check"), ("press", "j"), ("press", "a"), ("press", "j"), ("press", "r"), ("press", "j")],
    ),
    "review-print": ("full", SHEET, "light", [("print", "")]),
}  # fmt: skip
ARGUMENTS = ["--no-sandbox", "--headless", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
COLORS = 256  # of a palette; enough for text, and a quarter of the bytes


def main(chromium: str, pictures: Path) -> None:
    """Write every picture to a folder."""
    os.chdir(REPOSITORY)
    stories = {"seeds": summarize(load_articles(["seeds/"])), "full": FULL}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for name, (story, (width, height), scheme, actions) in PICTURES.items():
            path = Path(folder, f"{story}.html")
            path.write_text(render_html(stories[story]), encoding="utf-8")
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            page.goto(path.as_uri())
            for action, what in actions:
                act(page, action, what)
            page.wait_for_timeout(300)  # milliseconds: colours fade in
            picture = Image.open(io.BytesIO(page.screenshot()))
            picture.convert("RGB").quantize(COLORS).save(pictures / f"{name}.png", optimize=True)
            page.close()
        browser.close()


def act(page: Page, action: str, what: str) -> None:
    """Do one thing on a page: click, hover or check what matches first, press a key, or show it as printed."""
    if action == "press":
        page.keyboard.press(what)
    elif action == "print":
        page.emulate_media(media="print")
        page.evaluate("margin => { document.body.style.margin = `${margin}px` }", MARGIN)
    elif action == "check":
        page.locator(what).first.check(force=True)  # the control is under its label
    else:
        getattr(page.locator(what).first, action)()


if __name__ == "__main__":
    folder, chromium = (*sys.argv[1:], "", "")[:2]
    main(chromium or shutil.which("chromium") or "chromium", Path(folder or REPOSITORY / "docs").absolute())
