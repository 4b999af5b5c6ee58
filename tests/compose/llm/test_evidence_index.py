from __future__ import annotations

import pytest

from summarize.compose.llm.evidence_index import EvidenceIndex, evidence_of
from summarize.compose.llm.source_sentences import SourceSentence, citable, collect_source_sentences
from summarize.records import Evidence
from tests.growth import assert_grows_no_faster_than
from tests.scripted import BRIDGE, FERRY, story_of

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
    assert INDEX.bears_on(COST, text) is bears


def test_a_citation_in_another_language_is_never_said_to_have_nothing_to_do_with_it():
    foreign = EvidenceIndex(SOURCES, "en", frozenset({"a1"}))
    assert foreign.bears_on(COST, "A ferry runs.")
    assert not foreign.bears_on(FIVE, "A ferry runs.")


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
