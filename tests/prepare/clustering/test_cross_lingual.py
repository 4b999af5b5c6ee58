"""Clusters of different languages are joined by names and figures, and by nothing less."""

from __future__ import annotations

import pytest

from summarize.prepare.clustering.cross_lingual import bridge, can_tell
from summarize.prepare.clustering.days import Span
from summarize.prepare.clustering.similarity import Cluster

SPANISH = "El carguero Aurelia embistió el puente de Velmora. Marta Ilves y Tomas Brandt hablan de 38.500 coches."
FRENCH = "Le cargo Aurelia a percuté le pont de Velmora. Marta Ilves et Tomas Brandt parlent de dégâts."
FROST = "À Castelroux, Anne Pradel, Luc Morvan, Denise Aubry et Paul Lemaire craignent le gel des vignes de Saint-Orme."
RUSSIAN = "Судно «Аурелия» протаранило мост в Велморе, сказали Марта Ильвес и Томас Брандт."


def clusters(count: int) -> list[Cluster]:
    return [Cluster([n], {f"w{n}": 1.0}) for n in range(count)]


def joined(texts: list[str], languages: list[str], days: list[float | None] | None = None) -> list[list[int]]:
    found = clusters(len(texts))
    for cluster, day in zip(found, days or [None] * len(texts), strict=True):
        cluster.span = None if day is None else Span(day, day, day)
    return [cluster.members for cluster in bridge(found, texts, languages)]


def test_names_join_two_languages_of_one_script() -> None:
    assert joined([SPANISH, FROST, FRENCH], ["es", "fr", "fr"]) == [[0, 2], [1]]


def test_one_language_is_none_of_its_business() -> None:
    assert joined([FRENCH, FRENCH], ["fr", "fr"]) == [[0], [1]]
    assert joined([SPANISH, FRENCH, FRENCH], ["es", "fr", "fr"]) == [[0, 1], [2]]


@pytest.mark.parametrize(("apart", "found"), [(0.0, [[0, 1]]), (2.0, [[0, 1]]), (3.0, [[0], [1]])])
def test_names_join_what_was_told_within_days(apart: float, found: list[list[int]]) -> None:
    assert joined([SPANISH, FRENCH], ["es", "fr"], [10.0, 10.0 + apart]) == found


def test_of_two_days_the_one_of_the_other_language_is_taken() -> None:
    texts = [SPANISH, SPANISH, FRENCH]
    assert joined(texts, ["es", "es", "fr"], [1.0, 20.0, 21.0]) == [[1, 2], [0]]
    assert joined(texts, ["es", "es", "fr"], [1.0, 3.0, 3.0]) == [[1, 2], [0]]  # both are near enough


def test_without_a_day_it_must_be_clear_which_is_meant() -> None:
    texts, languages = [SPANISH, SPANISH, FRENCH], ["es", "es", "fr"]
    assert joined(texts, languages, [1.0, 20.0, None]) == [[0], [1], [2]]
    assert joined(texts, languages, [1.0, 2.0, None]) == [[0, 2], [1]]
    assert joined([SPANISH, FROST.replace("À", "En"), FRENCH], languages, [1.0, 20.0, None]) == [[0, 2], [1]]


def test_the_cluster_of_the_same_day_is_found_among_the_hundreds_of_a_saga() -> None:
    """The list of a name holds the first twenty of the whole pile; that of the day holds this one."""
    texts = [*[SPANISH] * 100, FRENCH]
    days: list[float | None] = [*(float(10 * n) for n in range(100)), 800.0]
    assert [80, 100] in joined(texts, ["es"] * 100 + ["fr"], days)


def test_another_script_shows_no_names() -> None:
    assert joined([SPANISH, RUSSIAN], ["es", "ru"]) == [[0], [1]]


def test_nothing_is_lost() -> None:
    assert joined([], []) == []
    assert joined(["", FRENCH], ["es", "fr"]) == [[0], [1]]


def test_only_names_that_are_many_and_of_one_script_tell_events_apart() -> None:
    assert can_tell([SPANISH * 2 + " Berit Solheim, Kirsten Aune."], [FROST])
    assert not can_tell([SPANISH], [FRENCH])
    assert not can_tell([RUSSIAN * 3], [FROST])
    assert not can_tell(["Aurelia."], [FROST])
