"""Reads numbers as values: "half a trillion dollars" is 500,000,000,000 USD, "50 %" is one half.

Every run of digits in a text belongs to exactly one value, so a changed digit cannot hide. Number words are read in the
languages that have them in their data. A number attached to letters (Covid-19, F-16, G7) is a label, part of a name,
never a count. This module never rounds and never converts currencies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from ..lang.language import Language, language_or_english, load_language, numbers_of_all, words_of_all
from ..lang.tables import meant_by
from .numerals import (
    FRACTIONS,
    SHORT_SCALES,
    cardinals,
    compose,
    conjunction,
    ordinals,
    read_digits,
    scales,
)
from .tokenize import LETTERS

ValueKind = Literal["count", "money", "share", "ordinal", "year", "time", "label"]

_TOKEN = re.compile(rf"\d+(?:[.,٫٬'’\u00a0\u202f\u2009]\d+)*|{LETTERS}|[^\w\s]")
_DIGITS = re.compile(r"\d+")
_MOST_WORDS = 12  # most words in one number
_LONGEST = 40  # digits; a longer run is not a quantity, and arithmetic on it would be a trap
_BEFORE_CURRENCY = frozenset(("us", "u", "s", ".", "american", "of", "de", "d", "di", "’", "'", "-"))
_PERCENT_SIGNS = frozenset("%％٪")
_SPACED_SCALES = frozenset(("m", "mn", "mln", "mio", "bn", "bln", "tn", "trn", "mrd", "mds", "mil", "mill", "bil"))
_SCALE_SIGNS = frozenset("万萬億亿兆")
_HYPHENS = frozenset("-‐‑–—−")
# Currencies by their symbols, codes and words; each with its ISO 4217 code.
SYMBOLS = meant_by("measures", "currency_symbols")
DOLLARS = meant_by("measures", "dollars")
CODES = meant_by("measures", "currency_codes").keys()
CURRENCIES = {**meant_by("measures", "currency_words"), **meant_by("measures", "currency_codes")}


@dataclass(frozen=True, slots=True)
class Value:
    """A number as a value. `text` is `source[start:end]`, including the unit; a single number has low == high.

    `unit` is a currency code for money, "" otherwise. Shares are parts of one (50 % → 0.5), times are minutes since
    midnight, a decade is a range of years. `rough` marks orders of magnitude ("hundreds": 100 to 1000).
    """

    kind: ValueKind
    low: Decimal
    high: Decimal
    unit: str
    start: int
    end: int
    text: str
    rough: bool = False


@dataclass(frozen=True, slots=True)
class _Token:
    lower: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Number:
    """A bare number: tokens[first:after], its value, and the scale in it (for "10-15 million")."""

    value: Decimal
    first: int
    after: int
    scale: int = 1
    kind: ValueKind = "count"
    rough: bool = False


def values(text: str, language: str = "en") -> tuple[Value, ...]:
    """Find all numbers of a text, in order, as values. Offsets are characters; `language` is a two-letter code."""
    reader = _Reader(text, language)
    found: list[tuple[Value, int]] = []
    index = 0
    while index < len(reader.tokens):
        number = reader.number(index)
        if number is None:
            index += 1
            continue
        value = reader.value(number)
        reader.taken = value.end
        found.append((value, number.scale))
        index = reader.index_after(value.end, number.after)
    return _joined(text, found)


def agrees(claimed: Value, found: Value) -> bool:
    """Whether a found value supports a claimed one: same number, no contradicting kind or currency.

    One end of a found range is enough ("rose from 10 to 15"), a rough number matches any number inside it, and a
    fraction in words agrees with the percentage it rounds to (a third: 33 %).
    """
    if not _kinds_agree(claimed, found) or (claimed.unit and found.unit and claimed.unit != found.unit):
        return False
    if claimed.rough:
        return claimed.low <= found.low < claimed.high if not found.rough else claimed.low == found.low
    if claimed.kind == "share" and not (_has_digit(claimed.text) and _has_digit(found.text)):
        return abs(claimed.low - found.low) < Decimal("0.005")
    if claimed.low != claimed.high:
        return (claimed.low, claimed.high) == (found.low, found.high)
    return claimed.low in (found.low, found.high)


def _kinds_agree(claimed: Value, found: Value) -> bool:
    plain = {"count", "year", "label", "money"}
    return claimed.kind == found.kind or {claimed.kind, found.kind} <= plain


def _has_digit(text: str) -> bool:
    return any(char.isdigit() for char in text)


class _Reader:
    """The tokens of one text and the rules that read a number from them."""

    def __init__(self, text: str, language: str) -> None:
        self.text, self.language = text, load_language(language)
        self.tokens = [token for match in _TOKEN.finditer(text) for token in _tokens(match, self.language)]
        self.cardinals, self.scales = cardinals(self.language), scales(self.language)
        self.taken = 0  # the end of the last value: what stands before it belongs to no other
        self.joiner = conjunction(self.language)
        data = language_or_english(language)
        self.ordinals, self.magnitudes, self.halves = ordinals(self.language), data.magnitudes, data.halves

    def word(self, index: int) -> str:
        """The lower-case token at an index, "" outside the text."""
        return self.tokens[index].lower if 0 <= index < len(self.tokens) else ""

    def gap(self, index: int) -> str | None:
        """What stands between a token and the one before it; None at the ends of the text."""
        if not 0 < index < len(self.tokens):
            return None
        return self.text[self.tokens[index - 1].end : self.tokens[index].start]

    def near(self, index: int) -> bool:
        """Whether a token follows the one before it directly or after one blank."""
        gap = self.gap(index)
        return gap is not None and len(gap) <= 1 and gap != "\n"

    def index_after(self, end: int, index: int) -> int:
        """The first token from `index` on that starts at or after `end`."""
        while index < len(self.tokens) and self.tokens[index].start < end:
            index += 1
        return index

    def number(self, index: int) -> _Number | None:
        """Read a bare number that starts at a token, or None."""
        return self._digits(index) if self.word(index)[0].isdecimal() else self._in_words(index)

    def _in_words(self, index: int) -> _Number | None:
        word = self.word(index)
        if word in FRACTIONS:
            top, bottom = FRACTIONS[word]
            return self._scaled(_Number(Decimal(top) / bottom, index, index + 1, kind="share"))
        if word in self.halves:
            return self._half(index)
        if word in words_of_all("indefinite_articles"):
            return self._after_article(index)
        if word in self.magnitudes or (word == "tens" and self.word(index + 1) == "of"):
            return self._magnitude(index)
        if word in self.cardinals or word in self.scales:
            return self._words(index)
        return (
            _Number(Decimal(self.ordinals[word]), index, index + 1, kind="ordinal") if word in self.ordinals else None
        )

    def _digits(self, index: int) -> _Number:
        after = index + 1
        value = _exact(self.word(index), self.language)
        grouped = not self.language.blanks_part_numbers and len(self.word(index)) <= 3
        while grouped and after - index < _LONGEST // 3 and self.gap(after) == " " and _is_group(self.word(after)):
            value, after = value * 1000 + _exact(self.word(after), self.language), after + 1  # 1 234 567,8
        if len(self.word(index)) > _LONGEST:
            return _Number(value, index, after, scale=0)
        if self.word(after) in FRACTIONS and self.near(after):
            top, bottom = FRACTIONS[self.word(after)]
            value, after = value + Decimal(top) / bottom, after + 1
        return self._continued(self._scaled(_Number(value, index, after)))

    def _continued(self, number: _Number) -> _Number:
        """3万8500, 1億2000万: digits continue after the sign of a scale."""
        after = number.after
        signed = number.scale >= 10**4 and self.word(after - 1) in _SCALE_SIGNS
        if not signed or self.gap(after) != "" or not self.word(after)[:1].isdecimal():
            return number
        rest = self._digits(after)
        if rest.value >= number.scale:
            return number
        return replace(number, value=number.value + rest.value, after=rest.after)

    def _words(self, index: int) -> _Number | None:
        """Number words, joined by blanks or hyphens: twenty-five, two hundred and five thousand."""
        words, ends = [self.word(index)], [index + 1]
        at = index + 1
        while len(words) < _MOST_WORDS and self.near(at):
            if self.word(at) in _HYPHENS and self.near(at + 1):
                at += 1
            word = self.word(at)
            if word not in self.cardinals and word not in self.scales and word != self.joiner:
                break
            words.append(word)
            at += 1
            ends.append(at)
        read = compose(words, self.language)
        if read is None:
            return None
        value, used = read
        first = self.scales.get(words[0], 0)  # a scale without a number is rough, but "mil" and "cent" are exact
        bare = first >= 10**6 or (first > 0 and (self.language.bare_scales_are_rough or value == 12))
        scale = next((self.scales[word] for word in reversed(words[:used]) if word in self.scales), 1)
        return self._scaled(_Number(Decimal(value), index, ends[used - 1], scale, rough=bare))

    def _half(self, index: int) -> _Number | None:
        after = index + 2 if self.word(index + 1) in words_of_all("indefinite_articles") else index + 1
        if self.near(after) and self.word(after) in self.scales:
            return _Number(Decimal(self.scales[self.word(after)]) / 2, index, after + 1)
        if self.word(index) in words_of_all("lone_halves"):
            return _Number(Decimal("0.5"), index, index + 1, kind="share")
        return None

    def _after_article(self, index: int) -> _Number | None:
        """a million, a dozen, a third of; an article alone is no number."""
        word = self.word(index + 1)
        if not self.near(index + 1):
            return None
        if word in self.scales:
            number = self._words(index + 1)
            return replace(number, first=index, rough=False) if number else None
        if word in numbers_of_all("fractions") and (
            self.word(index + 2) in ("of", "der", "de", "des", "dei") or word.endswith("tel")
        ):
            return _Number(Decimal(1) / numbers_of_all("fractions")[word], index, index + 2, kind="share")
        return None

    def _magnitude(self, index: int) -> _Number:
        unit, after = self.magnitudes.get(self.word(index), 10), index + 1
        if self.word(after) in ("of", "de", "di") and self.word(after + 1) in self.magnitudes:
            unit, after = unit * self.magnitudes[self.word(after + 1)], after + 2
        return _Number(Decimal(unit), index, after, unit, rough=True)

    def _scaled(self, number: _Number) -> _Number:
        """Add what may follow a number: "and a half", thirds, "million", "bn"."""
        index = number.after
        value, scale = number.value, number.scale
        if [self.word(index + k) for k in range(3)] == ["and", "a", "half"]:
            value, index = value + Decimal("0.5"), index + 3
        at = index + 1 if self.word(index) in _HYPHENS and self.near(index + 1) and self.near(index) else index
        part = numbers_of_all("fractions").get(self.word(at))
        if part and self.near(at) and value < part and not self._is_plain_ordinal(at, number):
            return replace(number, value=value / part, after=at + 1, kind="share")
        factor, after = self._scale(at), at
        while factor:
            value, scale, after = value * factor, factor, after + 1
            factor = self._scale(after)
        if after == at:
            return replace(number, value=value, after=index)
        return replace(number, value=value, after=after, scale=scale, kind="count", rough=False)

    def _is_plain_ordinal(self, at: int, number: _Number) -> bool:
        """ "one third official" is not a share; thirds, one-third and "one third of" are."""
        hyphen = at > number.after
        return not (self.word(at).endswith(("s", "tel", "i")) or hyphen or self.word(at + 1) == "of")

    def _scale(self, index: int) -> int:
        if not self.near(index):
            return 0
        word = self.word(index)
        if word in self.scales:
            return self.scales[word]
        glued = self.gap(index) == ""
        if word in SHORT_SCALES and (glued or word in _SPACED_SCALES):
            return SHORT_SCALES[word]
        return SHORT_SCALES.get(word[:1], 0) if glued and word[:1] in _SCALE_SIGNS else 0

    def value(self, number: _Number) -> Value:
        """Give a bare number its kind and unit from what surrounds it."""
        start, end = self.tokens[number.first].start, self.tokens[number.after - 1].end
        made = Value(number.kind, number.value, number.value, "", start, end, self.text[start:end], number.rough)
        if number.rough:
            made = replace(made, high=made.low * (10 if made.low < 1000 else 1000))
        if number.scale == 0:
            return made
        made = self._signed(number, made)
        read = self._label(number, made) or self._suffixed(number, made) or self._money(number, made)
        made = read or self._year(number, made)
        return replace(made, text=self.text[made.start : made.end])

    def _signed(self, number: _Number, made: Value) -> Value:
        sign = self.word(number.first - 1)
        if sign not in ("-", "−", "–") or self.gap(number.first) != "" or self.gap(number.first - 1) not in (None, " "):
            return made
        return replace(made, low=-made.low, high=-made.high, start=made.start - 1) if number.kind == "count" else made

    def _label(self, number: _Number, made: Value) -> Value | None:
        """G7, Covid-19, F-16s: letters attached before the digits, with or without a hyphen."""
        first = number.first
        if not made.text[:1].isdigit() or self.gap(first) != "" or number.scale != 1:
            return None
        at = first - 2 if self.word(first - 1) in _HYPHENS and self.gap(first - 1) == "" else first - 1
        token = self.tokens[at] if at >= 0 else None
        if (
            token is None
            or token.start < self.taken
            or not token.lower.isalpha()
            or token.lower in DOLLARS
            or token.lower in CURRENCIES
        ):
            return None
        hyphened = at < first - 1
        if (hyphened and self.text[token.start].islower()) or not token.lower.isascii():
            return None  # mid-2024, 约50
        return replace(made, kind="label", start=token.start)

    def _suffixed(self, number: _Number, made: Value) -> Value | None:
        at, word = number.after, self.word(number.after)
        percent = words_of_all("percent")
        one = word in _PERCENT_SIGNS or word in percent
        if self.near(at) and (one or f"{word} {self.word(at + 1)}" in percent):
            end = self.tokens[at if one else at + 1].end
            hundred = Decimal(100)
            return replace(made, kind="share", low=made.low / hundred, high=made.high / hundred, end=end)
        if self.gap(at) == "" and word in words_of_all("ordinal_endings") and made.text.isdecimal():
            return replace(made, kind="ordinal", end=self.tokens[at].end)
        if self.gap(at) == "" and word == "s" and made.text.isdecimal():
            return replace(made, kind="year", high=made.low + 9, end=self.tokens[at].end)
        return self._time(number, made)

    def _time(self, number: _Number, made: Value) -> Value | None:
        """7pm, 7:30 p.m., 19:30, 19h30, 7 o'clock, 19 Uhr: minutes since midnight."""
        if not made.text.isdecimal() or made.low > 24:
            return None
        at, minutes = number.after, Decimal(0)
        clock = False
        glued = self.gap(at) == "" and self.gap(at + 1) == ""
        if glued and self.word(at) in (":", "h") and self.word(at + 1).isdecimal():
            minutes, at, clock = Decimal(self.word(at + 1)), at + 2, True
        half = self._half_day(at)
        if half is None and not clock:
            return None
        hours = made.low % 12 + half[0] if half and half[0] >= 0 else made.low
        end = half[1] if half else self.tokens[at - 1].end
        total = hours * 60 + minutes
        return replace(made, kind="time", low=total, high=total, end=end)

    def _half_day(self, at: int) -> tuple[int, int] | None:
        """(hours to add, end offset) for a.m. and p.m.; (-1, end) for o'clock and Uhr."""
        if not self.near(at):
            return None
        word, after = self.word(at), self.word(at + 1)
        if word in ("am", "pm"):
            return (12 if word == "pm" else 0), self.tokens[at].end
        if word in ("a", "p") and after == "." and self.word(at + 2) == "m" and self.gap(at + 1) == "":
            return (12 if word == "p" else 0), self.tokens[at + 2].end
        if word == "uhr":
            return -1, self.tokens[at].end
        return (-1, self.tokens[at + 2].end) if word == "o" and self.word(at + 2) == "clock" else None

    def _money(self, number: _Number, made: Value) -> Value | None:
        before = self._currency_before(number.first)
        if before:
            return replace(made, kind="money", unit=before[0], start=self.tokens[before[1]].start)
        at = number.after
        for index in range(at, min(at + 6, len(self.tokens))):
            if not self.near(index):
                break
            word = self.word(index)
            if word in SYMBOLS or word in CURRENCIES:
                unit = SYMBOLS.get(word) or CURRENCIES[word]
                return replace(made, kind="money", unit=unit, end=self.tokens[index].end)
            if word not in _BEFORE_CURRENCY:
                break
        return None

    def _currency_before(self, first: int) -> tuple[str, int] | None:
        """(currency code, index of its first token) for $5, US$5, USD 5."""
        word = self.word(first - 1)
        if not self.near(first) or not word or self.tokens[first - 1].start < self.taken:
            return None
        if word == "$" and self.gap(first - 1) == "" and self.word(first - 2) in DOLLARS:
            return DOLLARS[self.word(first - 2)], first - 2
        if word in SYMBOLS:
            return SYMBOLS[word], first - 1
        return (CURRENCIES[word], first - 1) if word in CODES else None

    def _year(self, number: _Number, made: Value) -> Value:
        plain = made.kind == "count" and made.text.isdecimal() and len(made.text) == 4
        return replace(made, kind="year") if plain and 1000 <= made.low <= 2100 and number.scale == 1 else made


