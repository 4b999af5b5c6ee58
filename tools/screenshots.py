"""Make the pictures of the review page in docs/ again: python tools/screenshots.py [CHROMIUM].

They show the summary of the seeds, and the made-up story of tests/review_story.py, whose summary has something in every
section. Needs a Chromium and Pillow; loads nothing.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

REPOSITORY = Path(__file__).parents[1]
sys.path.insert(0, str(REPOSITORY))

from summarize import load_articles, render_html, summarize  # noqa: E402 - the checkout's, found by the line above
from tests.review_story import FULL  # noqa: E402 - the same

DESKTOP, PHONE = (1440, 900), (390, 844)
# name: (story, window, colours, what is clicked before the picture is taken)
PICTURES = {
    "review-desktop-light": ("seeds", DESKTOP, "light", ["#c2 .cite"]),
    "review-desktop-dark": ("full", DESKTOP, "dark", ["#c1 .cite"]),
    "review-phone-light": ("full", PHONE, "light", []),
    "review-phone-dark": ("seeds", PHONE, "dark", ["#c2 .cite"]),
}
ARGUMENTS = ["--no-sandbox", "--headless", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
COLORS = 256  # of a palette; enough for text, and a quarter of the bytes


def main(chromium: str) -> None:
    """Write every picture to docs/."""
    os.chdir(REPOSITORY)
    stories = {"seeds": summarize(load_articles(["seeds/"])), "full": FULL}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for name, (story, (width, height), scheme, clicks) in PICTURES.items():
            path = Path(folder, f"{story}.html")
            path.write_text(render_html(stories[story]), encoding="utf-8")
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            page.goto(path.as_uri())
            for selector in clicks:
                page.locator(selector).first.click()
            page.wait_for_timeout(300)  # milliseconds: colours fade in
            picture = Image.open(io.BytesIO(page.screenshot()))
            picture.convert("RGB").quantize(COLORS).save(REPOSITORY / "docs" / f"{name}.png", optimize=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else shutil.which("chromium") or "chromium")
