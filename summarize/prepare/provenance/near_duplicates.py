"""Which articles are copies of one text: one holds most of the other's five-word runs. Joins nothing itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from zlib import crc32

from ...nlp.tokenize import without_invisible
from ...records import Sentence

_RUN = 5  # words in a run
_CONTAINED = 0.5  # share of the shorter article's runs that the longer one holds; shortened verbatim copies keep 0.9
_SHORT = 700  # characters; in a shorter text all runs are taken
_FEW = 4  # sampled runs; with fewer, chance decides what two texts share
_SAMPLED = 7  # letters of the words that begin a run; about one word in ten has as many


def find_copies(
    bodies: Sequence[Sequence[Sentence]], sketches: Sequence[frozenset[int]] | None = None
) -> list[tuple[int, int]]:
    """Pairs of articles (numbers) of which one holds most of the other. Candidates come from an index of sampled runs.

    `bodies` are the articles' body sentences, `sketches` their sampled runs (`sketch`), where they are known.
    """
    postings: dict[int, list[int]] = defaultdict(list)
    sketches = [frozenset(sketch(body)) for body in bodies] if sketches is None else sketches
    pairs: list[tuple[int, int]] = []
    for n, runs in enumerate(sketches):
        shared = Counter(m for run in runs for m in postings[run][-4:])
        for m, count in shared.most_common(4):
            least = min(len(sketches[m]), len(runs))
            sampled = least >= _FEW and not (_is_short(bodies[m]) or _is_short(bodies[n]))
            if count >= _CONTAINED * least if sampled else _holds(bodies[m], bodies[n]):
                pairs.append((m, n))
        for run in runs:
            postings[run].append(n)
    return pairs


def _is_short(sentences: Sequence[Sentence]) -> bool:
    """Whether a text in a script with blanks is too short for sampling its runs."""
    length = sum(len(sentence.text) for sentence in sentences)
    return length < _SHORT and len(_words(sentences)) >= 3 * len(sentences)


def _holds(one: Sequence[Sentence], other: Sequence[Sentence]) -> bool:
    """Whether one of two articles holds most runs of the other; for those too short to be sampled."""
    runs = [{tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)} for words in map(_words, (one, other))]
    least = min(map(len, runs))
    return len(runs[0] & runs[1]) >= _CONTAINED * least if least else _words(one) == _words(other)


def _words(sentences: Sequence[Sentence]) -> list[str]:
    text = " ".join([sentence.text for sentence in sentences]).lower()
    return without_invisible(text).split()


def sketch(sentences: Sequence[Sentence]) -> list[int]:
    """Sampled runs of an article's body, as numbers (winnowing by content, Schleimer et al. 2003).

    A run is five words beginning with one of seven letters or more: the same ones in every copy, a tenth of all. In
    scripts without blanks between words, a run is a sentence.
    """
    words = _words(sentences)
    if len(words) < 3 * len(sentences):
        return [*map(_number, words)]
    starts = [i for i, length in enumerate(map(len, words)) if length == _SAMPLED]
    if _is_short(sentences):  # chance would choose too few
        starts = list(range(max(min(1, len(words)), len(words) - _RUN + 1)))
    return [_number(" ".join(words[i : i + _RUN])) for i in starts]


def _number(text: str) -> int:
    """A hash of a text that is the same in every process, unlike hash()."""
    return crc32(text.encode("utf-8", "replace"))
