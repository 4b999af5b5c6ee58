"""Where the only day of a sentence is an aside that can be taken out, so that the words around it stay intact.

A weekday that means two different weeks in two articles must not be printed as if it were one. Changes no text itself.
"""

from __future__ import annotations

import re

from ..lang.language import PHRASES, Language, joined, load_language
from .doc import Doc

_WORD_BEFORE = re.compile(r"([^\W\d_]+)\s+\Z")
_LOOK_BACK = 40  # characters before a day that are searched for its preposition and the word before that
_NAMED_PLACE = rf"\b{PHRASES} [A-Z][\w’-]{{1,20}}(?: [A-Z][\w’-]{{1,20}})? $"  # "in Saudi Arabia "
_ENDS = frozenset(".!")
_LETTER = re.compile(r"[^\W\d_]")


def find_day_cut(sentence: Doc) -> tuple[int, int] | None:
    """The span (characters) of the one day that can be taken out, its comma and blank with it; None where none can.

    "The council voted, on Friday, for the bridge", "On Friday, Ruiz said no", "Ruiz said on Friday.", "He met Ruiz in
    Porto this week.": the words around it stay intact. A sentence with a second date, with a day inside a quotation, or
    whose grammar needs the day, keeps it.
    """
    text, data = sentence.text, load_language(sentence.language)
    day = sentence.dates[0] if len(sentence.dates) == 1 else None
    if not data.before_weekdays or day is None or day.month or day.day:
        return None
    if sentence.outside[day.start : day.end] != text[day.start : day.end]:
        return None
    if day.weekday is None:
        return _behind_place(text, day.start, day.end, data) if day.days or day.phrase else None
    return _weekday_cut(text, day.start, day.end, data)


def _weekday_cut(text: str, start: int, end: int, data: Language) -> tuple[int, int] | None:
    preposition = _word_before(text, start)
    if preposition and preposition[1] not in data.before_weekdays:
        preposition = None
    start = preposition[0] if preposition else start
    if preposition and not start:
        return _at_the_start(text, end)
    if preposition and text[:start].rstrip().endswith(","):
        return _between_commas(text, len(text[:start].rstrip()) - 1, end)
    verb = _word_before(text, start)
    if verb and verb[1] in data.speech_verbs | data.ambiguous_speech_verbs and _breaks(text, end):
        return len(text[:start].rstrip()), end
    return None


def without(text: str, cut: tuple[int, int]) -> str:
    """The text without a span (characters)."""
    return text[: cut[0]] + text[cut[1] :]


def _word_before(text: str, place: int) -> tuple[int, str] | None:
    """Where the word right before a place begins, and the word in lower case."""
    match = _WORD_BEFORE.search(text, max(0, place - _LOOK_BACK), place)
    return (match.start(), match[1].lower()) if match else None


def _at_the_start(text: str, end: int) -> tuple[int, int] | None:
    """ "On Friday, " before a word with a capital, which can open the sentence unchanged."""
    behind = text[end + 1 :]
    rest = end + 1 + len(behind) - len(behind.lstrip())
    opens = _LETTER.match(text, rest)
    return (0, rest) if text[end : end + 1] == "," and rest > end + 1 and opens and opens[0].isupper() else None


def _behind_place(text: str, start: int, end: int, data: Language) -> tuple[int, int] | None:
    """ " earlier this week" at the end, behind a place that nothing but its preposition ties to the sentence."""
    word = _word_before(text, start)
    if word and word[1] in data.before_spans:
        start = word[0]
    place = joined(data.place_openers, _NAMED_PLACE, 0).search(text[max(0, start - _LOOK_BACK) : start])
    return (start - 1, end) if place and _ends(text, end) else None


def _between_commas(text: str, comma: int, end: int) -> tuple[int, int] | None:
    """Both commas go with the day, or at the end the one before it; an earlier comma may belong to the second."""
    if text[end : end + 1] == "," and "," not in text[:comma] and text[end + 1 : end + 2].isspace():
        return comma, end + 1
    return (comma, end) if _ends(text, end) else None


def _breaks(text: str, end: int) -> bool:
    """Whether the sentence ends here, or continues after a comma with a word."""
    return _ends(text, end) or (text[end : end + 1] == "," and bool(_LETTER.match(text[end + 1 :].lstrip())))


def _ends(text: str, end: int) -> bool:
    return text[end : end + 1] in _ENDS and not text[end + 1 : end + 2].strip()
