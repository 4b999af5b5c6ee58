"""Clusters of different languages are joined by names and figures, and by nothing less."""

from __future__ import annotations

import pytest

from summarize.prepare.clustering.clusters import Cluster
from summarize.prepare.clustering.cross_lingual import bridge, can_tell
from summarize.prepare.clustering.days import Span

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


NAMES = ["Aurelia", "Velmora", "Ilves", "Brandt", "Pradel", "Morvan", "Aubry", "Lemaire", "Orlova", "Tamsin"]


def pair(shared: list[str], others: int = 0, before: str = "") -> bool:
    """Whether two texts are joined that share these words, and of which each has so many names of its own."""
    alone = [" ".join(f"Zet{chr(97 + n) * 3}{side}" for n in range(others)) for side in "qx"]
    return len(joined([f"{before}{' '.join(shared)} {each}" for each in alone], ["es", "fr"])) == 1


@pytest.mark.parametrize(
    ("shared", "others", "found"),
    [
        (NAMES[:4], 0, True),
        (NAMES[:3], 0, False),  # four keys at least
        (NAMES[:4], 4, True),  # 0.39 of the weight
        (NAMES[:4], 5, False),  # 0.34
        (["Orla", "Tams", "Brun", "Velk"], 0, True),
        (["Orl", "Tam", "Bru", "Vel"], 0, False),  # three letters are no name
        (["123", "456", "789", "321"], 0, True),
        (["12", "45", "78", "32"], 0, False),  # nor two digits a figure
    ],
)
def test_how_much_two_languages_must_share(shared: list[str], others: int, found: bool) -> None:
    assert pair(shared, others) is found


@pytest.mark.parametrize(("characters", "found"), [(3_900, True), (4_000, False)])
def test_the_beginning_of_a_text_is_read(characters: int, found: bool) -> None:
    assert pair(NAMES[:4], before="ab " * (characters // 3) + " " * (characters % 3)) is found


@pytest.mark.parametrize(
    ("names", "shared", "told"),
    [(8, 0, True), (7, 0, False), (8, 1, True), (8, 2, False)],
)
def test_many_names_and_hardly_a_common_one_tell_two_events_apart(names: int, shared: int, told: bool) -> None:
    one = NAMES[:names]
    other = [*NAMES[:shared], *(f"{name}zz" for name in NAMES[shared:names])]
    assert can_tell([" ".join(one)], [" ".join(other)]) is told
