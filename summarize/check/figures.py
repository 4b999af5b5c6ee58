"""The check of numbers: every number of a claim stands in its evidence, by value, in its unit, within its bounds.

"Half a trillion dollars" is $500 billion and 3.2 metres are 320 cm; "more than 500" is not 500, 6 miles are not 6 km,
and 43 injured are not 43 dead. Never adds up but what "points" name, never converts money.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from itertools import islice, pairwise

from ..records import Check, Claim
from ..text.bounds import Bound, bears, bound_of
from ..text.dates import dates
from ..text.units import Measure, convert, measure_of, rate_of
from ..text.values import Value, agrees, values
from ..text.words import terms, word_set, words
from .context import Context, counted, missing, names_in

# Words that say a small number without naming it.
_SAY_ONE = frozenset(("a", "an", "one", "single", "only", "another", "each", "sole", "lone", "once"))
_SAY_TWO = frozenset(("both", "two", "pair", "couple", "twice", "either", "neither", "double", "second"))
_ROUNDING: dict[Bound, str] = {"over": ROUND_FLOOR, "least": ROUND_FLOOR, "about": ROUND_HALF_UP}
_ROUNDING |= {"under": ROUND_CEILING, "most": ROUND_CEILING, "nearly": ROUND_CEILING}
_COUNTS_REPORTS = re.compile(r"\s+(?:news )?reports?\b")  # copies of one origin are one report
_COUNTS_ARTICLES = re.compile(r"\s+(?:news )?(?:articles?|outlets?)\b")
_OUT_OF = re.compile(r"\s(?:in|out of|out of every|in every|von|de cada|em cada|sur)\s")
_AND_A_HALF = re.compile(r"\b(?:an?|one)\s(?:[^\W\d_]{3,10})\sand\sa\s$")
_POINTS = re.compile(r"[\s-](?:percentage[\s-])?points?\b")
_ACCORDING = frozenset(("Segundo", "Secondo", "Second", "Segunda"))  # opens a sentence: "according to", "secondly"
_MINUS = re.compile(r"\bminus\s\Z")
_METRES = re.compile(r"(\d+)\s?m")
_MOST = 300  # numbers of evidence looked at: the work for a claim stays linear
_WINDOW = 60  # characters behind a number that say what it counts
_ENDS_CLAUSE = re.compile(r"[,;:.!?()“”\"]|\d|\b(?:and|but|while|und|y|et|e)\b")
# What anything countable may be called, so that it tells no number from another.
_GENERIC = word_set(
    "people person persons man men woman women other others individuals sources officials total least more"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what stands around it: its unit, what it is counted for ("day"), its bound, and what it counts."""

    value: Value
    measure: Measure | None = None
    rate: str = ""
    bound: Bound = ""
    counts: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """As written, unit included."""
        return self.value.text


def check_numbers(claim: Claim, context: Context) -> Check:
    """Whether every number of the claim stands in its evidence, by value, unit and bound."""
    said = figures(claim.text, context, with_years=False)
    known = _known_figures(claim, context)
    derived = [share.figure for item in claim.evidence for share in _shares(item.text, context)][:_MOST]
    shares = [*derived, *(figure for figure in known if figure.value.kind == "share")]
    own_shares = {place: share for share in _shares(claim.text, context) for place in share.parts}
    loose = {word.lower() for item in claim.evidence for word in words(item.text)}
    for bare in said:
        share = own_shares.get(bare.value.start)
        figure = share.figure if share and shares else bare
        why = _why_not(figure, [*known, *derived])
        if not why or _is_excused(figure, claim, known, loose, context):
            continue
        alike = [other.text for other in known if other.value.kind == figure.value.kind]
        there = alike or [other.text for other in known]
        return Check("numbers", "fail", missing(figure.text, claim.evidence, context, there, why.strip()))
    return Check("numbers", "pass", counted(len(said), "number"))


def borne_figures(claim: Claim, context: Context) -> list[Figure]:
    """The numbers of a claim that its evidence bears, however they are written there."""
    known = _known_figures(claim, context)
    return [said for said in figures(claim.text, context, with_years=False) if not _why_not(said, known)]


