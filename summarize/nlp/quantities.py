"""Figures with what they count: "18 people were killed" is 18 dead, "the death toll rose to 21" is 21 dead. And days.

Reads only what is close together in one sentence: a figure and the fate of people (killed, injured, missing, arrested
...), or a figure and the noun right after it; a day counts nothing. Of two figures of one thing `may_be_one` says
whether they can be one figure; whether they are of one thing is for the caller.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import cache

from ..lang.language import PHRASES, joined, load_language, pattern_of, pattern_of_all, words_of_all
from .dates import DateMention, dates
from .numbers import Bound, bound_of
from .numeric_values import Value, agrees, values
from .tokenize import COMPOUND, stemmer

_KINDS = ("count", "money", "share")
_GLUED = ("-", "‐", "‑")
_GAP = 6  # words between a figure and the fate it belongs to
_TOLL_GAP = 14  # "the death toll of the collapse at the stadium in the north of the city rose to 21"
_REACH = 120  # characters between them
_HOUR = 60  # minutes
_CLOCK = re.compile(
    r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s?(?P<half>[ap])\.?m\b\.?"
    r"|\b(?P<plain>\d{1,2})(?:h|:)(?P<past>\d\d)\b(?![:.]\d)|\b(?:at|às|as|a las|à|um)\s(?P<bare>\d{1,2})\s?h\b",
    re.IGNORECASE,
)
_AROUND = rf"\b{PHRASES}\W+(?:\w+\W+){{0,2}}$"
_TALLY = r"(?<![\d\-–.,/])(?P<ayes>\d{1,4})(?:\s[^\W\d_]{1,12})?(?:[-–‑]|\s{}\s)(?P<noes>\d{1,4})\b(?![-–.,/]?\d)"
_VOTERS = 10_000
_PEOPLE_DID = re.compile(r"\s(?P<who>[^\W\d_]{1,20})\s(?P<did>[^\W\d_]{3,20})\b")
_BREAK = re.compile(r"[;:!?()“”\"]")
# What is asked by figures of people and their fate, and by what else is not counted by a noun.
_OF_PEOPLE = {
    "killed": "How many were killed",
    "injured": "How many were injured",
    "missing": "How many are missing",
    "arrested": "How many were arrested",
    "rescued": "How many were rescued",
    "displaced": "How many were displaced",
    "treated": "How many were taken to hospital or treated",
    "trapped": "How many were trapped",
    "sick": "How many fell ill",
    "escaped": "How many escaped",
    "took_part": "How many took part",
    "aboard": "How many were on board",
}
_OF_OTHERS = {
    "money": "Which amount it is",
    "share": "Which share it is",
    "day": "On which day it is",
    "time": "At what time it is",
    "tally": "How the vote went",
}
FATES = frozenset(_OF_PEOPLE)
_NEAR = Decimal("0.12")  # share by which a rounded figure may miss another and still be the same
_LOWER, _UPPER = ("least", "over"), ("most", "under", "nearly")
_LIMIT = Decimal("0.75")  # share of a figure that a limit must have to be one for it: "at least 12" for 15
_ROUNDED = Decimal("0.06")  # the same for a figure that is rounded and does not say so
_ROUNDABLE = 100  # from which whole numbers are rounded without saying so
_ABOUT_MINUTES, _WHOLE_MINUTES = 60, 15  # between two times of day that may be one, with and without a hedge


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure and what it counts. `of` is a fate ("killed") or the stem of a noun, `noun` the noun when both are said.

    Only a number that is surely of something is a quantity: two reports disagree only about one thing. The checks read
    every number instead, and what stands around it: `numbers.Figure`.

    `bound` says that the figure is a limit or rounded: "least" of "at least 18", "about" of "about 20". Offsets are
    characters.
    """

    of: str
    noun: str
    value: Value
    bound: Bound
    start: int
    end: int

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What must be equal for two quantities to be of the same thing."""
        return self.of, self.noun, self.value.kind, self.value.unit


def quantities(text: str, language: str = "en") -> tuple[Quantity, ...]:
    """All quantities of a sentence, in order. Figures of unknown size ("dozens") are none."""
    found = [value for value in values(text, language) if value.kind in _KINDS]
    found = [value for value in found if text[value.end : value.end + 1] not in _GLUED]  # "his 6-year-old son"
    fated = _fated(text, [value for value in found if value.kind == "count"], language)  # "wounded hundreds" is no 58
    return tuple(fated.get(value.start) or _plain(text, value, language) for value in found if not value.rough)


def days(text: str, language: str = "en") -> tuple[Quantity, ...]:
    """The days of a sentence that have a name or a date of their own ("Monday", "3 March"), as quantities of a day.

    Days of one form are compared by value; relative words ("yesterday") do not count, as they need the day of writing.
    """
    found = []
    for each in dates(text, language):
        number, unit = (each.weekday, "weekday") if each.month is None else (_of_year(each), "date")
        if number is not None:
            value = Value("ordinal", Decimal(number), Decimal(number), unit, each.start, each.end, each.text)
            found.append(Quantity("day", "", value, "", each.start, each.end))
    return tuple(found)


def clock_times(text: str) -> tuple[Quantity, ...]:
    """The times of day of a text ("4 a.m.", "16:30", "7h15"), as quantities of minutes after midnight."""
    found = []
    around = pattern_of_all("around_times", _AROUND)
    for match in _CLOCK.finditer(text):
        hour, minutes = (
            int(match["hour"] or match["plain"] or match["bare"]),
            int(match["minute"] or match["past"] or 0),
        )
        half = (match["half"] or "").lower()[:1]
        if hour > (12 if half else 24) or minutes > _HOUR - 1:
            continue
        value = Decimal((hour % 12 + 12 * (half == "p") if half else hour) * _HOUR + minutes)
        clock = Value("ordinal", value, value, "clock", match.start(), match.end(), match[0])
        bound: Bound = "about" if around.search(text, 0, match.start()) else ""
        found.append(Quantity("time", "", clock, bound, match.start(), match.end()))
    return tuple(found)


def tallies(text: str, language: str = "en") -> tuple[Quantity, ...]:
    """The results of votes ("31 votes to 20", "voted 217-213"), as the votes for, and those against as a fraction."""
    if not pattern_of(language, "vote_words").search(text):
        return ()
    found = []
    for match in pattern_of(language, "tally_joiners", _TALLY).finditer(text):
        number = Decimal(match["ayes"]) + Decimal(match["noes"]) / _VOTERS
        value = Value("ordinal", number, number, "tally", match.start(), match.end(), match[0])
        found.append(Quantity("tally", "", value, "", match.start(), match.end()))
    return tuple(found)


def may_be_one(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities of one thing may be one figure: equal, one of them rounded, or within the other's limit.

    "At least 12" allows 15, not 40; reports that say "at least 12" and "at least 19" do not tell the same.
    """
    if agrees(one.value, other.value):
        return True
    less, more = (one, other) if one.value.low < other.value.low else (other, one)
    low, high = less.value.low, more.value.low
    if one.of == "time":
        return high - low <= (_ABOUT_MINUTES if less.bound or more.bound else _WHOLE_MINUTES)
    allowed = (less.bound in _LOWER and more.bound not in _LOWER) or (more.bound in _UPPER and less.bound not in _UPPER)
    if allowed and low >= _LIMIT * high:
        return True
    if less.bound or more.bound:
        return high - low <= _NEAR * high
    whole = one.value.kind == "count" and low < _ROUNDABLE and not low % 1 and not high % 1
    return high - low <= _ROUNDED * high and not whole and (_rounds(low, high) or _rounds(high, low))


