"""How numbers are written: digits with separators, number words by language and how they add up.

The words are data of each language; no offsets, no units.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from ..lang.language import Language, language_or_english, words_of_all

_SEPARATOR = re.compile(r"[.,٫٬'’\u00a0\u202f\u2009]")
_MORE_COMMA_DECIMALS = frozenset(("id",))  # languages without data of their own

# Short forms after digits, in any language ("1.5m", "$5bn", "3 Mrd."). Lower case.
SHORT_SCALES = {"k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "mio": 10**6, "mill": 10**6, "mil": 10**6}
SHORT_SCALES |= {"b": 10**9, "bn": 10**9, "bln": 10**9, "bil": 10**9, "mrd": 10**9, "mds": 10**9, "md": 10**9}
SHORT_SCALES |= {"tn": 10**12, "trn": 10**12, "tln": 10**12, "万": 10**4, "萬": 10**4, "億": 10**8}
SHORT_SCALES |= {"亿": 10**8, "兆": 10**12}
FRACTIONS = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4)}


@lru_cache(maxsize=8)
def cardinals(language: Language) -> dict[str, int]:
    """Lower-case words below the scales, by language; English for a language without data."""
    data = language_or_english(language.code)
    units = {word: value for word, value in data.cardinals.items() if value < 20}
    tens = {word: value for word, value in data.cardinals.items() if value in range(20, 100, 10)}
    found = {**data.cardinals, **data.more_cardinals, **_joined(data, units, tens)}
    unread = data.cardinals_with_other_meanings | words_of_all("indefinite_articles")
    return {word: value for word, value in found.items() if word not in unread}


def _joined(data: Language, units: Mapping[str, int], tens: Mapping[str, int]) -> dict[str, int]:
    """Numbers that a language writes as one word: fünfundzwanzig, dreihundert, ventotto."""
    found: dict[str, int] = {}
    ones = {word: value for word, value in units.items() if 1 <= value <= 9}
    if data.joined_units:
        found |= {f"{one}{data.joined_units}{ten}": a + b for one, a in ones.items() for ten, b in tens.items()}
    for scale, size in data.joined_scales.items():
        several = ones if size == 100 else {**units, **tens}
        found |= {f"{one}{scale}": a * size for one, a in several.items()}
    if data.elides_tens:
        found |= {ten[:-1] + one if one[0] in "uo" else ten + one: b + a
                  for ten, b in tens.items() for one, a in ones.items()}  # fmt: skip
    return found


@lru_cache(maxsize=8)
def scales(language: Language) -> dict[str, int]:
    """Lower-case words that multiply what stands before them."""
    data = language_or_english(language.code)
    return {**data.scales, **(dict.fromkeys(words_of_all("dozens"), 12) if data.dozens else {})}


@lru_cache(maxsize=8)
def ordinals(language: Language) -> dict[str, int]:
    """Lower-case ordinal words, "second" included although it is also a unit of time."""
    return {word: place for place, word in enumerate(language_or_english(language.code).ordinals, 1)}


def conjunction(language: Language) -> str:
    """The word that may stand inside a number: two hundred *and* five."""
    return language.number_and or "and"


def compose(words: Sequence[str], language: Language) -> tuple[int, int] | None:
    """Read the longest number at the start of lower-case words: (value, how many words), or None.

    "two hundred and five" → (205, 4); "cinco mil millones" → (5_000_000_000, 3).
    """
    small, large, joiner = cardinals(language), scales(language), conjunction(language)
    total, current, used = 0, 0, 0
    for place, word in enumerate(words):
        if word in large:
            total, current = _scaled(total, current, large[word])
        elif word in small and _adds(current, small[word], total, language, fresh=place == 0 or used == 0):
            current += small[word] if not _is_fourscore(current, small[word], language) else 76
        elif word == joiner and used and _may_follow(words[place + 1 : place + 2], small, current, language):
            continue
        else:
            break
        used = place + 1
    return (total + current, used) if used else None


def _scaled(total: int, current: int, scale: int) -> tuple[int, int]:
    if scale <= 100:
        return total, max(current, 1) * scale
    if 0 < total < scale:
        return (total + current) * scale, 0
    return total + max(current, 1) * scale, 0


def _adds(current: int, value: int, total: int, data: Language, *, fresh: bool) -> bool:
    """Whether a small number word continues the number: twenty-five, hundred five; not "five six"."""
    if fresh or (current == 0 and total) or _is_fourscore(current, value, data):
        return True
    if data.fourscore and current % 100 in (60, 80) and 1 <= value <= 19:
        return True
    below = current % 100
    return (below == 0 and current > 0 and value < 100) or (below >= 20 and below % 10 == 0 and 0 < value < 10)


def _is_fourscore(current: int, value: int, data: Language) -> bool:
    return data.fourscore and current % 100 == 4 and value == 20


def _may_follow(after: Sequence[str], small: dict[str, int], current: int, data: Language) -> bool:
    """ "and" belongs to a number after a hundred or a scale, in Romance languages after tens too."""
    tens = data.and_after_tens and current % 100 >= 20 and current % 10 == 0
    ready = current % 100 == 0 or tens
    return bool(after) and after[0] in small and ready and (small[after[0]] < (10 if tens else 100))


def read_digits(digits: str, language: Language) -> Decimal | None:
    """Read a run of digits and separators: 1,234.5 in English, 1.234,5 in German, 12,34,567 in India.

    None if the separators are those of a list, a date or a version (14.02.2025). Digits of any script.
    """
    signs = [char for char in digits if not char.isdecimal()]
    whole = ["".join(str(int(digit)) for digit in part) for part in _SEPARATOR.split(digits)]
    last_decimal = bool(signs) and _is_decimal(signs, whole, language)
    groups, grouping = (whole[:-1], signs[:-1]) if last_decimal else (whole, signs)
    if len(set(grouping)) > 1 or not _is_grouped(groups):
        return None
    return Decimal("".join(groups) + (f".{whole[-1]}" if last_decimal else ""))


def _is_decimal(signs: list[str], parts: list[str], language: Language) -> bool:
    """Whether the last separator is a decimal one: by script, by company, by the language's custom for 3 digits."""
    last = signs[-1]
    if last == "٫" or (len(set(signs)) == 2 and signs.count(last) == 1 and last in ".,"):
        return True
    if len(signs) > 1 or last not in ".,":
        return False
    custom = "," if language.comma_decimals or language.code in _MORE_COMMA_DECIMALS else "."
    return last == custom or len(parts[-1]) != 3 or parts[0] == "0"


def _is_grouped(groups: list[str]) -> bool:
    """1,234,567 and the Indian 12,34,567; a single group is a plain number."""
    if len(groups) == 1:
        return True
    inner = {len(group) for group in groups[1:-1]}
    return len(groups[-1]) == 3 and 1 <= len(groups[0]) <= 3 and (inner <= {3} or inner <= {2})