def _known_figures(claim: Claim, context: Context) -> list[Figure]:
    """The numbers of the evidence, up to a bound that no honest sentence reaches."""
    found = (figure for item in claim.evidence for figure in figures(item.text, context, with_years=True))
    return list(islice(found, _MOST))


def figures(text: str, context: Context, *, with_years: bool) -> list[Figure]:
    """Numbers outside dates; the years of dates count as numbers that a claim may use."""
    found = dates(text, context.language)
    taken = {place for mention in found for place in range(mention.start, mention.end)}
    blanked = "".join(" " if place in taken else char for place, char in enumerate(text)) if taken else text
    read = [value for value in values(blanked, context.language) if value.text not in _ACCORDING]
    made = [_figure(blanked, value, context.language) for value in read]
    if with_years:
        years = [(mention, Decimal(mention.year)) for mention in found if mention.year]
        made += [Figure(Value("year", year, year, "", seen.start, seen.end, seen.text)) for seen, year in years]
    return made


def _figure(text: str, value: Value, language: str) -> Figure:
    """A value with its unit, rate and bound read from the text around it."""
    bound = bound_of(text, value.start, value.end, language)
    minus = _MINUS.search(text, max(0, value.start - 8), value.start)
    if value.kind == "count" and minus:
        value = replace(value, low=-abs(value.low), high=-abs(value.high))
        bound = bound_of(text, minus.start(), value.end, language)
    counts = _counts_what(text, value.end, language)
    end, measure = value.end, None
    if value.text.lower() == "half" and language == "en":
        value, end, measure = _half_of_unit(text, value)
    if measure is None and value.kind in ("count", "label", "year"):
        measure = measure_of(text, end, language)
    if measure is not None:
        whole = max(measure.end, value.end)
        value = replace(value, end=whole, text=text[value.start : whole])
    return Figure(value, measure, rate_of(text, value.end), bound, counts)


def _half_of_unit(text: str, value: Value) -> tuple[Value, int, Measure | None]:
    """ "half a year" is 0.5 of a unit, "a minute and a half" 1.5 of one."""
    before = _AND_A_HALF.search(text, max(0, value.start - 24), value.start)
    if before:
        measure = measure_of(text, before.start() + text[before.start() :].index(" "), "en")
        if measure:
            number = Decimal("1.5")
            return replace(value, kind="count", low=number, high=number), value.end, replace(measure, end=value.end)
    for article in (" a", " an"):
        if text.startswith(f"{article} ", value.end):
            measure = measure_of(text, value.end + len(article), "en")
            if measure:
                return replace(value, kind="count"), value.end, measure
    return value, value.end, None


def _counts_what(text: str, end: int, language: str) -> tuple[str, ...]:
    """The first content words behind a number in its clause: what it counts and what became of it."""
    after = text[end : end + _WINDOW]
    stop = _ENDS_CLAUSE.search(after)
    clause = after[: stop.start()] if stop else after.rpartition(" ")[0]
    kept = [word for word in words(clause) if word.lower() not in _GENERIC]
    return tuple(terms(" ".join(kept), language))[:3]


def _why_not(said: Figure, known: Sequence[Figure]) -> str:
    """Why no figure of the evidence bears one of the claim; "" where one does, " " where there is nothing to say."""
    why = " "
    for found in known:
        reason = _contradiction(said, found)
        if not reason or _is_metres(said, found) or _is_metres(found, said):
            return _counted_elsewhere(said, known)
        why = reason if reason != " " else why
    return "" if _is_rounded(said, known) else why


def _contradiction(said: Figure, found: Figure) -> str:
    """Why a figure of the evidence does not bear one of the claim; " " where it is another number altogether."""
    if said.rate and found.rate and said.rate != found.rate and agrees(said.value, found.value):
        return f"that is for each {found.rate}, not {said.rate}"
    if said.measure and found.measure and said.value.low == said.value.high:
        return _other_unit(said, found, said.measure, found.measure)
    if not agrees(said.value, found.value):
        return " "
    if said.value.low != said.value.high or found.value.rough or said.value.rough:
        return ""
    if _bears(said, found):
        return ""
    return f"it says {_bounded(found)} there"


