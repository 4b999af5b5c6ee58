"""The table of formats: each is found by its names, and gives what its public function gives."""

from __future__ import annotations

import pytest

import summarize
from summarize.render import BY_ENDING, BY_SHORT_NAME, FORMATS
from tests.review_story import FULL


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_gives_what_its_function_gives(name: str) -> None:
    assert FORMATS[name].render(FULL) == getattr(summarize, f"render_{name}")(FULL)


def test_a_format_has_a_name_a_short_name_and_endings() -> None:
    assert (list(FORMATS), list(BY_SHORT_NAME)) == (["text", "markdown", "json", "html"], ["txt", "md", "json", "html"])
    assert BY_ENDING[".htm"] is BY_ENDING[".html"] is FORMATS["html"]
    assert [each.name for each in FORMATS.values() if each.always_utf8] == ["json", "html"]