def _tokens(match: re.Match[str], language: Language) -> list[_Token]:
    """One token for a match; several for digits whose separators are those of a list, a date or a version."""
    text, start = match.group(), match.start()
    if text.isdecimal() or not text[0].isdecimal() or read_digits(text, language) is not None:
        return [_Token(text.lower(), start, match.end())]
    return [_Token(part.group(), start + part.start(), start + part.end()) for part in _DIGITS.finditer(text)]


def _exact(digits: str, language: Language) -> Decimal:
    value = read_digits(digits, language)
    assert value is not None, "tokens are cut so that their digits can be read"  # noqa: S101 - states the invariant
    return value


def _is_group(digits: str) -> bool:
    """Three digits, with or without decimals after them: the continuation of 1 234,5."""
    return digits[:3].isdecimal() and len(digits[:3]) == 3 and (len(digits) == 3 or digits[3] in ".,")


def _joined(text: str, found: list[tuple[Value, int]]) -> tuple[Value, ...]:
    """Join neighbours that are one range: 10-15 million, between $5 and $7, 2014-22."""
    made: list[Value] = []
    scale = 1
    for value, next_scale in found:
        joined = _range(text, made[-1], scale, value, next_scale) if made else None
        if joined:
            made[-1] = joined
        else:
            made.append(value)
        scale = next_scale
    return tuple(made)


