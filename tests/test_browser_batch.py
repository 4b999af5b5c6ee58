"""The index of a batch in a real browser, from a file: found by words and by state, there without a script too."""

from __future__ import annotations

import pytest

from summarize.batch.ledger import Ledger, Outcome
from summarize.batch.outputs import write_index
from summarize.batch.stories import Source, Story
from tests.test_browser_review import Opener, axe_run, browser, opened

__all__ = ["browser", "opened"]  # fixtures


@pytest.fixture
def index(tmp_path) -> str:
    stories = [Story(f"story-{n}", Source("f", str(n))) for n in range(5)]
    with Ledger(tmp_path / "out") as ledger:
        ledger.register(stories, "shape", lambda name: True)
        for number, story in enumerate(stories[:4]):
            facts = {"headline": f"Bridge {number} closed", "sentences": 4, "articles": 3, "differing": number}
            ledger.finish(story.key, "done", Outcome(facts=facts, review_priority=3.0 * number))
        ledger.finish(
            "story-4", "quarantined", Outcome(code=8, error="its process crashed (exit -11)", review_priority=2_000.0)
        )
        write_index(ledger, ("json", "html"))
    return (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_stories_are_found_by_words_and_by_state(opened: Opener, index: str):
    page = opened(index)
    rows = page.locator("#stories tr:visible")
    assert rows.count() == 5
    assert "story-4" in rows.nth(0).inner_text()
    assert "3 points differ" in rows.nth(1).inner_text()
    page.fill("#words", "bridge 2")
    assert rows.count() == 1
    assert page.locator("#shown").inner_text() == "1 of 5 shown"
    page.fill("#words", "")
    page.select_option("#state", "quarantined")
    assert rows.count() == 1
    page.select_option("#state", "look")
    assert rows.count() == 4
    page.keyboard.press("Enter")
    assert page.locator("#stories tr:visible").count() == 4


def test_without_a_script_all_stories_are_there(opened: Opener, index: str):
    assert opened(index, java_script_enabled=False).locator("#stories tr").count() == 5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_index(opened: Opener, index: str, scheme: str):
    with axe_run(opened(index, color_scheme=scheme)) as violations:
        assert violations == []
