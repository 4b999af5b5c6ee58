from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.records import Article
from summarize.render.text_fragment import PassageLinks, web_address

TEXT = """\
The bridge will close in May, the town said on Monday.
A detour of two-way streets, “the ring”, costs £3 & takes 100 % longer: that was the first of many estimates.

The bridge will close in May, a councillor repeated. It will stay shut for nine months. Nobody was asked.
"""


def link(words: str, *, text: str = TEXT, url: str | None = "https://paper.example/a", nth: int = 0) -> str | None:
    start = [match.start() for match in re.finditer(re.escape(words), text)][nth]
    return PassageLinks(Article(id="a", text=text, sha256="", url=url)).link(start, start + len(words))


def directive(address: str | None) -> list[str]:
    assert address is not None
    return address.partition(":~:text=")[2].split(",")


def test_a_short_passage_is_given_whole():
    assert link("Nobody was asked.") == "https://paper.example/a#:~:text=Nobody%20was%20asked."


def test_signs_with_a_meaning_of_their_own_are_encoded():
    found = directive(link("two-way streets, “the ring”, costs £3 & takes 100 % longer"))
    assert found == [
        "two%2Dway%20streets%2C%20%E2%80%9Cthe%20ring%E2%80%9D%2C%20costs%20%C2%A33%20%26%20takes%20100%20%25%20longer"
    ]
    assert not set(found[0]) & set('-,&#"<> ')


def test_a_long_passage_is_given_by_its_ends():
    words = TEXT.splitlines()[1]
    assert [unquote(part) for part in directive(link(words))] == [
        "A detour of two-way streets,",
        "the first of many estimates.",
    ]


def test_a_passage_over_two_lines_never_crosses_them_in_one_part():
    words = TEXT[TEXT.index("Monday.") - 3 : TEXT.index("detour") + 6]
    assert [unquote(part) for part in directive(link(words))] == ["on Monday.", "A detour"]


def test_words_around_a_repeated_passage_tell_its_places_apart():
    first, second = (directive(link("The bridge will close in May", nth=nth)) for nth in (0, 1))
    assert [unquote(part) for part in first] == ["The bridge will close in May", "-, the town"]
    assert [unquote(part) for part in second] == ["The bridge will close in May", "-, a councillor"]
    shut = "a b. It rained. Then c d. It rained. Now e"
    assert [unquote(part) for part in directive(link("It rained.", text=shut, nth=1))] == [
        "Then c d.-", "It rained.", "-Now e",
    ]  # fmt: skip


def test_a_fragment_of_the_address_is_kept_and_an_older_directive_is_not():
    assert link("Nobody", url="https://p.example/a?b=c#part:~:text=old") == "https://p.example/a?b=c#part:~:text=Nobody"


def test_text_without_spaces_is_cut_by_characters():
    text = "橋" + "を渡る人々は多い" * 60 + "終わり"
    first, last = (unquote(part) for part in directive(link(text, text=text)))
    assert text.startswith(first) and text.endswith(last) and len(first) == len(last) == 30


@pytest.mark.parametrize(
    "url",
    [None, "", "javascript:alert(1)", "ftp://x.example/", "//x.example", "data:text/html,x", "https://", "https:///x",
     "https://\ud800.example", " https://x.example", "file:///etc/passwd", "java\nscript:alert(1)"],
)  # fmt: skip
def test_only_addresses_of_the_web_become_links(url: str | None):
    assert web_address(url) is None
    assert link("Nobody", url=url) is None


def test_an_address_cannot_leave_its_attribute():
    found = web_address('HTTPS://x.example/"><script>\u202e\n`{{7*7}}')
    assert found is not None and found.isascii()
    assert not set(found) & set('"<> \n`{}')


def test_an_empty_span_has_no_link():
    assert PassageLinks(Article(id="a", text="a  b", sha256="", url="https://x.example")).link(1, 3) is None
    assert PassageLinks(Article(id="a", text="", sha256="", url="https://x.example")).link(0, 9) is None


@settings(deadline=None)
@given(st.text(alphabet="ab -,&\n\u00e9\ud800.", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_every_part_is_found_where_it_should_be(text: str, start: int, end: int):
    found = PassageLinks(Article(id="a", text=text, sha256="", url="https://x.example")).link(start, end)
    passage = " ".join(text[start:end].split())
    assert (found is None) == (not passage)
    if found is None:
        return
    assert urlsplit(found).netloc == "x.example" and found.isascii()
    parts = directive(found)
    if parts[0].endswith("-"):
        assert unquote(parts.pop(0)[:-1], errors="strict") in " ".join(text[:start].split()).replace("\ud800", "\ufffd")
    if parts[-1].startswith("-"):
        assert unquote(parts.pop()[1:]) in " ".join(text[end:].split()).replace("\ud800", "\ufffd")
    passage = passage.replace("\ud800", "\ufffd")
    assert len(parts) in (1, 2)
    assert passage.startswith(unquote(parts[0])) and passage.endswith(unquote(parts[-1]))
