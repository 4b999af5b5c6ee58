"""Finds dates as written: days, months, weekdays and relative words, each in a comparable form.

"Feb. 14, 2025", "14 February" and "2025-02-14" agree (`agree`). A calendar date is resolved only from a publication
date that the caller gives; this module never asks the clock. Bare years are numbers (see `numeric_values`), not dates.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from ..lang.language import (
    Language,
    language_or_english,
    load_language,
    meanings_of_all,
    numbers_of_all,
    phrases_of_all,
    words_of_all,
)
from .tokenize import LETTERS

_SIGNED_WEEKDAYS = {sign: index for index, sign in enumerate("月火水木金土日")}
_SIGNED_WEEKDAYS |= {sign: index for index, sign in enumerate("一二三四五六日")} | {"天": 6}
# 星期二, 周二, 火曜日; but not 三周一次.
_SIGNED_WEEKDAY = (
    r"(?:星期|礼拜|(?<![一二两兩三四五六七八九十每几幾数\d])[周週])[一二三四五六日天]|[月火水木金土日]曜日?"
)
_WEEKDAY_PHRASES = tuple(
    (re.compile(phrase), int(weekday))
    for weekday, phrases in phrases_of_all("weekday_phrases").items()
    for phrase in phrases
)
_ANY_WEEKDAY_PHRASE = "|".join(phrase.pattern for phrase, _ in _WEEKDAY_PHRASES)
_MONTH_WORD, _YEAR_WORD = ("|".join(sorted(words_of_all(key))) for key in ("month_words", "year_words"))
# Dates whose month is a number with a sign or a word: 2026年3月3日, 3月; 3 tháng 3 năm 2026, tháng 4.
_BY_NUMBER = {
    "signs": r"(?:(?<!\d)YEAR年)?MONTH月(?:DAY[日号號])?",
    "words": rf"(?:(?<!\d)DAY )?(?:{_MONTH_WORD}) MONTH(?: (?:{_YEAR_WORD}) YEAR)?(?!\d)",
}
_DIGITS = {"YEAR": r"\d{4}", "MONTH": r"\d{1,2}", "DAY": r"\d{1,2}"}


def _filled(form: str, *, named: bool) -> str:
    """A form of `_BY_NUMBER` as a pattern; `named`: with groups year, month and day."""
    for part, digits in _DIGITS.items():
        form = form.replace(part, f"(?P<{part.lower()}>{digits})" if named else digits)
    return form


_PARTS = {kind: re.compile(_filled(form, named=True)) for kind, form in _BY_NUMBER.items()}
_WORD = rf"{LETTERS}(?:-feira)?"
_TOKEN = re.compile(
    r"(?P<iso>(?<!\d)\d{4}-\d{1,2}-\d{1,2}(?!\d))"
    rf"|(?P<signs>{_filled(_BY_NUMBER['signs'], named=False)})"
    rf"|(?P<signed_weekday>{_SIGNED_WEEKDAY})"
    rf"|(?P<words>{_filled(_BY_NUMBER['words'], named=False)})"
    rf"|(?P<weekday_phrase>{_ANY_WEEKDAY_PHRASE})"
    r"|(?P<slash>(?<!\d)\d{1,2}[/.]\d{1,2}[/.]\d{4}(?!\d))"
    r"|(?P<number>\d+(?:st|nd|rd|th|er|º)?)"
    rf"|(?P<word>{_WORD})"
)
_WORDS = re.compile(_WORD)
_SIGNS = re.compile(rf"\d|[日号號]|星期|礼拜|[周週月火水木金土]|{_ANY_WEEKDAY_PHRASE}")
_READ_WHOLE = frozenset(("iso", "slash", "signs", "signed_weekday", "words", "weekday_phrase"))


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as written: `text` is `source[start:end]`; fields that are not stated are None.

    `weekday` counts from Monday = 0; `days` is the distance from the day of writing ("yesterday": -1); `phrase` is a
    relative wording without a day ("last week"); `part` is "early", "mid" or "late" before a month.
    """

    start: int
    end: int
    text: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    days: int | None = None
    phrase: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    lower: str
    start: int
    end: int