def _rounds(plain: Decimal, exact: Decimal) -> bool:
    """Whether a number without a hedge is another one rounded: 400 for 396, 2.4 million for 2.38 million."""
    digits = len(plain.normalize().as_tuple().digits)
    finer = digits < len(exact.normalize().as_tuple().digits)
    return finer and Context(prec=digits).create_decimal(exact) == plain


def same_value(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities are of one thing and may be one figure."""
    return one.key == other.key and agrees(one.value, other.value)


def question_of(of: str, behind: str, kind: str = "") -> str:
    """What is asked by figures of a thing; `behind` is the text behind one, which names it where no outcome does."""
    if of in FATES:
        return _OF_PEOPLE[of]
    if of in _OF_OTHERS and kind != "count":  # "60 days" are no day
        return _OF_OTHERS[of]
    rest = behind.split()
    return f"How many {rest[0].strip('.,;:!?') if rest else 'it is'}"


def _of_year(day: DateMention) -> int | None:
    """Month and day as one number."""
    return day.month * 100 + day.day if day.month and day.day else None


def _fated(text: str, counts: list[Value], language: str) -> dict[int, Quantity]:
    """Counts of people by their fate: each fate word takes the nearest count that no other count stands between."""
    fates = _fate_words(language)
    blanked = _part().sub(lambda part: " " * len(part[0]), text)
    kept = [value for value in counts if blanked[value.start : value.end].strip()]
    words = [(fates[word[0].lower()], word) for word in COMPOUND.finditer(blanked) if word[0].lower() in fates]
    words += [(outcome, phrase) for outcome, pattern in _fate_phrases(language) for phrase in pattern.finditer(blanked)]
    starts = [value.start for value in kept]
    pairs = [
        (gap, value.start, outcome, value, word.start(), word.end())
        for outcome, word in words
        for value in kept[bisect_left(starts, word.start() - _REACH) : bisect_left(starts, word.end() + _REACH)]
        if (gap := _gap(blanked, value, word.start(), word.end())) is not None
    ]
    pairs = [(pair[0] + _GAP * (pair[2] == "aboard"), *pair[1:]) for pair in pairs]  # "62 aboard died": 62 dead
    pairs = [pair for pair in pairs if pair[2] != "took_part" or _is_of_crowd(blanked, *pair[3:])]
    pairs += [
        (_GAP + 1, value.start, "took_part", value, value.end, value.end)  # where no other outcome is reported
        for value in kept
        if _following(blanked, value) in words_of_all("joiners_in")
    ]
    found: dict[int, Quantity] = {}
    taken: set[int] = set()
    for _, _, outcome, value, place, _ in sorted(pairs, key=lambda pair: pair[:2]):
        if place not in taken and value.start not in found and not _is_increase(blanked, value):
            taken.add(place)
            group = "" if outcome in ("took_part", "aboard") else _group(blanked, value, language, fates)
            found[value.start] = _quantity(text, value, outcome, group, language)
    return found


def _is_of_crowd(text: str, value: Value, start: int, end: int) -> bool:
    """Whether a count is of who took part: in front of a verb ("300 marched"), or behind "a crowd of"."""
    behind = text[start:end].rsplit(maxsplit=1)[-1].lower() in words_of_all("prepositions")
    return value.start >= end if behind else value.end <= start


def _gap(text: str, value: Value, start: int, end: int) -> int | None:
    """Words between a figure and a word, None when there are too many or the clause ends between them."""
    between = text[value.end : start] if value.end <= start else text[end : value.start]
    if value.start < end and start < value.end:
        return None
    words = COMPOUND.findall(between)
    most = _TOLL_GAP if text[start:end].lower() == "toll" and end <= value.start else _GAP
    if _BREAK.search(between) or len(words) > most or re.search(r"\d", between):
        return None
    return len(words) + 2 * any(
        word.lower() in words_of_all("clause_joiners") for word in words
    )  # "18 died and 30 were hurt"


def _is_increase(text: str, value: Value) -> bool:
    """Whether a figure comes on top of others ("three more bodies") and is not a total."""
    before = COMPOUND.findall(text[max(0, value.start - 20) : value.start])
    return _following(text, value) in words_of_all("increases") or (
        bool(before) and before[-1].lower() in words_of_all("increases_before")
    )


def _following(text: str, value: Value) -> str:
    """The word right behind a figure, in lower case; of "19 other children" the children."""
    place = value.end + 1 if text[value.end : value.end + 1] == " " else len(text)
    word = COMPOUND.match(text, place)
    if word and word[0].lower() in words_of_all("others") and text[word.end() : word.end() + 1] == " ":
        word = COMPOUND.match(text, word.end() + 1) or word
    return word[0].lower() if word and word[0][0].isalpha() else ""


def _noun(text: str, value: Value, language: str, fates: Mapping[str, str]) -> str:
    """The stem of who is counted, "" for people in general."""
    word = _following(text, value)
    plain = word in words_of_all("people") or word in fates or word in load_language(language).function_words
    return "" if plain else stemmer(language)(word)


def _group(text: str, value: Value, language: str, fates: Mapping[str, str]) -> str:
    """The stem of the group whose fate is told, "" for all people in the event, whatever they are there.

    Of "two passengers and the driver" the passengers are a part.
    """
    word = _following(text, value)
    behind = COMPOUND.findall(text[value.end : value.end + _REACH])
    joined_by = behind[behind.index(word) + 1 : behind.index(word) + 2] if word in behind else []
    if not words_of_all("relatives").isdisjoint(joined_by):
        return " ".join((word, *joined_by))
    whole = word in words_of_all("everyone") and words_of_all("clause_joiners").isdisjoint(joined_by)
    return "" if whole else _noun(text, value, language, fates)


def _plain(text: str, value: Value, language: str) -> Quantity:
    """A figure with the noun right after it; money and shares are what they are of without one."""
    of = value.kind if value.kind != "count" else _noun(text, value, language, {}) or _deed(text, value, language)
    return _quantity(text, value, of, "", language)


def _deed(text: str, value: Value, language: str) -> str:
    """What people in general did, as their number's name: of "12,000 people marched" the stem "march"; "" for none."""
    words = _PEOPLE_DID.match(text, value.end)
    if (
        not words
        or words["who"].lower() not in words_of_all("people")
        or words["did"].lower() in load_language(language).function_words
    ):
        return ""
    return stemmer(language)(words["did"].lower())


def _quantity(text: str, value: Value, of: str, noun: str, language: str) -> Quantity:
    bound = bound_of(text, value.start, value.end, language)
    return Quantity(of, noun, value, bound, value.start, value.end)


def _fate_words(language: str) -> Mapping[str, str]:
    return load_language(language).outcomes or load_language("en").outcomes


@cache
def _fate_phrases(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The phrases of each outcome as a pattern."""
    return tuple((outcome, joined(words)) for outcome, words in load_language(language).outcome_phrases.items())


@cache
def _part() -> re.Pattern[str]:
    """A part of those counted, which is no other count: ", including two children,"."""
    leads = "|".join(map(re.escape, sorted(words_of_all("including"))))
    return re.compile(rf",? (?:{leads})\b[^,.;()]{{0,80}},?")
