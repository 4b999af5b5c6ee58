from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.records import Evidence
from summarize.render.review_citations import Passage, cite_all, marked_text
from tests.review_story import EMPTY, FULL, span


class Reader(HTMLParser):
    """Reads marked text back: all of it without the ways back, and the text inside each passage, by id."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, set[str]]] = []
        self.text = ""
        self.of: dict[str, str] = {}
        self.ids: list[str] = []
        self.back: list[tuple[str, str]] = []
        self.feed(html)
        self.close()
        assert not self.open, html

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        names = {name[2:] for name in given.get("class", "").split() if name.startswith("x-")}
        if "id" in given:
            self.ids.append(given["id"])
            names.add(given["id"])
        if tag == "a":
            self.back.append((given["href"], ""))
        if tag == "p":
            assert not self.open, "a paragraph inside something"
        for name in names:
            self.of.setdefault(name, "")
        self.open.append((tag, names))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag
        self.text += "\n" if tag == "p" else ""

    def handle_data(self, data: str) -> None:
        if any(tag == "a" for tag, _ in self.open):
            self.back[-1] = (self.back[-1][0], self.back[-1][1] + data)
            return
        self.text += data
        for _, names in self.open:
            for name in names:
                self.of[name] += data


def cited(number: int, start: int, end: int) -> Passage:
    return Passage(f"c{number}e1", start, end, f"c{number}", f"c{number}", f"sentence {number}", str(number))


def read(text: str, *passages: Passage) -> tuple[Reader, frozenset[str]]:
    html, split = marked_text(text, passages)
    return Reader(html), split


def lines(text: str) -> str:
    """What is left of a text when line breaks don't count."""
    return re.sub(r"[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]", "", text)


def test_lines_become_paragraphs_and_a_blank_line_a_gap():
    html, _ = marked_text("One.\nTwo.\n\n\nThree <b>.\r\n", [])
    assert html == ('<p dir="auto">One.</p>\n<p dir="auto">Two.</p>\n<p dir="auto" class="gap">Three &lt;b&gt;.</p>')


def test_a_passage_carries_its_id_its_group_and_the_way_back():
    html, split = marked_text("One. Two.", [cited(3, 5, 9)])
    assert html == (
        '<p dir="auto">One. <span class="p g-c3" id="c3e1">Two.'
        '<a class="back kept" href="#c3" aria-label="3, back to sentence 3">3</a></span></p>'
    )
    assert not split


def test_a_passage_without_a_mark_shows_its_way_back_in_words():
    html, _ = marked_text("One.", [Passage("t1e1", 0, 4, "t1", "t1", "the timeline")])
    assert '<a class="back" href="#t1">back to the timeline</a>' in html


def test_set_aside_text_carries_its_reason():
    html, _ = marked_text("Buy!", [Passage("s1", 0, 4, reason="boilerplate", note='adverts "and" <the like>')])
    assert html == (
        '<p dir="auto"><span class="o o-boilerplate" id="s1" data-why="adverts &quot;and&quot; &lt;the like&gt;">'
        "Buy!</span></p>"
    )


def test_nested_passages_nest_and_are_not_split():
    found, split = read("One two three.", cited(1, 0, 14), cited(2, 4, 7))
    assert found.of == {"c1e1": "One two three.", "c2e1": "two"} and not split


def test_passages_that_cross_are_split_with_the_id_first():
    found, split = read("One two three.", cited(1, 0, 7), cited(2, 4, 14))
    assert found.of == {"c1e1": "One two", "c2e1": "two three."}
    assert split == {"c2e1"} and found.ids == ["c1e1", "c2e1"]
    assert [home for home, _ in found.back] == ["#c1", "#c2"]


def test_a_passage_over_paragraphs_has_a_part_in_each_and_one_way_back():
    found, split = read("One.\nTwo.\n\nThree.", cited(1, 2, 13))
    assert found.of == {"c1e1": "e.Two.Th"}
    assert split == {"c1e1"} and len(found.back) == 1


def test_a_passage_that_ends_in_a_line_break_ends_with_its_line():
    found, split = read("One.\r\n\nTwo.", cited(1, 0, 6), cited(2, 5, 7))
    assert found.of == {"c1e1": "One.", "c2e1": ""}
    assert not split and len(found.back) == 2


def test_a_passage_that_begins_with_a_line_break_begins_with_the_next_line():
    found, split = read("One.\nTwo.", cited(1, 4, 6))
    assert found.of == {"c1e1": "T"} and not split


def test_equal_passages_each_keep_their_id():
    found, _ = read("One.", cited(1, 0, 4), cited(2, 0, 4), cited(3, 0, 4))
    assert found.of == {"c1e1": "One.", "c2e1": "One.", "c3e1": "One."}
    assert len(found.back) == 3