def dates(text: str, language: str = "en") -> tuple[DateMention, ...]:
    """Find the dates of a text in order. Offsets are characters; `language` is a two-letter code."""
    if not _may_hold_dates(text, language):
        return ()
    matches = _TOKEN.finditer(text)
    tokens = [_Token(m.lastgroup or "", m.group(), m.group().lower(), m.start(), m.end()) for m in matches]
    reader = _Reader(text, tokens, language)
    found: list[DateMention] = []
    index = 0
    while index < len(tokens):
        read = reader.at(index)
        if read is None:
            index += 1
            continue
        mention, index = read
        found.append(mention)
    return tuple(found)


def _may_hold_dates(text: str, language: str) -> bool:
    """Whether a text holds anything that a date can begin with; for most sentences this alone decides."""
    if _SIGNS.search(text):
        return True
    return not _beginnings(language).isdisjoint([word.lower() for word in _WORDS.findall(text)])


@lru_cache(maxsize=8)
def _beginnings(language: str) -> frozenset[str]:
    """The words, in lower case, at which `_Reader.at` finds a date."""
    near, relative = load_language(language).near, language_or_english(language).near_days
    return frozenset((*_weekdays(language), *_months(language), *relative, *near))


def resolve(mention: DateMention, published: date, *, ahead: bool = False) -> date | None:
    """The calendar day that a mention means in a text published on a day, or None if it names no single day.

    A weekday is the last one up to the day of writing (with `ahead`, the next); a day without a year is the nearest.
    """
    if mention.days is not None:
        return _shifted(published, mention.days)
    if mention.month and mention.day:
        return _nearest(mention, published)
    if mention.weekday is None or mention.month:
        return None
    back = (published.weekday() - mention.weekday) % 7
    return _shifted(published, 7 - back if ahead and back else -back)


