from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.compose.llm.source_sentences import (
    EvidenceIndex,
    SourceSentence,
    citable,
    collect_source_sentences,
    cut_long,
    evidence_of,
)
from summarize.nlp.tokenize import one_line
from summarize.records import Evidence, Sentence
from summarize.tokens import count_tokens
from tests.growth import assert_grows_no_faster_than
from tests.scripted import BRIDGE, FERRY, story_of

ENCODING = "o200k_base"


def sentence(text: str, start: int = 0, number: int = 0, article: str = "a1") -> Sentence:
    return Sentence(article, number, start, start + len(text), text, "body", "", 0)


def test_a_sentence_of_several_articles_is_sent_once_with_all_its_places():
    story = story_of(BRIDGE, BRIDGE, "Something else happened in the town.")
    found = collect_source_sentences(citable(story.sentences, ()))
    assert len(found) == len(story.sentences) - 4
    assert found[0].articles == ("a1", "a2")
    assert [each.article for each in found[0].sentences] == ["a1", "a2"]


def test_white_space_makes_no_difference_between_sentences():
    first, second = sentence("Two\nwords  here."), sentence("Two words here.", article="a2")
    (found,) = collect_source_sentences([first, second])
    assert found.text == "Two words here."
    assert found.sentences == (first, second)


def test_articles_set_aside_and_other_zones_are_not_collected():
    story = story_of()
    assert {each.article for each in citable(story.sentences, {"a1"})} == {"a2"}


def cut(sentences: Sequence[Sentence], most: int) -> tuple[Sentence, ...]:
    """All sentences, cut where they are longer."""
    return tuple(cut_long(sentences, {one_line(each.text) for each in sentences}, most, ENCODING))


def test_only_what_is_named_is_cut():
    long = sentence("alpha beta gamma, " * 40)
    assert tuple(cut_long((long,), (), 20, ENCODING)) == (long,)
    assert len(cut((long,), 20)) > 5


@pytest.mark.parametrize("text", ["a\nb", "a\tb", "a\u2028b", "a\x85b", "a\x0bb"])
def test_no_text_can_forge_a_line(text: str):
    assert one_line(text) == "a b"


def test_lone_surrogates_become_sendable():
    assert one_line("a\ud800b") == "a\ufffdb"


def test_a_short_sentence_stays_as_it_is():
    given_ = (sentence("Nothing to cut here."),)
    assert cut(given_, 20) == given_


def test_the_cut_is_made_at_the_best_boundary_of_the_last_part():
    text = "alpha beta gamma, " * 20 + "the end of it; " + "delta epsilon, " * 8
    (first, *_) = cut((sentence(text.strip(), start=7),), 100)
    assert first.text.endswith("the end of it;")
    assert first.start == 7


HARD = [
    "a" * 300_000,
    " ".join("word" for _ in range(5_000)),
    "\U0001f600" * 20_000,
    "<|endoftext|>" * 5_000,
    "x " * 3 + "y" * 50_000 + ". Z" * 900,
    "\u0301" * 5_000,
    "\U00010348" * 2_000,
    "我们" * 10_000 + "。" + "他们" * 5_000,
]


@pytest.mark.parametrize("text", HARD, ids=range(len(HARD)))
@pytest.mark.parametrize("most", [9, 60, 1_000])
def test_hard_sentences_are_cut_to_size_and_nothing_is_lost(text: str, most: int):
    given_ = sentence("> " + text)
    check_parts(given_, cut((given_,), most), most)


def test_ten_megabytes_of_one_letter_are_cut():
    given_ = sentence("a" * 10_000_000)
    parts = cut((given_,), 50_000)
    assert sum(len(part.text) for part in parts) == 10_000_000


@given(
    st.lists(
        st.sampled_from(["word", "Ünïcode", "a" * 50, "…", ", ", ". ", " ", "\n", "\U0001f600", "12345"]), min_size=1
    ),
    st.integers(8, 60),
)
@settings(max_examples=150, deadline=None)
def test_parts_keep_their_offsets(pieces: list[str], most: int):
    text = ("".join(pieces) * 8).strip()
    if text:
        given_ = sentence(text, start=11)
        check_parts(given_, cut((given_,), most), most)


