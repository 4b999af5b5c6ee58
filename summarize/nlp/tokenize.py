"""Words, terms, their counts, and folding: pure functions on strings. Knows nothing about articles.

All patterns that cut a text into words stand here. Rule: `fold` maps character to character, so an offset into the
folded text is an offset into the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TypeAlias

from ..lang.language import Language, load_language

# Vowel signs and accents belong to their letter, although \w leaves them out: Hindi words would fall apart.
_MARKS = "".join(chr(c) for c in range(0x300, 0xE00) if unicodedata.category(chr(c)) in ("Mn", "Mc"))
_PIECE = rf"[^\W_]+(?:[{_MARKS}]+[^\W_]*)*"
WORD = re.compile(rf"{_PIECE}(?:['’]{_PIECE})*")  # what is counted, stemmed and compared
# What grammar is read from, names first of all: "counter-offer" and "U.S." are one, "Jones’" is not taken apart.
COMPOUND = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’\-‐‑][^\W_]+)*")
LETTERS = rf"[^\W\d_]+(?:[{_MARKS}]+[^\W\d_]*)*"  # where figures count: "40m" is 40 and m
# Scripts written without spaces: Han, kana, Hangul is spaced and stays out; Thai, Lao, Khmer, Burmese.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
UNSPACED = re.compile(f"[{_UNSPACED}]")
_UNSPACED_RUN = re.compile(f"[{_UNSPACED}]+")
_END_MARK = re.compile("[.!?…。！？؟।]")

_KEPT = 100_000  # words of a language whose terms are kept in memory
_FOLDED = {
    **dict.fromkeys(map(ord, "‘’‚‛′ʼ＇"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″«»＂"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-"),
    **dict.fromkeys(map(ord, "\t\n\r\v\f\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff"), " "),
    **dict.fromkeys(range(0x2000, 0x200C), " "),
}

_INVISIBLE = dict.fromkeys(
    (0x00AD, 0x034F, 0x061C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF)
)
_ANY_INVISIBLE = re.compile(f"[{''.join(map(chr, _INVISIBLE))}]")
_LEAD = 600  # characters of the beginning, which count twice
_READ = 8_000  # characters of a text that are read: a long one tells its event first, its background last

TermCounts: TypeAlias = tuple[dict[str, int], set[str]]  # how often a text holds each; those only with a capital


def fold(text: str) -> str:
    """Replace typographic quotation marks, dashes and white space by their plain forms, one character for one."""
    return text.translate(_FOLDED)


def normalize_whitespace(text: str) -> str:
    """Fold, and make every run of white space one space, none at the ends."""
    return " ".join(fold(text).split())


def one_line(text: str) -> str:
    """The text without line breaks, tabs and lone surrogates, which would forge lines or cannot be sent."""
    line = " ".join(text.split())
    try:
        line.encode()
    except UnicodeEncodeError:
        return line.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return line


def without_accents(text: str) -> str:
    """Drop combining marks after canonical decomposition: é → e. For comparison only; the length may change."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def without_invisible(text: str) -> str:
    """Drop characters without width between letters: zero-width spaces and joiners, soft hyphens, direction marks."""
    return text.translate(_INVISIBLE) if _ANY_INVISIBLE.search(text) else text  # hardly a text holds one


def has_an_end(text: str) -> bool:
    """Whether a text has a mark that ends sentences; transcripts often have none."""
    return _END_MARK.search(text) is not None


def words(text: str) -> list[str]:
    """All words of a text as written; apostrophes inside a word belong to it."""
    return WORD.findall(text)


def folded_words(text: str) -> list[str]:
    """The words of a text in lower case, their apostrophes plain."""
    return [fold(word).lower() for word in words(text)]


def is_negation(word: str, language: Language) -> bool:
    """Whether a folded word denies by itself: "not", "nobody", "didn't"."""
    ending = language.negative_ending
    return word in language.negations or (bool(ending) and word.endswith(ending))


def is_denial(word: str, language: Language) -> bool:
    """Whether a folded word denies or refuses: "not", "rejected", "lacks"."""
    return is_negation(word, language) or word.startswith(language.refusals)


def count_words(text: str) -> int:
    """Length in words as an editor counts: runs between white space; in scripts without spaces, characters."""
    if text.isascii():
        return len(text.split())
    unspaced = len(UNSPACED.findall(text))
    return unspaced + len(UNSPACED.sub(" ", text).split()) if unspaced else len(text.split())


@lru_cache(maxsize=32)
def stemmer(language: str) -> Callable[[str], str]:
    """The Snowball stemmer of a language (Porter 2001), or the identity if there is none."""
    name = load_language(language).stemmer
    if not name:
        return str
    import Stemmer

    stem: Callable[[str], str] = Stemmer.Stemmer(name, 0).stemWord
    return stem


def terms(text: str, language: str = "en") -> list[str]:
    """Content words of a text as stems, in order; character pairs for scripts written without spaces.

    Characters without width do not split a word.
    """
    known = known_terms(language)
    return [term for word in WORD.findall(without_invisible(text).lower()) for term in known[word]]


def term_set(text: str, language: str = "en") -> set[str]:
    """The same, each once, and faster."""
    known = known_terms(language)
    return {term for word in set(WORD.findall(without_invisible(text).lower())) for term in known[word]}


def terms_of(word: str, language: str = "en") -> tuple[str, ...]:
    """The terms of one lower-case word: its stem, () for a function word, or its character pairs."""
    return known_terms(language)[word]


def count_terms(text: str, language: str) -> TermCounts:
    """How often a text holds each term, counting its beginning twice, and which terms occur only with a capital."""
    found = Counter(WORD.findall(text[:_READ]))
    found.update(WORD.findall(text[:_LEAD]))
    counts: dict[str, int] = {}
    capital: set[str] = set()
    small: set[str] = set()
    known = known_terms(language)
    for word, count in found.items():
        terms = known[word.lower()]
        for term in terms:
            counts[term] = counts.get(term, 0) + count
        (capital if word[0].isupper() else small).update(terms)
    return counts, capital - small


class _Known(dict[str, tuple[str, ...]]):
    """The terms of the words met so far in a language, because a story repeats its words."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __missing__(self, word: str) -> tuple[str, ...]:
        found = tuple(_pairs(word)) if not word.isascii() and UNSPACED.search(word) else _stem(word, self._language)
        if len(self) < _KEPT:
            self[word] = found
        return found


@lru_cache(maxsize=32)
def known_terms(language: str) -> Mapping[str, tuple[str, ...]]:
    """The terms of every lower-case word of a language, as `terms_of` gives them one by one."""
    return _Known(language)


def _stem(word: str, language: str) -> tuple[str, ...]:
    """A lower-case word's stem without its possessive or elided article, () for a function word."""
    word = word.replace("’", "'")
    data = load_language(language)
    stop = data.function_words
    if word in stop:
        return ()
    elided, _, rest = word.partition("'")
    if rest and elided in stop and data.elides:  # l'accordo, d'accord
        word = rest
    word = word.removesuffix("'s")
    stem = "" if word in stop else stemmer(language)(word)
    return (stem,) if stem else ()


def _pairs(word: str) -> list[str]:
    """Overlapping character pairs of each run in an unspaced script, other runs whole."""
    pairs: list[str] = []
    place = 0
    for run in _UNSPACED_RUN.finditer(word):
        if run.start() > place:
            pairs.append(word[place : run.start()])
        piece = run.group()
        pairs.extend(piece[i : i + 2] for i in range(max(1, len(piece) - 1)))
        place = run.end()
    if place < len(word):
        pairs.append(word[place:])
    return pairs
