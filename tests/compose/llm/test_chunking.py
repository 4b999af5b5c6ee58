from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.compose.llm.chunking import Chunk, pack
from summarize.compose.llm.prompt_sheet import Description, Numbering, SheetWriter, count_lines, longest_sentence
from summarize.compose.llm.source_sentences import SourceSentence, collect_source_sentences, cut_long
from summarize.nlp.tokenize import one_line
from summarize.records import Sentence
from summarize.tokens import count_tokens

ENCODING = "o200k_base"
ARTICLES = [f"a{n}" for n in range(300)]


def sources_of(*articles: list[str], leads: dict[tuple[int, int], int] | None = None) -> tuple[SourceSentence, ...]:
    sentences = []
    for n, texts in enumerate(articles):
        for number, text in enumerate(texts):
            lead = (leads or {}).get((n, number))
            sentences.append(
                Sentence(f"a{n}", number, 100 * number, 100 * number + len(text), text, "body", "", 0, lead)
            )
    return collect_source_sentences(sentences)


def cut(sentences: list[Sentence], most: int) -> list[Sentence]:
    return list(cut_long(sentences, {one_line(each.text) for each in sentences}, most, ENCODING))


def writer_of(sources: tuple[SourceSentence, ...]) -> SheetWriter:
    numbering = Numbering(range(1, len(sources) + 1), {article: n for n, article in enumerate(ARTICLES, 1)})
    tokens = count_lines([source.text for source in sources], ENCODING)
    return SheetWriter(
        sources, tokens, {article: Description("", 1, "", 1) for article in ARTICLES}, numbering, ENCODING
    )


def packed(sources: tuple[SourceSentence, ...], room: int, calls: int = 1, overhead: int = 10) -> tuple[Chunk, ...]:
    writer = writer_of(sources)
    chunks = pack(writer, room, calls=calls, overhead=overhead)
    assert sorted(place for chunk in chunks for place in chunk) == list(range(len(sources)))
    for chunk in chunks:
        assert list(chunk) == sorted(chunk)
        assert count_tokens(writer.write(chunk).text + "\n") <= room
    return chunks


def lengths(sources: tuple[SourceSentence, ...], chunks: tuple[Chunk, ...]) -> list[int]:
    return [writer_of(sources).write(chunk).tokens for chunk in chunks]


def news(articles: int, sentences: int = 30) -> tuple[SourceSentence, ...]:
    return sources_of(
        *[[f"In town {a} of the region, sentence {s} tells what the council of {a} decided." for s in range(sentences)]
          for a in range(articles)]
    )  # fmt: skip


def test_what_fits_is_one_chunk():
    assert packed(news(1, 3), 1_000) == ((0, 1, 2),)


def test_chunks_are_full_where_the_budget_binds_and_the_last_two_are_even():
    sources = news(100)
    found = lengths(sources, packed(sources, 2_000))
    assert min(found[:-2]) >= 0.98 * 2_000
    assert abs(found[-1] - found[-2]) < 60


def test_a_crumb_shares_with_the_chunk_before_it():
    sources = news(1, 21)
    whole = lengths(sources, packed(sources, 10_000))[0]
    first, second = lengths(sources, packed(sources, whole - 10))
    assert abs(first - second) <= 30


def test_articles_are_spread_over_all_calls_where_they_fit():
    sources = news(100)
    chunks = packed(sources, 60_000, calls=16)
    found = lengths(sources, chunks)
    assert len(chunks) == 16
    assert max(found) <= 1.7 * sum(found) / len(found)
    homes = [{sources[number].articles[0] for number in chunk} for chunk in chunks]
    assert sum(map(len, homes)) == 100, "an article stands in one chunk"


def test_small_stories_are_not_spread_thin():
    assert len(packed(news(4), 1_500, calls=16, overhead=200)) < 4