def check_parts(whole: Sentence, parts: tuple[Sentence, ...], most: int) -> None:
    assert "".join("".join(part.text.split()) for part in parts) == "".join(whole.text.split())
    for part in parts:
        assert whole.text[part.start - whole.start : part.end - whole.start] == part.text
        assert part.text == part.text.strip()
        assert count_tokens(f" {part.text}\n") <= most + 2


SOURCES = collect_source_sentences(citable(story_of().sentences, ()))
INDEX = EvidenceIndex(SOURCES, "en")


def place(words: str) -> int:
    return next(n for n, each in enumerate(SOURCES) if words in each.text)


CLOSED, COST, QUOTE, CARS, FERRIED, FIVE, FOUND = range(7)


def test_the_likeliest_sentence_comes_first():
    assert INDEX.most_similar(SOURCES[FOUND].text, 0.4)[0] == FOUND
    assert INDEX.most_similar("Inspectors found cracked bolts in the bridge.", 0.4)[:2] == [CLOSED, FOUND]
    assert INDEX.most_similar(SOURCES[FOUND].text, 1.0) == [FOUND]
    assert INDEX.most_similar("Completely unrelated words.", 0.1) == []


def test_the_floor_is_a_share_of_either_text():
    text = "Mayor Lena Ortiz said the repair would cost 3 million euros, and the council agreed after a long debate."
    assert COST in INDEX.most_similar(text, 0.9), "the sentence lies whole in the text"
    assert INDEX.most_similar("Mayor Lena Ortiz left the council after a long debate.", 0.9) == []


def test_shares_run_from_nothing_to_all():
    assert INDEX.share(SOURCES[CLOSED].text, CLOSED) == 1
    assert 0 < INDEX.share("The bridge was painted.", CLOSED) < 1
    assert INDEX.share("Completely unrelated words.", CLOSED) == 0
    assert INDEX.share("", CLOSED) == 0


@pytest.mark.parametrize(
    ("text", "bears"),
    [
        ("The repair is expensive.", True),
        ("Ortiz spoke.", True),
        ("It takes 3,000,000 euros.", True),
        ("A ferry runs.", False),
        ("It was 20,000 cars.", False),
        ("", True),
    ],
)
def test_a_citation_bears_on_a_sentence_by_one_word_name_or_figure(text: str, bears: bool):
    assert INDEX.shares_content(COST, text) is bears


def test_a_citation_in_another_language_is_never_said_to_have_nothing_to_do_with_it():
    foreign = EvidenceIndex(SOURCES, "en", frozenset({"a1"}))
    assert foreign.shares_content(COST, "A ferry runs.")
    assert not foreign.shares_content(FIVE, "A ferry runs.")


def test_evidence_is_the_first_place_and_copies_are_added_with_who_cited_them():
    sources = collect_source_sentences(citable(story_of(BRIDGE, BRIDGE, FERRY).sentences, ()))
    (first,) = evidence_of(sources, [0], "match")
    assert first == Evidence("a1", 0, len(sources[0].text), sources[0].text, "match")
    both = EvidenceIndex(sources, "en").with_copies([first])
    assert [(each.article, each.by) for each in both] == [("a1", "match"), ("a2", "match")]
    assert EvidenceIndex(sources, "en").with_copies(both) == both


def test_evidence_that_is_no_source_sentence_stays_as_it_is():
    title = Evidence("a1", 5, 9, "brid", "match")
    assert INDEX.with_copies([title]) == (title,)


def test_an_index_grows_with_the_story():
    def story(count: int) -> list[SourceSentence]:
        return [SourceSentence(f"Town {n} closed bridge {n * 7} on day {n % 31}.", (), ("a1",)) for n in range(count)]

    def used(sources: list[SourceSentence]) -> None:
        index = EvidenceIndex(sources, "en")
        for source in sources[::10]:
            index.most_similar(source.text, 0.4)

    assert_grows_no_faster_than(used, story, small=400, large=3_200)


def test_a_word_of_every_sentence_proposes_none_of_them():
    many = [SourceSentence(f"Town {n} voted in favour.", (), ("a1",)) for n in range(500)]
    index = EvidenceIndex(many, "en")
    index.prepare()
    assert index.most_similar("A vote in favour.", 0.1) == []
    assert index.most_similar("Town 77 voted.", 0.1) == []
    assert EvidenceIndex(many[:300], "en").most_similar("A vote in favour of the town.", 0.1) != []