def _shifted(day: date, days: int) -> date | None:
    """A day so many days later; None beyond the calendar's ends."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def agree(
    claimed: DateMention, found: DateMention, published: date | None = None, ways: Collection[bool] = (False, True)
) -> bool:
    """Whether a found date supports a claimed one: nothing the claim says is contradicted or missing.

    With the found text's publication date both are resolved if possible, so "Friday" supports "Feb. 14"; a year that
    the text does not state may be added only if the publication date gives it. `ways` are the directions (ahead or not)
    in which a weekday of the found text may lie.
    """
    if claimed.part and claimed.part != found.part:
        return False
    if claimed.phrase or found.phrase:
        return claimed.phrase == found.phrase or _is_in_phrase(claimed, found, published)
    if published:
        days = {resolve(found, published, ahead=ahead) for ahead in ways} - {None}
        claimed_day = resolve(claimed, published)
        if claimed_day and claimed.month and claimed_day in days:
            return True
        if days and claimed.weekday is not None and not claimed.month and not found.weekday:
            return claimed.weekday in {day.weekday() for day in days if day}
    return _fields_agree(claimed, found)


def _fields_agree(claimed: DateMention, found: DateMention) -> bool:
    if claimed.weekday is not None and found.weekday is None and found.year and found.month and found.day:
        day = _calendar(found.year, found.month, found.day)
        if day is None or day.weekday() != claimed.weekday:
            return False
        claimed = replace(claimed, weekday=None)
    pairs = zip(_parts(claimed), _parts(found), strict=True)
    return all(part is None or part == other for part, other in pairs)


def _is_in_phrase(claimed: DateMention, found: DateMention, published: date | None) -> bool:
    """Whether a claimed day or month is the one that "last week" or "next month" means from the day of publication."""
    way, _, span = found.phrase.partition(" ")
    distances = numbers_of_all("near")
    if not published or not claimed.month or way not in distances:
        return False
    if span == "week" and claimed.day:
        day = _nearest(claimed, published)
        monday = published - timedelta(days=published.weekday()) + timedelta(weeks=distances[way])
        return day is not None and 0 <= (day - monday).days < 7
    if span != "month" or claimed.day:
        return False
    months = published.year * 12 + published.month - 1 + distances[way]
    return claimed.month == months % 12 + 1 and claimed.year in (None, months // 12)


def _parts(mention: DateMention) -> tuple[int | None, ...]:
    return mention.year, mention.month, mention.day, mention.weekday, mention.days


def _nearest(mention: DateMention, published: date) -> date | None:
    month, number = mention.month or 1, mention.day or 1
    if mention.year:
        return _calendar(mention.year, month, number)
    around = (_calendar(published.year + shift, month, number) for shift in (-1, 0, 1))
    return min((day for day in around if day), key=lambda day: abs(day - published), default=None)


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _numbered(names: Sequence[Sequence[str]], first: int) -> dict[str, int]:
    return {form: index for index, forms in enumerate(names, first) for form in forms}


def _calendar_of(language: str) -> Language:
    """The language whose calendar is read: English if a language has no names of its own."""
    data = load_language(language)
    return data if data.months else load_language("en")


@lru_cache(maxsize=8)
def _months(language: str) -> dict[str, int]:
    data = _calendar_of(language)
    return {**_numbered(data.months, 1), **data.short_months}


@lru_cache(maxsize=8)
def _weekdays(language: str) -> dict[str, int]:
    data = _calendar_of(language)
    return {**_numbered(data.weekdays, 0), **data.short_weekdays}


@lru_cache(maxsize=8)
def names_of_days(language: str = "en") -> frozenset[str]:
    """The names of the weekdays and months of a language, in lower case."""
    return frozenset((*_weekdays(language), *_months(language)))


class _Reader:
    """Reads one mention at a token; can look at its neighbours."""

    def __init__(self, text: str, tokens: list[_Token], language: str) -> None:
        self.text, self.tokens = text, tokens
        self.data, self.calendar = load_language(language), _calendar_of(language)
        self.of = words_of_all("of")
        self.months, self.weekdays = _months(language), _weekdays(language)
        self.relative = language_or_english(language).near_days

    def at(self, index: int) -> tuple[DateMention, int] | None:
        """(mention, next token) when a date starts at a token."""
        token = self.tokens[index]
        if token.kind in _READ_WHOLE:
            return self._whole(index)
        if token.kind == "number":
            return self._day_first(index)
        if token.lower in self.weekdays and self._is_weekday(token):
            return self._weekday(index)
        if token.lower in self.months and self._is_month(index):
            return self._month_first(index)
        return self._relative_at(index)

    def _mention(self, first: int, after: int, **fields: int | str | None) -> tuple[DateMention, int]:
        start, end = self.tokens[first].start, self.tokens[after - 1].end
        return DateMention(start, end, self.text[start:end], **fields), after  # type: ignore[arg-type]  # fields by name

    def _whole(self, index: int) -> tuple[DateMention, int] | None:
        """A date that is one token by its form."""
        token = self.tokens[index]
        if token.kind == "signed_weekday":
            sign = token.text[0 if "曜" in token.text else -1]
            return self._mention(index, index + 1, weekday=_SIGNED_WEEKDAYS[sign])
        if token.kind == "weekday_phrase":
            weekday = next(weekday for phrase, weekday in _WEEKDAY_PHRASES if phrase.fullmatch(token.text))
            return self._mention(index, index + 1, weekday=weekday)
        if parts := _PARTS[token.kind].fullmatch(token.text) if token.kind in _PARTS else None:
            return self._in_parts(index, parts)
        return self._numeric(index)

    def _in_parts(self, index: int, parts: re.Match[str]) -> tuple[DateMention, int] | None:
        """2026年3月3日, 3月, 3 tháng 3 năm 2026, tháng 4."""
        fields = {part: int(digits) for part, digits in parts.groupdict().items() if digits}
        if not (1 <= fields["month"] <= 12 and 1 <= fields.get("day", 1) <= 31):
            return None
        return self._mention(index, index + 1, **fields)

    def _numeric(self, index: int) -> tuple[DateMention, int] | None:
        token = self.tokens[index]
        first, second, third = (int(part) for part in re.split(r"[-/.]", token.text))
        if token.kind == "iso":
            year, month, day = first, second, third
        else:
            month_first = self.data.month_first and "/" in token.text and first <= 12
            month, day, year = (first, second, third) if month_first or second > 12 else (second, first, third)
        if _calendar(year, month, day) is None:
            return None
        return self._mention(index, index + 1, year=year, month=month, day=day)

    def _day_first(self, index: int) -> tuple[DateMention, int] | None:
        """14 February 2025, 14th of February, 14. Februar, 14 de febrero de 2025."""
        at = index + 1 + (self._lower(index + 1) in self.of)
        day = _day(self.tokens[index].text)
        if day is None or self._lower(at) not in self.months or not self._close(index, at):
            return None
        month = self.months[self._lower(at)]
        if self.data.day_then_capital and not self.tokens[at].text[0].isupper():
            return None
        year_at = at + 1 + (self._lower(at + 1) in self.of)
        year = self._year(year_at)
        return self._mention(index, year_at + 1 if year else at + 1, year=year, month=month, day=day)

    def _month_first(self, index: int) -> tuple[DateMention, int]:
        """February, Feb. 14, February 14th, 2025, February 2025, febrero de 2025."""
        month, after = self.months[self.tokens[index].lower], index + 1
        day = _day(self._lower(after)) if self._close(index, after) and self.data.month_first else None
        after += day is not None
        year_at = after + (self._lower(after) in self.of)
        year = self._year(year_at) if self._close(after - 1, year_at) else None
        part = "" if day else self._part(index)
        return self._mention(index, year_at + 1 if year else after, year=year, month=month, day=day, part=part)

    def _part(self, index: int) -> str:
        """What of a month is said before it: early March, the end of March, Anfang März, fin mars."""
        at = index - 1 - (self._lower(index - 1) in self.of)
        return meanings_of_all("parts_of_month").get(self._lower(at), "") if self._close(at, index) else ""

    def _weekday(self, index: int) -> tuple[DateMention, int]:
        """Friday, and Friday, Feb. 14 as one mention."""
        weekday, after = self.weekdays[self.tokens[index].lower], index + 1
        follows = self._close(index, after) and self._lower(after) not in self.weekdays
        joined = self.at(after) if follows else None
        if joined and joined[0].month and joined[0].day:
            dated = joined[0]
            return self._mention(index, joined[1], year=dated.year, month=dated.month, day=dated.day, weekday=weekday)
        return self._mention(index, after, weekday=weekday)

    def _relative_at(self, index: int) -> tuple[DateMention, int] | None:
        lower, after = self.tokens[index].lower, index + 1
        if lower in self.relative:
            return self._mention(index, after, days=self.relative[lower])
        span = self.data.seasons.get(self._lower(after), self._lower(after))
        if lower in self.data.near and (span in self.data.spans or span in self.data.seasons):
            return self._mention(index, after + 1, phrase=f"{lower} {span}")
        return None

    def _is_weekday(self, token: _Token) -> bool:
        if token.lower in self.calendar.short_weekdays:
            return self.text[token.end : token.end + 1] == "." and token.text[0].isupper()
        return token.text[0].isupper() or not self.data.calendar_capitals

    def _is_month(self, index: int) -> bool:
        token = self.tokens[index]
        if self.data.calendar_capitals and not token.text[0].isupper():
            return False
        dated = self._close(index, index + 1) and self._lower(index + 1)[:1].isdigit()
        if self.data.capital_months_are_names and token.text[0].isupper() and not dated:
            return False  # Марта and Maja are names
        if token.lower in self.calendar.short_months and not dated:
            return self.text[token.end : token.end + 1] == "."
        if token.lower not in words_of_all("ambiguous_months") or dated:
            return True
        return self._lower(index - 1) in words_of_all("month_leads")

    def _lower(self, index: int) -> str:
        return self.tokens[index].lower if 0 <= index < len(self.tokens) else ""

    def _close(self, left: int, right: int) -> bool:
        """Whether only a point, a comma and blanks separate two tokens."""
        if right >= len(self.tokens):
            return False
        between = self.text[self.tokens[right - 1].end : self.tokens[right].start]
        if self._lower(right - 1) in self.of:
            between = between.lstrip("'’")  # d’abril
        return len(between) <= 3 and all(char in "., \u00a0" for char in between)

    def _year(self, index: int) -> int | None:
        word = self._lower(index)
        return int(word) if len(word) == 4 and word.isdecimal() and 1000 <= int(word) <= 2999 else None


def _day(word: str) -> int | None:
    digits = re.match(r"\d{1,2}(?!\d)", word)
    return int(digits.group()) if digits and 1 <= int(digits.group()) <= 31 else None
