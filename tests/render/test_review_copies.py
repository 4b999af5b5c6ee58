from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from summarize.records import Summary
from summarize.render.review_copies import copies
from tests.render.test_review import MORE_HOSTILE
from tests.review_story import EMPTY, FULL
from tests.test_render_hostile import poisoned


def test_the_plain_text_is_the_headline_and_the_sentences_in_paragraphs():
    plain = copies(FULL).plain
    head, *body = plain.split("\n\n")
    assert head == FULL.headline
    assert " ".join(body).startswith(f"{FULL.claims[0].text} {FULL.claims[1].text} [CHECK FAILED")
    assert not re.search(r"\[\d", plain)


def test_what_failed_or_cites_nothing_keeps_its_mark_in_every_form():
    made = copies(FULL)
    for form in (made.plain, made.markdown, made.html):
        text = unescape(form).replace("\\", "")
        assert "“25 minutes” is in none of the cited passages" in text
        assert re.search(r"take weeks\.[^A-Za-z]*(?:<strong>\[)?NO SOURCE", text)


def test_each_article_a_sentence_cites_has_a_note_with_its_passages():
    made = copies(FULL)
    cited = sum(len({span.article for span in claim.evidence}) for claim in FULL.claims)
    assert made.html.count("<li id=") == made.html.count("<sup>") == cited
    assert re.findall(r"^\[\^(\d+)\]:", made.markdown, re.MULTILINE) == [str(n) for n in range(1, cited + 1)]
    assert (
        '<a href="https://courier.example/2025/ferries?id=7#top" rel="noopener noreferrer">Ferry collision' in made.html
    )
    assert (
        "Sella Courier, [Ferry collision in Port Sella leaves 18 dead](<https://courier.example/2025/ferries?id=7#top>)"
        in (made.markdown)
    )
    note = re.search(r'<li id="note-1" dir="auto">(.*?)</li>', made.html)
    assert note and note[1].endswith(f"2025-03-03: “{FULL.claims[0].evidence[0].text}”")


def test_nothing_gives_nothing():
    made = copies(EMPTY)
    assert (made.plain, made.markdown, made.html) == ("", "", "")


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.links: list[str] = []
        self.names: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.names |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]


@pytest.mark.parametrize("text", MORE_HOSTILE, ids=range(len(MORE_HOSTILE)))
def test_hostile_words_stay_words_in_every_copy(text: str):
    hostile: Summary = poisoned(Summary, text)
    made = copies(hostile)
    tags = Tags(made.html)
    assert tags.seen <= {"h2", "p", "sup", "a", "strong", "ol", "li"}
    assert tags.names <= {"href", "id", "dir", "rel"}
    assert all(re.match(r"#note-\d+$|https?://[\x21-\x7e]+$", link) for link in tags.links)
    tokens = MarkdownIt("commonmark").parse(made.markdown)
    inside = [child for token in tokens for child in token.children or ()]
    assert not {each.type for each in [*tokens, *inside]} & {
        "image",
        "html_inline",
        "html_block",
        "fence",
        "code_block",
        "code_inline",
    }
    assert all(re.match("https?://", str(each.attrs["href"])) for each in inside if each.type == "link_open")
    for form in (made.plain, made.markdown, made.html):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ud800-\udfff]", form)


def test_a_foreign_bracket_is_no_note():
    own = replace(FULL, claims=(replace(FULL.claims[0], text="He wrote [^1] and [1]."),))
    assert r"\[^1\]" in copies(own).markdown
