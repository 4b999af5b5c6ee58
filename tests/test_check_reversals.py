"""Claims that turn their evidence round, and faithful ones that only look so."""

from __future__ import annotations

import pytest

from summarize.check.reversals import opposite, usurped

TURNED_DOWN = "Zelensky has turned down the US offer of half the minerals."


@pytest.mark.parametrize(
    ("text", "source", "found"),
    [
        ("Zelensky accepted the US offer of half the minerals.", TURNED_DOWN, ("accepted", "rejected")),
        ("The mayor refused the plan.", "The mayor approved the plan.", ("refused", "approved")),
        ("The ministry confirmed the report.", "The ministry denied the report.", ("confirmed", "denied")),
        ("The bank granted the loan.", "The bank withheld the loan.", ("granted", "withheld")),
        ("The two sides signed the agreement.", "The two sides discussed the agreement.", ("signed", "")),
        ("Zelensky signed the document.", "They wouldn't sign the document.", ("signed", "sign")),
    ],
)
def test_the_opposite_verb_is_found(text: str, source: str, found: tuple[str, str]) -> None:
    assert opposite(text, [source]) == found


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Zelensky rejected the US offer.", TURNED_DOWN),
        ("Zelensky has not accepted the US offer.", TURNED_DOWN),
        ("Trump wants the offer to be accepted.", TURNED_DOWN),
        ("Zelensky accepted one offer and refused another.", "Zelensky refused the first offer and took the second."),
        ("The leaders signed the pact.", "Leaders sign pact after long talks."),
        ("The sides agreed on a truce.", "A truce was reached after Kyiv rejected a draft."),
        ("The board accepted the plan.", "The board did not refuse the plan."),
        ("The board refused the plan.", "The board was expected to accept the plan, and said no."),
        ("The deal is to be signed on Friday.", "The ceremony is on Friday."),
    ],
)
def test_a_faithful_sentence_has_no_opposite(text: str, source: str) -> None:
    assert opposite(text, [source]) == ("", "")


TRUMP = "Trump called Zelensky a “dictator” who started the war."
HUGHES = "Hughes said the agreement would help Zelensky."


def test_the_words_of_one_speaker_in_the_mouth_of_another_are_found() -> None:
    assert usurped("Hughes said Zelensky is a dictator.", None, [TRUMP, HUGHES], "en", len) == ("Hughes", "Trump")
    assert usurped("Zelensky is a dictator.", "Hughes", [TRUMP, HUGHES], "en", len) == ("Hughes", "Trump")


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Trump said Zelensky is a dictator.", [TRUMP, HUGHES]),
        ("Hughes said the agreement would help Zelensky.", [TRUMP, HUGHES]),
        ("Hughes said Zelensky is a dictator, as Trump did.", [TRUMP, HUGHES]),
        ("Hughes said Zelensky is a dictator.", ["He called Zelensky a dictator.", HUGHES]),
        ("Zelensky is a dictator.", [TRUMP]),
    ],
)
def test_those_who_speak_for_themselves_pass(text: str, sources: list[str]) -> None:
    assert usurped(text, None, sources, "en", len) == ("", "")
