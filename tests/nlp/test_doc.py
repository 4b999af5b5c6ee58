"""A stretch of text: each annotation is computed once, when it is asked for."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.nlp import doc as module
from summarize.nlp.doc import Doc, Docs

TEXT = "On Friday Mayor Lena Ortiz said “we pay 3 million euros” to one in four of Aldmouth's farmers in May 2031."
WORKERS = {
    "words": ("words",),
    "folded": ("folded_parts", "words"),
    "size": ("count_words",),
    "terms": ("terms",),
    "stems": ("terms",),
    "quotations": ("read_marks",),
    "is_balanced": ("read_marks",),
    "outside": ("outside_quotations", "read_marks"),
    "quoted_share": ("quoted_share", "outside_quotations", "read_marks"),
    "speaker": ("find_speaker", "read_marks"),
    "dates": ("dates",),
    "figures": ("read_figures", "dates"),
    "years": ("years_of", "dates"),
    "shares": ("shares_of",),
    "names": ("names", "dates"),
}


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each of the functions that find something was called."""
    counted: Counter[str] = Counter()

    def counting(name: str) -> Any:
        original = getattr(module, name)

        def call(*given: Any) -> Any:
            counted[name] += 1
            return original(*given)

        return call

    for name in {each for names in WORKERS.values() for each in names}:
        monkeypatch.setattr(module, name, counting(name))
    return counted


def test_nothing_is_computed_before_it_is_asked_for(calls: Counter[str]) -> None:
    Doc(TEXT)
    assert calls == Counter()


@pytest.mark.parametrize("annotation", WORKERS)
def test_an_annotation_is_computed_once_and_alone(annotation: str, calls: Counter[str]) -> None:
    doc = Doc(TEXT)
    first = getattr(doc, annotation)
    assert all(getattr(doc, annotation) is first for _ in range(3))
    assert set(calls) == set(WORKERS[annotation])
    assert {name: count for name, count in calls.items() if count > 1} == {}


def test_all_annotations_share_the_work(calls: Counter[str]) -> None:
    doc = Doc(TEXT)
    for annotation in [*WORKERS, *WORKERS]:
        getattr(doc, annotation)
    assert {name: count for name, count in calls.items() if count > 1} == {}


def test_what_is_found() -> None:
    doc = Doc(TEXT)
    assert doc.words[:4] == ("On", "Friday", "Mayor", "Lena")
    assert {"lena", "ortiz", "aldmouth"} <= doc.folded
    assert {"pay", "farmer"} <= doc.stems
    assert [TEXT[found.inner_start : found.inner_end] for found in doc.quotations] == ["we pay 3 million euros"]
    assert [found.text for found in doc.dates] == ["Friday", "May 2031"]
    assert [figure.text for figure in doc.figures] == ["3 million euros", "one", "four"]
    assert [figure.value.low for figure in doc.years] == [2031]
    assert [figure.text for figure in doc.shares] == ["one in four"]
    assert [name.text for name in doc.names] == ["Lena Ortiz", "Aldmouth"]


def test_who_speaks_and_what_is_quoted() -> None:
    doc = Doc(TEXT)
    assert (doc.speaker.text, doc.speaker.kind) == ("Mayor Lena Ortiz", "name")
    assert doc.size == 21
    assert doc.terms[:2] == ("friday", "mayor")
    assert doc.outside == TEXT.replace("“we pay 3 million euros”", " " * 24)
    assert doc.quoted_share == pytest.approx(18 / 82)
    assert doc.is_balanced
    assert not Doc("She said “we pay").is_balanced


def test_docs_keep_the_doc_of_a_text_and_its_language() -> None:
    docs = Docs()
    assert docs.of(TEXT, "en") is docs.of(TEXT, "en")
    assert docs.of(TEXT, "de") is not docs.of(TEXT, "en")
    assert docs.of(TEXT, "de").language == "de"
    assert Docs().of(TEXT, "en") is not docs.of(TEXT, "en")


def test_only_the_outer_quotations_count() -> None:
    doc = Doc("She said: “He told me ‘we stay here’ and left.”")
    assert [found.depth for found in doc.quotations] == [0]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("He told New Post Thursday of it.", ["New Post"]),  # the day is cut off
        ("He came on Thursday of last week.", []),
        ("In May the ferry Bela sank.", ["Bela"]),
    ],
)
def test_a_day_is_no_part_of_a_name(text: str, names: list[str]) -> None:
    found = Doc(text, lowercase_words=frozenset(("he", "in"))).names
    assert [name.text for name in found] == names
    assert all(text[name.start : name.end] == name.text for name in found)
    assert all(len(name.words) == len(name.text.split()) for name in found)


def test_words_in_small_letters_elsewhere_begin_no_name() -> None:
    assert [name.text for name in Doc("Farmers met.", lowercase_words={"farmers"}).names if name.certain] == []
    german = Doc("Der Minister zahlte 3,4 Millionen Euro.", "de")
    assert [figure.value.low for figure in german.figures] == [3_400_000]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120), st.sampled_from(["en", "de", "es", "fr", "it", "pt", "zh", "ar", "xx", ""]))
def test_every_annotation_stands_where_it_says(text: str, language: str) -> None:
    doc = Doc(text, language)
    for name in doc.names:
        assert text[name.start : name.end] == name.text
    for date in doc.dates:
        assert text[date.start : date.end] == date.text
    for figure in (*doc.figures, *doc.years, *doc.shares):
        assert text[figure.value.start : figure.value.end] == figure.text
    for quotation in doc.quotations:
        assert 0 <= quotation.start <= quotation.inner_start <= quotation.inner_end <= quotation.end <= len(text)
    assert all(word in text for word in doc.words)