def _is_metres(short: Figure, long: Figure) -> bool:
    """Whether "100m", which may be a million or metres, stands beside "100 metres"."""
    match = _METRES.fullmatch(short.text)
    if not match or not long.measure or long.measure.kind != "length":
        return False
    return long.measure.factor == 1 and Decimal(match[1]) == long.value.low


def _other_unit(said: Figure, found: Figure, unit: Measure, other: Measure) -> str:
    """The same for two figures with units: they agree when the one, converted, rounds to the other."""
    low, high = (convert(number, other, unit) for number in (found.value.low, found.value.high))
    if low is None or high is None:
        return f"“{found.text}” measures something else" if agrees(said.value, found.value) else " "
    exact = said.value.low in (low, high)
    same = unit.factor == other.factor and unit.name == other.name
    copied = said.value.low in (found.value.low, found.value.high)  # the number kept, the unit changed
    if exact or (
        not (same or copied) and said.value.low in (_rounded(low, said.value.low), _rounded(high, said.value.low))
    ):
        return "" if not exact or _bears(said, found) else f"it says {_bounded(found)} there"
    if agrees(said.value, found.value) and not same:
        return f"“{found.text}” is {_short(low)} {unit.name}"
    return " "


def _bears(said: Figure, found: Figure) -> bool:
    """Whether the bound of a found number allows what is said with the same number; a range bounds by its ends."""
    low, high, number = found.value.low, found.value.high, said.value.low
    if low != high and number in (low, high):
        ends = ("over", "least") if number == high else ("under", "most")
        return said.bound not in ends
    return bears(said.bound, found.bound)


def _counted_elsewhere(said: Figure, known: Sequence[Figure]) -> str:
    """Why a number that stands in the evidence is still wrong: what it is said to count has another number there."""
    equal = [found for found in known if not _contradiction(said, found)]
    held = {word for found in equal for word in found.counts}
    if not said.counts or held.intersection(said.counts) or not all(found.counts for found in equal):
        return ""
    if said.value.kind in ("label", "year", "time"):
        return ""
    others = [found for found in known if found.value.kind == said.value.kind and not agrees(said.value, found.value)]
    for found in others:
        if said.counts[0] in found.counts:
            return f"“{found.text}” stands with that there"
    return ""


def _is_rounded(said: Figure, known: Sequence[Figure]) -> bool:
    """Whether a hedged number ("about 500", "more than 500") is what a number of the evidence rounds to."""
    way = _ROUNDING.get(said.bound)
    value = said.value
    if way is None or value.low != value.high or not value.low:
        return False
    digits = len(value.low.normalize().as_tuple().digits)
    for found in known:
        number = _in_unit(found, said, way)
        if number is None or not number or found.value.rough:
            continue
        near = _to_digits(number, digits, way)
        if number != value.low and agrees(value, replace(found.value, low=near, high=near)):
            return True
    return False


def _in_unit(found: Figure, said: Figure, way: str) -> Decimal | None:
    """The end of a found number that a rounding looks at, in the unit of the claim."""
    number = found.value.high if way == ROUND_CEILING else found.value.low
    if said.measure and found.measure:
        return convert(number, found.measure, said.measure)
    return number


def _rounded(number: Decimal, like: Decimal) -> Decimal:
    """A number with as many digits as another one is written with."""
    return _to_digits(number, len(like.normalize().as_tuple().digits), ROUND_HALF_UP) if number else number


def _to_digits(number: Decimal, digits: int, way: str) -> Decimal:
    step = Decimal(1).scaleb(number.adjusted() - digits + 1)
    whole: Decimal = (number / step).to_integral_value(rounding=way)
    return whole * step


def _is_excused(figure: Figure, claim: Claim, known: Sequence[Figure], loose: set[str], context: Context) -> bool:
    """Whether a number that no number of the evidence bears needs none."""
    value = figure.value
    return (
        _is_small(figure, known, loose)
        or _is_way(claim.text, value, known)
        or _counts_reports(value, claim)
        or _is_listed(figure, claim, known, context)
        or _is_difference(figure, claim.text, known)
    )


