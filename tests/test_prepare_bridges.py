"""Clusters of different languages are joined by names and figures, and by nothing less."""

from __future__ import annotations

from summarize.prepare.bridges import bridge, can_tell
from summarize.prepare.likeness import Cluster

SPANISH = "El carguero Aurelia embistió el puente de Velmora. Marta Ilves y Tomas Brandt hablan de 38.500 coches."
FRENCH = "Le cargo Aurelia a percuté le pont de Velmora. Marta Ilves et Tomas Brandt parlent de dégâts."
FROST = "À Castelroux, Anne Pradel, Luc Morvan, Denise Aubry et Paul Lemaire craignent le gel des vignes de Saint-Orme."
RUSSIAN = "Судно «Аурелия» протаранило мост в Велморе, сказали Марта Ильвес и Томас Брандт."


def clusters(count: int) -> list[Cluster]:
    return [Cluster([n], {f"w{n}": 1.0}) for n in range(count)]


def joined(texts: list[str], languages: list[str]) -> list[list[int]]:
    return [cluster.members for cluster in bridge(clusters(len(texts)), texts, languages)]


def test_names_join_two_languages_of_one_script() -> None:
    assert joined([SPANISH, FROST, FRENCH], ["es", "fr", "fr"]) == [[0, 2], [1]]


def test_one_language_is_none_of_its_business() -> None:
    assert joined([FRENCH, FRENCH], ["fr", "fr"]) == [[0], [1]]
    assert joined([SPANISH, FRENCH, FRENCH], ["es", "fr", "fr"]) == [[0, 1], [2]]


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
