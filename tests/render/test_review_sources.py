from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from summarize.records import Article, Omission, Origin, Summary
from summarize.render.review_sources import Name, PassageLinks, article_names, copies, host, web_address
from tests.render.test_review import MORE_HOSTILE
from tests.review_story import EMPTY, FULL
from tests.test_render_hostile import poisoned

ARTICLE_TEXT = """\
The bridge will close in May, the town said on Monday.
A detour of two-way streets, “the ring”, costs £3 & takes 100 % longer: that was the first of many estimates.

The bridge will close in May, a councillor repeated. It will stay shut for nine months. Nobody was asked.
"""


def link(
    words: str, *, text: str = ARTICLE_TEXT, url: str | None = "https://paper.example/a", nth: int = 0
) -> str | None:
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
    words = ARTICLE_TEXT.splitlines()[1]
    assert [unquote(part) for part in directive(link(words))] == [
        "A detour of two-way streets,",
        "the first of many estimates.",
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (" ".join(["word"] * 12), 1),
        (" ".join(["word"] * 13), 2),
        ("w" * 200, 1),
        ("w" * 201, 2),
    ],
)
def test_twelve_words_or_two_hundred_characters_are_given_whole(text: str, parts: int):
    assert len(directive(link(text, text=text))) == parts


@pytest.mark.parametrize(("letters", "length"), [(82, 90), (83, 30)])
def test_ends_of_ninety_characters_are_given_whole(letters: int, length: int):
    five = "a b c d " + "w" * letters
    first, _ = directive(link(f"{five} {five} {five}", text=f"{five} {five} {five}"))
    assert len(unquote(first)) == length
    five = "w" * letters + " a b c d"
    _, last = directive(link(f"{five} {five} {five}", text=f"{five} {five} {five}"))
    assert len(unquote(last)) == length


def test_a_passage_over_two_lines_never_crosses_them_in_one_part():
    words = ARTICLE_TEXT[ARTICLE_TEXT.index("Monday.") - 3 : ARTICLE_TEXT.index("detour") + 6]
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


TEXT = "Subscribe now\n\nHarbour lane to close\n\nThe harbour lane closes on Sunday, the port said. Ferries stop.\n"
ARTICLE = Article(id="a", text=TEXT, sha256="", path="news/7f3a.txt")
TITLE = Omission("a", TEXT.index("Harbour"), TEXT.index("close\n") + 5, "title")
OFFER = Omission("a", 0, 13, "boilerplate")


def name(article: Article, *omitted: Omission, origins: tuple[Origin, ...] = ()) -> Name:
    return article_names(replace(EMPTY, articles=(article,), omitted=omitted, origins=origins))[article.id]


def test_a_given_title_comes_before_the_one_in_the_text():
    assert name(replace(ARTICLE, title="Lane shut"), TITLE).title == "Lane shut"
    assert name(ARTICLE, OFFER, TITLE).title == "Harbour lane to close"


def test_without_a_title_the_first_words_that_are_the_articles_own_stand_for_one():
    assert name(ARTICLE, OFFER).title == "“Harbour lane to close”"
    assert name(ARTICLE).title == "“Subscribe now”"
    long = replace(ARTICLE, text="word " * 40)
    assert name(long).title.endswith("word …”") and len(name(long).title) <= 76
    assert name(replace(ARTICLE, text="x" * 72)).title == f"“{'x' * 72}”"
    assert name(replace(ARTICLE, text="x" * 200)).title == f"“{'x' * 72} …”"


@pytest.mark.parametrize(("before", "title"), [(39, "“The port”"), (40, "news/7f3a.txt")])
def test_forty_lines_are_searched_for_words_of_the_articles_own(before: int, title: str):
    offer = "Subscribe now\n" * before
    omitted = Omission("a", 0, len(offer), "boilerplate")
    assert name(replace(ARTICLE, text=offer + "The port\n"), omitted).title == title


def test_the_place_is_the_last_resort():
    assert name(replace(ARTICLE, text=" \n")).title == "news/7f3a.txt"
    assert name(replace(ARTICLE, text="", path=None, url="https://p.example/x")).title == "https://p.example/x"
    assert name(replace(ARTICLE, text="", path=None)).title == "a"


def test_who_published_it_is_said_as_surely_as_it_is_known():
    credit = Origin(id="o", name="North Wire", articles=("a",), confidence="stated")
    web = replace(ARTICLE, url="https://www.post.example/x")
    assert name(replace(web, publisher="Evening Post"), origins=(credit,)).publisher == "Evening Post"
    assert name(web, origins=(credit,)).publisher == "post.example"
    assert name(ARTICLE, origins=(credit,)).publisher == "report of North Wire"
    assert name(ARTICLE, origins=(replace(credit, confidence="inferred"),)).publisher == ""


def test_the_label_has_number_title_and_publisher():
    names = article_names(FULL)
    assert names["a2"].label == "[2] “Port Sella disaster: 21 killed, agency says” (Evening Post)"
    assert names["a4"].label == "[4] Minister orders inquiry after ferries collide"
    assert names["a4"].day == "2025-03-05" and names["a3"].day == ""


@pytest.mark.parametrize(
    ("url", "found"), [("https://www.a.example/x", "a.example"), ("javascript:alert(1)", ""), (None, "")]
)
def test_only_a_web_address_has_a_host(url: str | None, found: str):
    assert host(url) == found


def test_the_head_of_a_hostile_text_is_read_in_linear_time():
    from tests.growth import assert_linear

    assert_linear(lambda text: article_names(replace(EMPTY, articles=(replace(ARTICLE, text=text),))), "\n \t" * 300)


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
