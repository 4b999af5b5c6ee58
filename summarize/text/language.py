"""Which language a text is in: by script, then by its function words. Says "" when it cannot tell."""

from __future__ import annotations

from collections import Counter

from .stop_words import STOP_WORDS
from .words import WORD

_SAMPLE = 4000  # characters; the vote does not change after that
_FLOOR = 0.08  # share of a sample's words that must be function words of the winner
# First match wins: kana tells Japanese from Chinese, which share the Han characters.
_SCRIPTS = (
    ("ja", (0x3040, 0x30FF)),
    ("ko", (0xAC00, 0xD7AF)),
    ("zh", (0x4E00, 0x9FFF)),
    ("th", (0x0E00, 0x0E7F)),
    ("he", (0x0590, 0x05FF)),
    ("el", (0x0370, 0x03FF)),
)
_SPACED = {"ar": (0x0600, 0x06FF), "hi": (0x0900, 0x097F)}
_UKRAINIAN = frozenset("іїєґ")


def guess_language(text: str) -> str:
    """The two-letter code of a text's language, or "" when neither script nor function words decide."""
    sample = text[:_SAMPLE].lower()
    letters = [ord(c) for c in sample if c.isalpha()]
    for language, (low, high) in (*_SCRIPTS, *_SPACED.items()):
        if 10 * sum(low <= c <= high for c in letters) > len(letters):
            return language
    found = WORD.findall(sample)
    votes = Counter({language: _votes(found, stop) for language, stop in STOP_WORDS.items()})
    (best, count), (_, second) = votes.most_common(2)
    if best in ("ru", "uk"):
        return "uk" if _UKRAINIAN & set(sample) else "ru"
    return best if count >= _FLOOR * len(found) and count > second else ""


def _votes(found: list[str], stop: frozenset[str]) -> int:
    return sum(word in stop for word in found)
