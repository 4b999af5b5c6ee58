"""Joins clusters of different languages that tell of one event, by what no translation changes: names and figures.

Works between languages of one script; names in another script, or none with capitals, leave only figures, which are not
enough. Joins nothing of one language: that is `likeness`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import log

from ..text.words import WORD, without_accents
from .likeness import Cluster, by_size

_READ = 4_000  # characters
_LEAST = 4  # letters of a name; shorter ones mean different things in different languages
_DIGITS = 3  # of a figure
_SHARED = 4  # keys that two clusters must share, names or figures
_SHARE = 0.35  # of the weight of the keys of the one that has fewer
_NAMES = 8  # names that a text must give before their absence elsewhere tells anything
_HOLDERS = 20  # clusters on a list of the index


def bridge(clusters: Sequence[Cluster], texts: Sequence[str], languages: Sequence[str]) -> list[Cluster]:
    """Join clusters across languages, the nearest first; gives them as `find_clusters` does."""
    if len(set(languages)) < 2:
        return list(clusters)
    tongues = [{languages[n] for n in cluster.members} for cluster in clusters]
    weights = _weights([_keys(texts[n] for n in cluster.members[:_HOLDERS]) for cluster in clusters])
    joined: dict[int, int] = {}
    merged = [Cluster(list(c.members), dict(c.weights), c.inner, c.reports) for c in clusters]
    for _, one, other in sorted(_pairs(weights, tongues), key=lambda pair: (-pair[0], pair[1:])):
        first, last = sorted((_root(joined, one), _root(joined, other)))
        if first != last and tongues[first].isdisjoint(tongues[last]):
            merged[first].absorb(merged[last], merged[first].likeness(merged[last]))
            tongues[first] |= tongues[last]
            joined[last] = first
    return by_size(cluster for n, cluster in enumerate(merged) if n not in joined)


def can_tell(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether names and figures show that texts in different languages tell of different events.

    They do where both name much in one script and share next to nothing.
    """
    one, other = ({key for key in _keys(texts) if not key.isdecimal()} for texts in (some, others))
    enough = min(len(one), len(other)) >= _NAMES and {_is_latin(key) for key in one} == {
        _is_latin(key) for key in other
    }
    return enough and len(one & other) <= 1


def _is_latin(word: str) -> bool:
    return word[0] < "\u0250"


def _keys(texts: Iterable[str]) -> set[str]:
    """Names, without their accents, and figures. A word that is also written small is no name."""
    capital: set[str] = set()
    small: set[str] = set()
    for text in texts:
        for word in WORD.findall(text[:_READ]):
            plain = without_accents(word.partition("'")[0].partition("’")[0])
            if plain.isdecimal() and len(plain) >= _DIGITS:
                capital.add(str(int(plain)))  # one value, whatever the script of its digits
            elif len(plain) >= _LEAST:
                (capital if plain[0].isupper() else small).add(plain.lower())
    return capital - small


def _weights(keys: Sequence[set[str]]) -> list[dict[str, float]]:
    """The keys of each cluster with their inverse document frequency over the clusters."""
    held = Counter(key for each in keys for key in each)
    return [{key: log(1 + len(keys) / held[key]) for key in sorted(each)} for each in keys]


def _pairs(weights: Sequence[dict[str, float]], tongues: Sequence[set[str]]) -> Iterator[tuple[float, int, int]]:
    """Pairs of clusters without a common language that share enough, with the share: of the one that names less.

    German names all its nouns, so that a cosine would find it like nothing.
    """
    whole = [sum(each.values()) for each in weights]
    holders: dict[str, list[int]] = defaultdict(list)
    for n, each in enumerate(weights):
        mass: dict[int, float] = defaultdict(float)
        shared: Counter[int] = Counter()
        for key, weight in each.items():
            for other in holders[key]:
                mass[other] += weight
                shared[other] += 1
            if len(holders[key]) < _HOLDERS:
                holders[key].append(n)
        for other, common in mass.items():
            share = common / min(whole[n], whole[other])
            if share >= _SHARE and shared[other] >= _SHARED and tongues[n].isdisjoint(tongues[other]):
                yield share, other, n


def _root(joined: dict[int, int], number: int) -> int:
    while number in joined:
        number = joined[number]
    return number