def _range(text: str, left: Value, left_scale: int, right: Value, right_scale: int) -> Value | None:
    """Two neighbours as the ends of one range, None if they are two numbers."""
    single = left.low == left.high and right.low == right.high and left_scale and right_scale
    if not single or not _is_range(text, left, right):
        return None
    low, high = _ends(left, left_scale, right, right_scale)
    kinds = {left.kind, right.kind} - {"count"}
    if low >= high or len(kinds) > 1 or "time" in kinds or (left.kind == "share" != right.kind):
        return None
    kind: ValueKind = left.kind if left.kind != "count" else right.kind
    unit = left.unit or right.unit
    return Value(kind, low, high, unit, left.start, right.end, text[left.start : right.end])


def _is_range(text: str, left: Value, right: Value) -> bool:
    """Whether what is between and before two numbers joins them: "10-15", "10 to 15", "between 10 and 15"."""
    between = text[left.end : right.start].strip().lower()
    if between in words_of_all("joins_range_ends"):
        words = text[max(0, left.start - 12) : left.start].lower().split()
        return bool(words) and words[-1] in words_of_all("before_joined_ends")
    return between in words_of_all("between_range_ends") or between in _HYPHENS


def _ends(left: Value, left_scale: int, right: Value, right_scale: int) -> tuple[Decimal, Decimal]:
    """The ends of a range, the first with what only the second states: 10-15 million, 10-15 %; 2014-22 is 2014-2022."""
    low, high = left.low, right.low
    if left_scale == 1 and right_scale > 1 and left.kind in ("count", "money") and low * right_scale < high:
        low *= right_scale
    if left.kind == "count" and right.kind == "share":
        low /= 100
    if left.kind == "year" and 0 < high < 100 and len(right.text) == 2:
        high += low // 100 * 100
    return low, high
