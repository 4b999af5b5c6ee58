"""What the articles say, each distinct sentence once: the units that are sent to a model and that it cites.

A sentence that occurs in several articles is one source sentence with several places. A sentence too long for a prompt
is cut at the best inner boundary; its parts are sentences with their own offsets. Nothing is dropped here except what
the caller names.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from ...nlp.tokenize import one_line
from ...records import Sentence
from ...tokens import count_pieces, is_safe_cut

# Where an overlong sentence is cut, best first: after a mark that ends a thought, after a comma, at white space.
_BOUNDARIES = (
    re.compile(r"[.;:!?](?=\s)|[。！？；：]"),
    re.compile(r"[,–—)\]](?=\s)|[，、]"),
    re.compile(r"\S(?=\s)"),
)
_SHRED = 400  # characters: text without white space is weighed in shreds of at most this length
_LATE = 0.6  # share of the room; from here on a better boundary is preferred to a fuller part
_BYTES = 4  # of a character in UTF-8 at most; a token has at least one byte


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
    if len(text) * _BYTES <= most or len(text.encode("utf-8", "replace")) <= most:
        yield sentence
        return
    shred = max(1, min(_SHRED, most // _BYTES))  # never more tokens than a part may have
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
            earliest = max(first + 1, bisect_right(sums, sums[first] + int(most * _LATE)))
            last = _best(text, bounds, earliest, last)
        yield bounds[last]
        first = last


def _best(text: str, bounds: Sequence[int], earliest: int, last: int) -> int:
    """The last of the best boundaries among `bounds[earliest:last + 1]`."""
    for boundary in _BOUNDARIES:
        for at in range(last, min(earliest, last) - 1, -1):
            if boundary.match(text, bounds[at] - 1):
                return at
    return last
