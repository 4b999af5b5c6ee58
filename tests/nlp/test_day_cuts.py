"""A day that is an aside can be taken out of its sentence; one that the sentence needs stays."""

from __future__ import annotations

import pytest

from summarize.nlp.day_cuts import find_day_cut, without
from summarize.nlp.doc import Doc


def left(text: str, language: str = "en") -> str:
    cut = find_day_cut(Doc(text, language))
    return without(text, cut) if cut else text


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The council voted, on Friday, for the bridge.", "en", "The council voted for the bridge."),
        ("The council voted for the bridge, on Friday.", "en", "The council voted for the bridge."),
        ("On Friday, Mayor Ruiz refused the plan.", "en", "Mayor Ruiz refused the plan."),
        ("The bridge stays open, Ruiz said on Friday.", "en", "The bridge stays open, Ruiz said."),
        ("The bridge stays open, Ruiz said Friday.", "en", "The bridge stays open, Ruiz said."),
        ("Ruiz said on Friday, citing the engineers.", "en", "Ruiz said, citing the engineers."),
        ("The plan was announced on Friday. It is long.", "en", "The plan was announced. It is long."),
        ("The ministers met in Port Ostmark earlier this week.", "en", "The ministers met in Port Ostmark."),
        ("The ministers met in Porto yesterday.", "en", "The ministers met in Porto."),
        ("Na sexta-feira, Ana Ruiz recusou o plano.", "pt", "Ana Ruiz recusou o plano."),
        ("A ponte fica aberta, disse nesta sexta-feira.", "pt", "A ponte fica aberta, disse."),
        ("El puente sigue abierto, dijo el viernes.", "es", "El puente sigue abierto, dijo."),
    ],
)
def test_a_day_as_an_aside_is_taken_out(text: str, language: str, expected: str) -> None:
    assert left(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("On Friday, the mayor refused the plan.", "en"),  # the rest opens with a small letter
        ("On Friday the mayor refused the plan.", "en"),
        ("On Friday,Mayor Ruiz refused the plan.", "en"),  # no blank to cut at
        ("The council of Porto voted on Friday.", "en"),
        ("The vote is on Friday, Ruiz said.", "en"),
        ("The council, led by Ruiz, on Friday, refused the plan.", "en"),  # the second comma may end an aside
        ("Ruiz said on Friday that the bridge stays open.", "en"),
        ("Ruiz said late on Friday.", "en"),
        ("Ruiz said on Friday night.", "en"),
        ("Ruiz said on Friday, 14 March, and left.", "en"),  # whole: nothing is open
        ("Ruiz said on Friday, after talks on Tuesday.", "en"),  # two days
        ("“We vote, on Friday, for the bridge,” Ruiz wrote.", "en"),  # somebody's own words
        ("The council voted, Friday, for the bridge.", "en"),
        ("Na sexta-feira, o prefeito recusou o plano.", "pt"),
        ("Ruiz disse na sexta-feira (14).", "pt"),
        ("Le pont reste ouvert, a dit Ruiz, vendredi.", "fr"),  # no data of what stands before its days
        ("The ministers will meet in Porto this week for talks.", "en"),
        ("The vote in the town hall is this week.", "en"),
        ("The ministers met in March this week.", "en"),  # two
        ("The ministers met here this week.", "en"),
        ("The bridge stays open.", "en"),
        ("", "en"),
    ],
)
def test_a_day_that_the_sentence_needs_stays(text: str, language: str) -> None:
    assert find_day_cut(Doc(text, language)) is None
