"""What the articles say, each distinct sentence once: the units that are sent to a model, cited by it and compared.

A sentence that occurs in several articles is one source sentence with several places. A sentence too long for a prompt
is cut at the best inner boundary; its parts are sentences with their own offsets. Nothing is dropped here except what
the caller names.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, pairwise

from ...nlp.numeric_values import agrees, values
from ...nlp.similarity import TermIndex
from ...nlp.tokenize import one_line, term_set
from ...records import CitedBy, Evidence, Sentence
from ...tokens import count_pieces, is_safe_cut

# Where an overlong sentence is cut, best first: after a mark that ends a thought, after a comma, at white space.
_BOUNDARIES = (
    re.compile(r"[.;:!?](?=\s)|[。！？；：]"),
    re.compile(r"[,–—)\]](?=\s)|[，、]"),
    re.compile(r"\S(?=\s)"),
)
_SHRED_CHARACTERS = 400  # characters: text without white space is weighed in shreds of at most this length
_EARLIEST_CUT = 0.6  # share of the room; from here on a better boundary is preferred to a fuller part
_BYTES_A_CHARACTER = 4  # of a character in UTF-8 at most; a token has at least one byte


@dataclass(frozen=True, slots=True)
class SourceSentence:
    """One distinct sentence: its text on one line, every sentence of the story with these words, and their articles.

    `articles` are ids, each once, in order.
    """

    text: str
    sentences: tuple[Sentence, ...]
    articles: tuple[str, ...]


def collect_source_sentences(sentences: Iterable[Sentence]) -> tuple[SourceSentence, ...]:
    """Gather the distinct sentences in the order of their first places."""
    found: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        found.setdefault(one_line(sentence.text), []).append(sentence)
    return tuple(
        SourceSentence(text, tuple(each), tuple(dict.fromkeys(sentence.article for sentence in each)))
        for text, each in found.items()
    )


def cut_long(sentences: Iterable[Sentence], long: Collection[str], most: int, encoding: str) -> Iterator[Sentence]:
    """Replace the sentences with a `long` text, on one line, by parts of at most `most` tokens, in order.

    The parts' offsets are the article's; together they are the sentence, except for white space at the cuts.
    """
    for sentence in sentences:
        if one_line(sentence.text) in long:
            yield from _parts(sentence, most, encoding)
        else:
            yield sentence


def citable(sentences: Iterable[Sentence], off_topic: Collection[str]) -> Iterator[Sentence]:
    """The sentences that can be cited: bodies of articles that are not set aside."""
    return (each for each in sentences if each.zone == "body" and each.article not in off_topic)


def _parts(sentence: Sentence, most: int, encoding: str) -> Iterator[Sentence]:
    text = sentence.text
    if len(text) * _BYTES_A_CHARACTER <= most or len(text.encode("utf-8", "replace")) <= most:
        yield sentence
        return
    shred = max(1, min(_SHRED_CHARACTERS, most // _BYTES_A_CHARACTER))  # never more tokens than a part may have
    bounds = [0, *(match.end() for match in re.finditer(rf"\s?\S{{1,{shred}}}|\s", text))]
    weights = count_pieces(text, bounds[1:-1], encoding)
    # Counts add up over cuts before a single space; at any other a token may arise.
    seams = (0 if is_safe_cut(text, bound) else 1 for bound in bounds[1:])
    sums = list(accumulate((weight + seam for weight, seam in zip(weights, seams, strict=True)), initial=0))
    if sums[-1] <= most:
        yield sentence
        return
    for start, end in pairwise(_ends(text, bounds, sums, most)):
        piece = text[start:end]
        if body := piece.strip():
            begin = sentence.start + start + len(piece) - len(piece.lstrip())
            yield replace(sentence, start=begin, end=begin + len(body), text=body)


def _ends(text: str, bounds: Sequence[int], sums: Sequence[int], most: int) -> Iterator[int]:
    """Where the parts begin and end, as offsets: each as full as the limit and a good boundary allow."""
    yield 0
    first = 0
    while first < len(bounds) - 1:
        last = max(first + 1, bisect_right(sums, sums[first] + most) - 1)
        if last < len(bounds) - 1:
            earliest = max(first + 1, bisect_right(sums, sums[first] + int(most * _EARLIEST_CUT)))
            last = _best_boundary(text, bounds, earliest, last)
        yield bounds[last]
        first = last


def _best_boundary(text: str, bounds: Sequence[int], earliest: int, last: int) -> int:
    """The last of the best boundaries among `bounds[earliest:last + 1]`."""
    for boundary in _BOUNDARIES:
        for at in range(last, min(earliest, last) - 1, -1):
            if boundary.match(text, bounds[at] - 1):
                return at
    return last


class EvidenceIndex:
    """Compares texts with the source sentences of one story, by the inverse document frequency of shared stems."""

    def __init__(self, sources: Sequence[SourceSentence], language: str, foreign: frozenset[str] = frozenset()) -> None:
        """`foreign` are articles (ids) in another language, with whose words a text can share nothing."""
        self._sources, self._language, self._foreign = sources, language, foreign

    def most_similar(self, text: str, floor: float) -> list[int]:
        """Source sentences that hold `floor` of a text's weight, or it theirs by that share; likeliest first."""
        said = term_set(text, self._language)
        index = self._terms
        whole = index.weight(said) or 1.0
        found = []
        for place in index.candidates(said):
            common = index.weight(said & index.of(place))
            share = max(common / whole, common / (index.weight(index.of(place)) or 1.0))
            if share >= floor:
                found.append((-share, place))
        return [place for _, place in sorted(found)]

    def share(self, text: str, place: int) -> float:
        """The share of a text's weight that a source sentence holds, 0 to 1."""
        said = term_set(text, self._language)
        return self._terms.share(frozenset(said), self._terms.of(place))

    def shares_content(self, place: int, text: str) -> bool:
        """Whether a source sentence shares a content word, name or figure with a text; True if none can be shared."""
        if self._foreign and self._foreign.issuperset(self._sources[place].articles):
            return True
        said = term_set(text, self._language)
        if not said or said & self._terms.of(place):
            return True
        figures = values(self._sources[place].text, self._language)
        return any(agrees(one, other) for one in values(text, self._language) for other in figures)

    @cached_property
    def _terms(self) -> TermIndex:
        return TermIndex([term_set(source.text, self._language) for source in self._sources])

    def with_copies(self, evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
        """Evidence with every other place where the same source sentence occurs word for word."""
        found: dict[tuple[str, int, int], Evidence] = {}
        for item in evidence:
            key = item.article, item.start, item.end
            found.setdefault(key, item)
            for each in self._copies.get(key, ()):
                place = each.article, each.start, each.end
                found.setdefault(place, Evidence(*place, each.text, item.by))
        return tuple(found.values())

    @cached_property
    def _copies(self) -> dict[tuple[str, int, int], tuple[Sentence, ...]]:
        """All places of source sentences that have several, by the first."""
        several = (source.sentences for source in self._sources if len(source.sentences) > 1)
        return {(each[0].article, each[0].start, each[0].end): each[1:] for each in several}

    def prepare(self) -> None:
        """Build the index now, while there is time."""
        _ = self._terms


def evidence_of(sources: Sequence[SourceSentence], places: Iterable[int], by: CitedBy) -> tuple[Evidence, ...]:
    """Source sentences as evidence, each at its first place."""
    firsts = (sources[place].sentences[0] for place in places)
    return tuple(Evidence.of(each, by) for each in firsts)
