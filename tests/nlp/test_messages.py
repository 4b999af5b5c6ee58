from __future__ import annotations

from summarize.nlp.messages import not_read


def test_each_reason_is_said_once_with_how_many_sentences_it_cost():
    assert not_read(["a filter stopped it", "the call failed", "a filter stopped it"]) == [
        "2 sentences were not read: a filter stopped it",
        "a sentence was not read: the call failed",
    ]
    assert not_read([]) == []
