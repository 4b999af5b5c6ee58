import pytest

from summarize.nlp.tokenize import WORD
from summarize.prepare.zoning import boilerplate_phrases as phrases

INDEXES = [
    phrases.site_phrases, phrases.link_openers, phrases.reader_words, phrases.self_words, phrases.orders,
    phrases.notice_labels, phrases.abstract_labels,
]  # fmt: skip


@pytest.mark.parametrize("index", INDEXES)
def test_every_phrase_can_be_found(index):
    for each in index().values():
        for phrase in each:
            assert tuple(WORD.findall(" ".join(phrase).lower().replace("n°", "n"))) == phrase


def test_the_longest_phrase_counts_once():
    words = ["read", "more", "on", "this", "story", "and", "subscribe", "to", "the", "newsletter"]
    assert phrases.count_phrases(words, phrases.site_phrases()) == 4
    assert phrases.count_phrases(["nothing", "here"], phrases.site_phrases()) == 0


def test_a_phrase_matches_only_where_it_begins():
    index = phrases.site_phrases()
    assert phrases.match_length(["all", "rights", "reserved"], index) == 3
    assert phrases.match_length(["all", "rights"], index) == 0
    assert phrases.match_length([], index) == 0