def _is_small(figure: Figure, known: Sequence[Figure], loose: set[str]) -> bool:
    """One and two said in words: "one of the men" beside "an official", "two" beside "both"; "first" as an adverb."""
    value = figure.value
    spoken = value.text.isalpha()
    if not spoken or value.kind not in ("count", "ordinal"):
        return False
    if value.kind == "ordinal" and any(
        set(figure.counts[:1]) & set(found.counts) for found in known if found.value.kind == "ordinal"
    ):
        return False  # the first quarter is not the second one
    if value.low == 1:
        return value.kind == "ordinal" or bool(loose & _SAY_ONE)
    return value.low == 2 and bool(loose & _SAY_TWO)


def _is_way(text: str, value: Value, known: Sequence[Figure]) -> bool:
    """ "rose from 18 to 21" where 18 and 21 stand apart: a way between two numbers, not a range."""
    if value.low == value.high or not re.search(
        r"\b(?:from|von|de|da)\b", text[max(0, value.start - 24) : value.start]
    ):
        return False
    ends = [replace(value, low=end, high=end) for end in (value.low, value.high)]
    return all(any(agrees(end, found.value) for found in known) for end in ends)


def _counts_reports(value: Value, claim: Claim) -> bool:
    """Whether a number is the summary's own count of its evidence: "one report says", "three articles say".

    Not "two sources say": those are people, and only an article can count them.
    """
    end = value.start + len(value.text.split()[0])
    for pattern, most in ((_COUNTS_REPORTS, claim.origins), (_COUNTS_ARTICLES, claim.articles)):
        if pattern.match(claim.text, end):
            return value.low == value.high and 1 <= value.low <= most
    return False


def _is_listed(figure: Figure, claim: Claim, known: Sequence[Figure], context: Context) -> bool:
    """ "the two ministers" where the evidence names two, joined by "and", and no small number of its own."""
    value = figure.value
    if not (value.text.isalpha() and value.kind == "count" and 2 <= value.low <= 4):
        return False
    if any(found.value.kind == "count" and found.value.low <= 10 for found in known):
        return False
    lists = [size for item in claim.evidence for size in _lists(item.text, context)]
    return int(value.low) in lists


def _lists(text: str, context: Context) -> Iterator[int]:
    """The lengths of the lists of names in a text: names with nothing but commas and "and" between them."""
    run, last = 1, None
    for name in names_in(text, context):
        gap = text[last.end : name.start] if last else ""
        before = " ".join(word for word in words(gap) if word.islower() or word in ("President", "Minister"))
        run = run + 1 if last and (gap.strip() == "," or before in ("and", "und", "y", "e", "et")) else 1
        if run > 1:
            yield run
        last = name


def _is_difference(figure: Figure, text: str, known: Sequence[Figure]) -> bool:
    """ "fell seven points" where the evidence gives both shares."""
    if not _POINTS.match(text, figure.value.start + len(figure.value.text)):
        return False
    shares = [found.value.low for found in known if found.value.kind == "share"]
    return any(abs(one - two) * 100 == figure.value.low for one in shares for two in shares)


@dataclass(frozen=True, slots=True)
class _Share:
    """ "one in four" as the share it is; `parts` are the places of its two numbers."""

    figure: Figure
    parts: tuple[int, int]


def _shares(text: str, context: Context) -> list[_Share]:
    """The shares that two numbers of a text make: "one in four", "3 out of 10"."""
    found = values(text, context.language)
    made = []
    for one, two in pairwise(found):
        between = text[one.end : two.start]
        if _OUT_OF.fullmatch(between) and one.kind == two.kind == "count" and 0 < one.low < two.low:
            share = one.low / two.low
            value = Value("share", share, share, "", one.start, two.end, text[one.start : two.end])
            bound = bound_of(text, one.start, two.end, context.language)
            made.append(_Share(Figure(value, bound=bound), (one.start, two.start)))
    return made


def _bounded(figure: Figure) -> str:
    wording = {"over": "more than", "least": "at least", "under": "less than", "most": "at most", "nearly": "nearly"}
    said = wording.get(figure.bound, "about" if figure.bound else "just")
    return f"“{said} {figure.text}”" if figure.bound else f"“{figure.text}”"


def _short(number: Decimal) -> str:
    text = f"{number:.2f}" if abs(number) < 100 else f"{number:.0f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
