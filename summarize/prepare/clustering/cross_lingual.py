"""Joins clusters of different languages that tell of one event, by what no translation changes: names and figures.

Works between languages of one script; names in another script, or in one without capitals, leave only figures, which
are not enough. Days count as they do within a language (`days`). Joins nothing within one language: `clusters` does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from ...nlp.similarity import DisjointSets, idf
from ...nlp.tokenize import WORD, without_accents
from .clusters import Cluster, by_size, copy_of
from .days import WINDOW, Span, clear_time, story_nearness

_READ = 4_000  # characters
_LEAST = 4  # letters of a name; shorter ones mean different things in different languages
_DIGITS = 3  # fewest digits of a figure
_SHARED = 4  # keys that two clusters must share, names or figures
_SHARE = 0.35  # share of the weight of the keys of the cluster that has fewer
_NAMES = 8  # names that a text must give before their absence elsewhere means anything
_HOLDERS = 20  # clusters in a list of the index

_Pair: TypeAlias = tuple[float, int, int]  # share and numbers of two clusters


def bridge(clusters: Sequence[Cluster], texts: Sequence[str], languages: Sequence[str]) -> list[Cluster]:
    """Join clusters across languages, the nearest first; gives them as `find_clusters` does."""
    if len(set(languages)) < 2:
        return list(clusters)
    tongues = [{languages[n] for n in cluster.members} for cluster in clusters]
    spans = [cluster.span for cluster in clusters]
    weights = _weights([_keys(texts[n] for n in cluster.members[:_HOLDERS]) for cluster in clusters])
    joined = DisjointSets(len(clusters))
    merged = [copy_of(cluster) for cluster in clusters]
    for _, one, other in sorted(_clear(_pairs(weights, tongues, spans), spans), key=lambda pair: (-pair[0], pair[1:])):
        first, last = sorted((joined.root(one), joined.root(other)))
        if first != last and tongues[first].isdisjoint(tongues[last]):
            merged[first].absorb(merged[last], merged[first].similarity(merged[last]))
            tongues[first] |= tongues[last]
            joined.join(first, last)
    return by_size(cluster for n, cluster in enumerate(merged) if joined.root(n) == n)


def can_tell(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether names and figures show that texts in different languages tell of different events.

    They do if both give many names in one script and share next to nothing.
    """
    one, other = ({key for key in _keys(texts) if not key.isdecimal()} for texts in (some, others))
    enough = min(len(one), len(other)) >= _NAMES and {_is_latin(key) for key in one} == {
        _is_latin(key) for key in other
    }
    return enough and len(one & other) <= 1


def _is_latin(word: str) -> bool:
    return word[0] < "\u0250"


def _keys(texts: Iterable[str]) -> set[str]:
    """Names, without their accents, and figures. A word that is also written small is not a name."""
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
    rarity = idf(Counter(key for each in keys for key in each), len(keys))
    return [{key: rarity[key] for key in sorted(each)} for each in keys]


def _pairs(
    weights: Sequence[Mapping[str, float]], tongues: Sequence[set[str]], spans: Sequence[Span | None]
) -> list[_Pair]:
    """Pairs of clusters without a common language that share enough, with the share that the one with fewer names has.

    German capitalises all its nouns, so a cosine would find it similar to nothing. A share counts as far as days leave
    it.
    """
    whole = [sum(each.values()) for each in weights]
    pairs = []
    for other, n in _candidates(weights, spans):
        if tongues[n].isdisjoint(tongues[other]):
            common = weights[n].keys() & weights[other].keys()
            share = sum(weights[n][key] for key in sorted(common)) / min(whole[n], whole[other])
            share *= story_nearness(spans[n], spans[other])
            if share >= _SHARE and len(common) >= _SHARED:
                pairs.append((share, other, n))
    return pairs


def _candidates(weights: Sequence[Mapping[str, float]], spans: Sequence[Span | None]) -> Iterator[tuple[int, int]]:
    """Pairs of clusters that share keys, found in lists of a key's clusters: for the whole pile and for each day."""
    postings: dict[tuple[str, int | None], list[int]] = defaultdict(list)
    for n, (each, span) in enumerate(zip(weights, spans, strict=True)):
        days = range(int(span.first), int(span.last) + 1) if span else ()
        near = range(int(span.first) - WINDOW, int(span.last) + WINDOW + 1) if span else ()
        shared: Counter[int] = Counter()
        for key in each:
            shared.update({other for day in (None, *near) for other in postings.get((key, day), ())})
            for day in (None, *days):
                if len(postings[key, day]) < _HOLDERS:
                    postings[key, day].append(n)
        yield from ((other, n) for other, count in shared.items() if count >= _SHARED)


def _clear(pairs: Sequence[_Pair], spans: Sequence[Span | None]) -> Iterator[_Pair]:
    """The pairs, without those in which one cluster has no day and others like it are from different days."""
    near: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for share, *pair in pairs:
        for n, other in (pair, reversed(pair)):
            if not spans[n] and (span := spans[other]):
                near[n].append((share, span.mean))
    unclear = {n for n, each in near.items() if clear_time(each) is None}
    for share, one, other in pairs:
        if bool(spans[one]) == bool(spans[other]) or unclear.isdisjoint((one, other)):
            yield share, one, other