def test_spans_that_make_no_sense_keep_their_address():
    for start, end in ((-5, -1), (90, 99), (3, 3), (4, 2), (-9, 99)):
        found, _ = read("One.\nTwo.\n", cited(1, start, end))
        assert found.ids == ["c1e1"], (start, end)
        assert lines(found.text) == "One.Two."
    assert read("", cited(1, 0, 0))[0].ids == ["c1e1"]
    assert read("\n\n", cited(1, 0, 2))[0].ids == ["c1e1"]


def test_nothing_nests_deeper_than_parsers_follow():
    many = [cited(number, 0, 4) for number in range(400)]
    html, _ = marked_text("One.", many)
    depth = deepest = 0
    for tag in re.findall(r"</?span", html):
        depth += 1 if tag == "<span" else -1
        deepest = max(deepest, depth)
    assert deepest == 101
    assert len(Reader(html).ids) == 400
    html, _ = marked_text("One.\nTwo.", [cited(number, 0, 5) for number in range(400)])
    assert len(Reader(html).back) == 400, "also those that end with the line break"


def test_controls_and_surrogates_are_shown_and_hidden_ones_go():
    html, _ = marked_text("a\x00b\u202ec\ud800d\te", [])
    assert html == '<p dir="auto">a\ufffdbc\ufffdd\te</p>'


SPANS = st.lists(st.tuples(st.integers(-3, 45), st.integers(-3, 45)), max_size=8)


@settings(deadline=None)
@given(st.text(alphabet="ab <&\n\r\u2028é", max_size=40), SPANS)
def test_no_text_is_lost_and_every_passage_holds_its_own(text: str, spans: list[tuple[int, int]]):
    passages = [cited(number, start, end) for number, (start, end) in enumerate(spans)]
    found, split = read(text, *passages)
    assert "".join(found.text.split()) == "".join(lines(text).split())
    assert sorted(found.ids) == sorted(passage.id for passage in passages)
    assert len(found.back) == len(passages)
    for passage in passages:
        assert found.of[passage.id] == lines(text[max(0, passage.start) : max(0, passage.end)])
    assert split <= {passage.id for passage in passages}


def test_every_evidence_of_every_kind_is_cited_once():
    marks = cite_all(FULL)
    groups = {key: [citation.span for citation in found] for key, found in marks.citations.items()}
    assert groups["h"] == list(FULL.headline_evidence)
    assert groups["c2"] == list(FULL.claims[1].evidence)
    assert groups["c3w"] == list(FULL.claims[2].worded_otherwise)
    assert groups["d2p1"] == list(FULL.disagreements[1].positions[0].evidence)
    assert groups["t2"] == list(FULL.timeline[1].evidence)
    assert groups["n1"] == [spelling.evidence for spelling in FULL.names[0].spellings]
    assert groups["o1"] == list(FULL.origins[0].evidence)
    assert groups["o1a2"] == [FULL.origins[0].alignments[1].first, FULL.origins[0].alignments[1].second]
    assert "c6" not in groups


def test_ids_are_unique_and_each_leads_to_its_span():
    marks = cite_all(FULL)
    places = {passage.id: (article, passage) for article, found in marks.passages.items() for passage in found}
    cited = [citation for found in marks.citations.values() for citation in found]
    assert len(places) == len(cited) == sum(map(len, marks.passages.values()))
    for citation in cited:
        article, passage = places[citation.id]
        assert (article, passage.start, passage.end) == (citation.span.article, citation.span.start, citation.span.end)
        assert passage.home in marks.homes


def test_further_passages_of_an_article_get_letters():
    many = tuple(span(1, "The sea") for _ in range(28))
    claim = replace(FULL.claims[0], evidence=(*many, span(2, "Boats")))
    labels = [citation.label for citation in cite_all(replace(FULL, claims=(claim,))).citations["c1"]]
    assert labels[:3] == ["1", "1b", "1c"]
    assert labels[25:] == ["1z", "1-27", "1-28", "2"]


def test_evidence_of_an_unknown_article_leads_nowhere():
    claim = replace(FULL.claims[0], evidence=(Evidence("nobody", 0, 3, "who"),))
    (citation,) = cite_all(replace(FULL, claims=(claim,))).citations["c1"]
    assert (citation.label, citation.id, citation.url) == ("?", "", None)


def test_only_articles_with_an_address_have_links_into_the_web():
    found = [citation for citations in cite_all(FULL).citations.values() for citation in citations]
    assert {citation.span.article for citation in found if citation.url} == {"a1", "a2"}


def test_an_empty_summary_cites_nothing():
    assert cite_all(EMPTY).citations == {}
