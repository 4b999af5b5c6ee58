"""What the articles say, each distinct sentence once: the units that are sent to a model and cited by it.

A sentence that stands in several articles is one statement with several places. A sentence longer than a prompt can
hold is cut at the best inner boundary; its parts are sentences with offsets of their own. Nothing is dropped here but
what the caller names.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from ..records import Sentence
from ..tokens import count_pieces

# Where an over-long sentence is cut, best first: after a mark that ends a thought, after a comma, at white space.
_BOUNDARIES = (re.compile(r"[.;:!?。！？；：]\s"), re.compile(r"[,，、–—)\]]\s"), re.compile(r"\s"))
_SHRED = 400  # characters: text without white space is weighed in shreds of this length
_WORD_RUN = re.compile(rf"\S{{1,{_SHRED}}}\s?|\s{{1,{_SHRED}}}")
_LATE = 0.6  # share of the room from which on a better boundary is preferred to a fuller part
_SHORT = 1000  # characters below which no sentence is longer than any usable limit


@dataclass(frozen=True, slots=True)
class Statement:
    """One distinct sentence: its text on one line, every sentence of the story with these words, and their articles.

    `articles` are ids, each once, in order.
    """

    text: str
    sentences: tuple[Sentence, ...]
    articles: tuple[str, ...]


def collect_statements(sentences: Iterable[Sentence]) -> tuple[Statement, ...]:
    """Gather the distinct sentences in the order of their first places."""
    found: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        found.setdefault(one_line(sentence.text), []).append(sentence)
    return tuple(
        Statement(text, tuple(each), tuple(dict.fromkeys(sentence.article for sentence in each)))
        for text, each in found.items()
    )


def one_line(text: str) -> str:
    """The text without line breaks, tabs and lone surrogates, which would forge lines or cannot be sent."""
    line = " ".join(text.split())
    try:
        line.encode()
    except UnicodeEncodeError:
        return line.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return line


def cut_long(sentences: Sequence[Sentence], most: int, encoding: str) -> tuple[Sentence, ...]:
    """Replace every sentence of more than `most` tokens by parts of at most that many, in order.

    The parts' offsets are the article's; together they are the sentence but for white space at the cuts.
    """
    return tuple(part for sentence in sentences for part in _parts(sentence, most, encoding))


def without(sentences: Iterable[Sentence], off_topic: Collection[str]) -> Iterator[Sentence]:
    """The sentences that can be cited: bodies of articles that are not set aside."""
    return (each for each in sentences if each.zone == "body" and each.article not in off_topic)


def _parts(sentence: Sentence, most: int, encoding: str) -> Iterator[Sentence]:
    text = sentence.text
    if len(text) <= min(most, _SHORT) or len(text.encode("utf-8", "replace")) <= most:  # a token has at least one byte
        yield sentence
        return
    cuts = [match.end() for match in _WORD_RUN.finditer(text)]
    weights = count_pieces(text, cuts[:-1], encoding)
    # Counts of shreds add up but for a token at each cut that is not before a space.
    sums = list(accumulate((weight + 1 for weight in weights), initial=0))
    bounds = [0, *cuts]
    if sum(weights) <= most:
        yield sentence
        return
    for start, end in pairwise(_ends(text, bounds, sums, most)):
        piece = text[start:end]
        lead = len(piece) - len(piece.lstrip())
        if body := piece.strip():
            begin = sentence.start + start + lead
            yield replace(sentence, start=begin, end=begin + len(body), text=body)


def _ends(text: str, bounds: Sequence[int], sums: Sequence[int], most: int) -> Iterator[int]:
    """Where the parts begin and end, as offsets: each as full as the limit and a good boundary allow."""
    from bisect import bisect_right

    yield 0
    first = 0
    while first < len(bounds) - 1:
        last = max(first + 1, bisect_right(sums, sums[first] + most) - 1)
        if last < len(bounds) - 1:
            earliest = max(first + 1, bisect_right(sums, sums[first] + int(most * _LATE)))
            last = _best(text, bounds, earliest, last)
        yield bounds[last]
        first = last


def _best(text: str, bounds: Sequence[int], earliest: int, last: int) -> int:
    """The last of the best boundaries among `bounds[earliest:last + 1]`."""
    for boundary in _BOUNDARIES:
        for at in range(last, min(earliest, last) - 1, -1):
            if boundary.match(text, max(0, bounds[at] - (1 if boundary is _BOUNDARIES[-1] else 2))):
                return at
    return last