@pytest.mark.parametrize("place", [0, 1, 37, 99, 100])
def test_an_article_added_anywhere_leaves_almost_all_chunks_as_they_were(place: int):
    texts = [[f"In town {a} of the region, sentence {s} tells of the council of {a}." for s in range(30)]
             for a in range(101)]  # fmt: skip
    before, after = sources_of(*texts[:-1]), sources_of(*texts[:place], texts[-1], *texts[place:-1])
    old = {tuple(before[n].text for n in chunk) for chunk in packed(before, 60_000, 16)}
    new = {tuple(after[n].text for n in chunk) for chunk in packed(after, 60_000, 16)}
    assert len(new) == 16
    assert len(new - old) <= 3


def test_where_the_budget_binds_an_article_added_at_the_end_changes_the_last_chunks():
    before, after = news(100), news(101)
    old = {tuple(before[n].text for n in chunk) for chunk in packed(before, 2_000, 4)}
    new = {tuple(after[n].text for n in chunk) for chunk in packed(after, 2_000, 4)}
    assert len(new - old) <= 3


def filler(count: int) -> list[str]:
    return [f"Sentence number {n} says nothing of any interest to anybody in town." for n in range(count)]


def boundary_before(texts: list[str], cut_at: str, leads: dict[tuple[int, int], int] | None = None) -> list[str]:
    """The first words of all chunks for every room: no chunk may begin with what clings to the sentence before."""
    sources = sources_of(texts, leads=leads)
    starts = []
    for room in range(70, 300, 3):
        starts += [sources[chunk[0]].text for chunk in packed(sources, room)[1:]]
    assert starts, "nothing was cut"
    assert any(text.startswith("Sentence number") for text in starts)
    return [text for text in starts if text.startswith(cut_at)]


def test_a_quotation_stays_with_its_speaker():
    texts = [
        *filler(9),
        "Ortiz said the bridge was safe.",
        "“We looked at every bolt. Nobody was hurt.”",
        *filler(12)[9:],
    ]
    assert boundary_before(texts, "“We looked") == []


def test_a_quotation_that_runs_on_is_not_cut():
    texts = [*filler(9), "“We looked at every bolt, Ortiz said.", "Nobody was hurt in town.”", *filler(40)[9:]]
    assert boundary_before(texts, "Nobody was hurt") == []


def test_a_list_stays_with_its_lead_in():
    texts = [*filler(9), "The plan has two parts:", "- The bolts are replaced", "- The road is closed", *filler(40)[9:]]
    leads = {(0, 10): 9, (0, 11): 9}
    assert boundary_before(texts, "- The", leads) == []


def test_what_belongs_together_but_fits_nowhere_is_cut_between_sentences():
    items = [f"- Part {n} of the plan, which nobody has read so far" for n in range(60)]
    sources = sources_of(["The plan has many parts:", *items], leads={(0, n): 0 for n in range(1, 61)})
    assert len(packed(sources, 150)) > 3


texts = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(["a" * 2_000, "\U0001f600" * 100, "<|endoftext|>" * 40, "word " * 200, "“Quoted", "said:"]),
    ),
    min_size=1,
    max_size=12,
)


@given(st.lists(texts, min_size=1, max_size=3), st.integers(120, 900), st.integers(1, 6))
@settings(max_examples=40, deadline=None)
def test_no_chunk_is_over_budget_and_no_sentence_is_lost(articles: list[list[str]], room: int, calls: int):
    sentences = [
        Sentence(f"a{a}", n, 0, len(text.strip()), text.strip(), "body", "", 0)
        for a, each in enumerate(articles)
        for n, text in enumerate(each)
        if text.strip() and text.isprintable()
    ]
    most = longest_sentence(room, {})
    sources = collect_source_sentences(cut(sentences, most))
    if sources:
        packed(sources, room, calls)


def test_ten_megabytes_of_one_letter_are_packed():
    whole = Sentence("a0", 0, 0, 10_000_000, "a" * 10_000_000, "body", "", 0)
    sources = collect_source_sentences(cut([whole], longest_sentence(60_000, {})))
    chunks = pack(writer_of(sources), 60_000, calls=8, overhead=500)
    assert sum(len(chunk) for chunk in chunks) == len(sources)
