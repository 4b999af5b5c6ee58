"""Where a sentence's main clause ends, by rule: at a comma, or before a word that opens another clause.

English, Portuguese and Spanish have the words; in other languages only a comma, or a short sentence, ends a clause.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ...lang.language import load_language
from ...lang.patterns import NEVER, PHRASES, WHOLE, pattern_of, pattern_of_all
from ...nlp.quotations import is_balanced
from ...nlp.tokenize import count_words

_SHORTEST, _LONGEST = 5, 17  # words of a clause that can stand for its sentence
_WHOLE = 30  # longest sentence that stands for itself if it has no such clause

_SAID_LAST = pattern_of_all("said_last", WHOLE + r"(?:\s\S+){0,3}$", 0)
_ASIDE = pattern_of_all("aside_openers", rf", {PHRASES}\b[^,]{{0,300}}(?:,|$)", 0)
_DATELINE = re.compile(r"[^\W\d_a-zà-ÿ][^\W\d_a-zà-ÿ .,/()]{2,40} ?(?:\([^()]{1,30}\) ?)?[-–—] ")
_COMMA = re.compile(r"[,;](?=\s(?!(?:and|or|e|ou|y|o)\b))|\s[-–—](?=\s)")
# "has decided to weigh": the verb breaks off
_OPEN_END = re.compile(r"\bto\s\S+$|(?<!\bwas\s)(?<!\bwere\s)(?<!\bbeen\s)(?<!\bhave\s)(?<!\bhas\s)\b\w+ed$")


def main_clause(sentence: str, language: str) -> tuple[int, int]:
    """The span (characters) of the beginning of a sentence that can stand alone; an empty one if none can."""
    dateline = _DATELINE.match(sentence)
    start = dateline.end() if dateline else 0
    end = len(sentence.rstrip().rstrip(".!"))
    if not is_balanced(sentence):
        return 0, 0
    if count_words(sentence[start:end]) <= _LONGEST:
        return start, end
    short = count_words(sentence) <= _WHOLE
    cuts = [_clause_ends(sentence, language), _ends_before(sentence, language, "place_openers")]
    cuts += [] if short else [_ends_before(sentence, language, "aim_openers")]
    for ends in cuts:
        whole = [place for place in ends if place > start and _is_whole(sentence[start:place], language)]
        if whole:
            return start, len(sentence[: max(whole)].rstrip(",; "))
    return (start, end) if short else (0, 0)


def clause_before(text: str, language: str, fits: Callable[[str], bool]) -> str:
    """The longest beginning of a text, up to a clause of its own, that fits; "" for none."""
    ends = [*_clause_ends(text, language), *_ends_before(text, language, "aim_openers")]
    pieces = (text[:end].rstrip(",;–— ") for end in sorted(ends, reverse=True))
    return next(filter(fits, pieces), "")


def _clause_ends(sentence: str, language: str) -> list[int]:
    commas = [match.start() for match in _COMMA.finditer(sentence)]
    return commas + _ends_before(sentence, language, "clause_openers")


def _ends_before(sentence: str, language: str, openers: str) -> list[int]:
    """Places before the words that open something."""
    return [match.start() for match in pattern_of(language, openers, rf"\s{PHRASES}\b", 0).finditer(sentence)]


def _is_whole(piece: str, language: str) -> bool:
    """Whether a beginning has a headline's length, a verb outside its asides, and no loose end."""
    last = re.split(r"\s", piece)[-1].lower()
    if not _SHORTEST <= count_words(piece) <= _LONGEST or last in load_language(language).function_words:
        return False
    if pattern_of(language, "clause_openers", PHRASES + r"\b").match(piece):  # "While many waited"
        return False
    if (
        _OPEN_END.search(piece)
        or not is_balanced(piece)
        or piece.count("(") != piece.count(")")
        or _SAID_LAST.search(piece)
    ):
        return False
    verb = pattern_of(language, "finite_verbs", rf"\s{PHRASES}\b", 0)
    return verb is NEVER or bool(verb.search(_ASIDE.sub("", piece)))
