"""The check of numbers: every number of a claim is in its sources, by value, in its unit, within its bounds.

"Half a trillion dollars" is $500 billion and 3.2 metres are 320 cm; "more than 500" is supported by 523, 6 miles are
not 6 km, $90 a month are not $90 a year. What can be calculated from two numbers of the sources by adding, subtracting
or dividing is unclear, because this check does not know whether the calculation is right. Never converts money.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain, islice, permutations

from ..lang.language import words_of_all
from ..lang.patterns import PHRASES, pattern_of, pattern_of_all
from ..nlp.doc import Doc
from ..nlp.numbers import Figure, bears
from ..nlp.numeric_values import agrees
from ..nlp.tokenize import terms, words
from ..nlp.units import convert
from .passages import Findings, Found, Lookup, Passage, beside, quoted

_SMALL = 12  # a plain count up to here stands in many places: beside the cited spans it must count the same thing
_SAME_MATTER = 3  # content stems that an uncited sentence must share with the claim to support a number of it
_MOST = 60  # numbers of the evidence that are combined with each other, to limit the work per claim
_WINDOW = 60  # characters after "several" within which its noun stands
_PERCENT = 100
_METRES = re.compile(r"(\d+)\s?m")
# By the claim's bound: the least and the most that a number in the sources may be, as a multiple of the claim's.
_WITHIN = {
    "over": (Decimal(1), Decimal(2)), "least": (Decimal(1), Decimal(2)),
    "under": (Decimal("0.5"), Decimal(1)), "most": (Decimal("0.5"), Decimal(1)),
    "nearly": (Decimal("0.85"), Decimal(1)), "about": (Decimal("0.9"), Decimal("1.1")),
}  # fmt: skip


def check_numbers(claim: Doc, reports: int, articles: int, lookup: Lookup) -> Findings:
    """Look for every number of a claim; `reports` and `articles` are how many it rests on, which it may state."""
    findings = Findings("numbers", "number")
    one = _one_there(claim, lookup)
    findings.failed += [one] if one else []
    for said in _said(claim):
        if _counts_sources(said, claim, reports, articles):
            continue
        findings.looked_at += 1
        found = lookup.find(lambda passage, said=said: _bears(passage, said, claim, lookup))  # type: ignore[misc]
        if found is None and (share := _as_share(said, claim)):
            found = lookup.find(lambda passage, share=share: _bears(passage, share, claim, lookup))  # type: ignore[misc]
        otherwise = _counted_otherwise(said, claim, found, lookup) if found else ""
        if otherwise:
            findings.failed.append(f"{quoted(said.text)}: {otherwise}")
        elif found:
            findings.take(said.text, found, lookup)
        elif not _is_excused(said, claim, lookup):
            _miss(said, claim, lookup, findings)
    return findings


def _one_there(claim: Doc, lookup: Lookup) -> str:
    """Why "several aides said" is wrong if the cited passages speak of one aide, once, and of no more."""
    cited = " ".join(passage.doc.text for passage in lookup.cited)
    several = pattern_of(claim.language, "vague_plurals", rf"\b{PHRASES}\s")  # more than two or three of something
    for match in several.finditer(claim.text):
        after = words(claim.text[match.end() : match.end() + _WINDOW])[:3]
        noun = next((word for word in after if word.endswith("s") or word == "people"), "")
        single = "person" if noun == "people" else re.escape(noun.removesuffix("s"))
        ones = (
            re.findall(rf"\b(?:an?|one|the)\s(?:[\w'-]+\s){{0,3}}{single}\b", cited, re.IGNORECASE)
            if len(noun) > 3
            else []
        )
        if len(ones) == 1 and not re.search(rf"\b{re.escape(noun)}\b", cited, re.IGNORECASE):
            return f"{quoted(match.group().strip())}: the cited passages speak of {quoted(ones[0])}"
    return ""


def _said(claim: Doc) -> Iterator[Figure]:
    """The numbers of a claim; two that make a share ("one in four") are one."""
    shares = claim.shares
    for figure in claim.figures:
        share = next((each for each in shares if each.value.start <= figure.value.start < each.value.end), None)
        if share is None:
            yield figure
        elif share.value.start == figure.value.start:
            yield share


def _as_share(said: Figure, claim: Doc) -> Figure | None:
    """A number as a share if one stands before it and it counts nothing: "Dorn at 32 percent, Ode at 22"."""
    value = said.value
    if value.kind != "count" or said.measure or said.counts or not 0 <= value.low <= value.high <= _PERCENT:
        return None
    if not any(figure.value.kind == "share" and figure.value.end <= value.start for figure in claim.figures):
        return None
    return replace(said, value=replace(value, kind="share", low=value.low / _PERCENT, high=value.high / _PERCENT))


def _known(passage: Passage) -> Iterator[Figure]:
    doc = passage.doc
    return chain(doc.figures, doc.shares, doc.years)


def _cited(lookup: Lookup) -> list[Figure]:
    """The numbers of the cited spans."""
    return [figure for passage in lookup.cited for figure in _known(passage)]


def _bears(passage: Passage, said: Figure, claim: Doc, lookup: Lookup) -> bool:
    """Whether a passage supports a number: value, unit and bound. An uncited one must be about the same matter."""
    if not any(_why_not(said, found) == "" for found in _known(passage)):
        return False
    if passage in lookup.cited or passage.start < 0:
        return True
    if len(claim.stems & passage.doc.stems) < _SAME_MATTER:
        return False
    return _is_telling(said) or any(
        _why_not(said, found) == "" and _count_alike(said, found) for found in _known(passage)
    )


def _is_telling(said: Figure) -> bool:
    """Whether a number itself says what it is about: an amount, a share, a measure, a large count."""
    value, measure = said.value, said.measure
    if measure is not None and measure.kind != "time":
        return True
    return value.kind not in ("count", "ordinal") or abs(value.low) > _SMALL


def _count_alike(said: Figure, found: Figure) -> bool:
    return not said.counts or not found.counts or bool(set(said.counts[:2]) & set(found.counts))


def _why_not(said: Figure, found: Figure) -> str:
    """Why a number of the sources does not support one of a claim; "" if it does, " " if it is another number."""
    same = agrees(said.value, found.value)
    if said.rate and found.rate and said.rate != found.rate and same:
        return f"there it is for each {found.rate}"
    if said.measure and found.measure and said.value.low == said.value.high:
        return _other_unit(said, found)
    if _is_metres(said, found) or _is_metres(found, said):
        return ""
    if same or _is_same_hour(said, found):
        return _other_bound(said, found)
    return "" if _is_within(said, found.value.low) or _is_within(said, found.value.high) else " "


def _is_same_hour(said: Figure, found: Figure) -> bool:
    """Whether "3:12" may be "3:12 p.m.": a range names the half of the day once."""
    if not said.value.kind == found.value.kind == "time" or "m" in said.text.lower():
        return False
    return (said.value.low - found.value.low) % 720 == 0


def _other_bound(said: Figure, found: Figure) -> str:
    """Why a bound or an estimate does not allow what the claim says with the same number."""
    turned = {"over": ("under", "most", "nearly"), "least": ("under", "nearly"), "under": ("over", "least"),
              "most": ("over",), "nearly": ("over",)}  # fmt: skip
    if found.bound == "under" and not said.bound:
        return f"there it is {_bounded(found)}"
    if said.bound in turned.get(found.bound, ()):
        return f"there it is {_bounded(found)}"
    return "" if bears(said.bound, found.bound) or said.bound in ("nearly", "about") else "?"


def _other_unit(said: Figure, found: Figure) -> str:
    """The same for two numbers with units: they agree if the one, converted, rounds to the other."""
    unit, other = said.measure, found.measure
    assert unit is not None and other is not None, "only called for measures"  # noqa: S101 - states the invariant
    low, high = (convert(number, other, unit) for number in (found.value.low, found.value.high))
    if low is None or high is None:
        return f"there it is {quoted(found.text)}" if agrees(said.value, found.value) else " "
    if said.value.low in (low, high):
        return _other_bound(said, found)
    copied = said.value.low in (found.value.low, found.value.high)  # the number kept, the unit changed
    if copied:
        return f"there it is {quoted(found.text)}"
    if unit.factor != other.factor and said.value.low in (
        _rounded(low, said.value.low),
        _rounded(high, said.value.low),
    ):
        return ""
    return "" if _is_within(said, low) or _is_within(said, high) else " "


def _is_within(said: Figure, number: Decimal) -> bool:
    """Whether a hedged number ("about 500", "more than a quarter") is true of another one."""
    value = said.value
    if said.bound not in _WITHIN or value.low != value.high:
        return False
    if value.kind in ("year", "ordinal", "time", "label"):
        return False
    least, most = _WITHIN[said.bound]
    return value.low * least <= number <= value.low * most


def _is_metres(short: Figure, long: Figure) -> bool:
    """Whether "100m", which may be a million or metres, is beside "100 metres"."""
    match = _METRES.fullmatch(short.text)
    if not match or not long.measure or long.measure.kind != "length":
        return False
    return long.measure.factor == 1 and Decimal(match[1]) == long.value.low


def _counted_otherwise(said: Figure, claim: Doc, found: Found, lookup: Lookup) -> str:
    """Why a number in the cited spans is still wrong: what it is said to count has a different number there.

    If the claim tells that other number too, the two are swapped only if each stands with the other's words.
    """
    if not said.counts or said.value.kind in ("label", "year", "time"):
        return ""
    cited = _cited(lookup)
    equal = [each for each in cited if not _why_not(said, each).strip("?")]
    if found.scope != "cited" or any(set(said.counts) & set(each.counts) or not each.counts for each in equal):
        return ""
    for other in cited:
        if other.value.kind != said.value.kind or not _why_not(said, other).strip("?") or not _same_thing(said, other):
            continue
        twin = next((each for each in claim.figures if agrees(each.value, other.value)), None)
        exchanged = twin is None or any(set(twin.counts) & set(each.counts) for each in equal)
        if exchanged:
            return f"the cited passages say {quoted(other.text)} of that"
    return ""


def _same_thing(said: Figure, other: Figure) -> bool:
    """Whether two numbers count the same thing, or are spans of time."""
    if said.measure and other.measure:
        return said.measure.kind == other.measure.kind == "time"
    return said.counts[0] in other.counts


def _miss(said: Figure, claim: Doc, lookup: Lookup, findings: Findings) -> None:
    """Say why a number that nothing supports is unclear or wrong."""
    cited = _cited(lookup)
    reasons = [why for found in cited if (why := _why_not(said, found)).strip()]
    written = quoted(said.text)
    if any(why == "?" for why in reasons):
        findings.unclear.append(
            f"{written} has a bound in {lookup.where()} that the claim does not say, or the other way round"
        )
    elif reasons:
        findings.failed.append(f"{written}: {reasons[0]}")
    elif _may_be_worked_out(said, claim, cited, lookup):
        findings.unclear.append(f"{written} is not in {lookup.where()}, but may be worked out from what is")
    elif _is_loose(said, lookup) and not _is_contradicted(said, cited):
        findings.unclear.append(f"{written} stands in {lookup.where()} of other things only")
    elif lookup.story.is_foreign(lookup.evidence) and not (_is_telling(said) and any(map(str.isdigit, said.text))):
        findings.unclear.append(f"{written} is not written this way in a source in another language")
    else:
        alike = [other.text for other in cited if other.value.kind == said.value.kind]
        findings.failed.append(f"{written} is nowhere in the sources{beside(alike or [other.text for other in cited])}")


def _is_loose(said: Figure, lookup: Lookup) -> bool:
    """Whether the number itself is somewhere in the articles, though counting something else."""
    return any(_why_not(said, found) == "" for passage in lookup.everywhere() for found in _known(passage))


def _is_contradicted(said: Figure, cited: Sequence[Figure]) -> bool:
    """Whether the cited spans give another number for what the claim counts."""
    return any(found.value.kind == said.value.kind and set(found.counts[:2]) & set(said.counts[:2]) for found in cited)


def _is_excused(said: Figure, claim: Doc, lookup: Lookup) -> bool:
    """Whether a number that no number of the sources supports needs no support."""
    cited = _cited(lookup)
    return (
        _is_spoken(said, cited, lookup)
        or _is_way(said, claim.text, cited)
        or _is_listed(said, lookup)
        or _is_inflected(said, claim, lookup)
        or (said.value.kind == "label" and _is_name_part(said, lookup))
    )


def _is_spoken(said: Figure, cited: Sequence[Figure], lookup: Lookup) -> bool:
    """One and two said in words: "one of the men" beside "an official", "two" beside "both"; "first" as an adverb."""
    value = said.value
    if not value.text.isalpha() or value.kind not in ("count", "ordinal"):
        return False
    if value.kind == "ordinal" and any(
        set(said.counts[:1]) & set(found.counts) for found in cited if found.value.kind == "ordinal"
    ):
        return False  # the first quarter is not the second one
    loose = {word.lower() for passage in lookup.cited for word in passage.doc.words}
    if value.low == 1:
        return value.kind == "ordinal" or bool(loose & words_of_all("says_one"))
    return value.low == 2 and bool(loose & words_of_all("says_two"))


def _is_inflected(said: Figure, claim: Doc, lookup: Lookup) -> bool:
    """Whether an ordinal stands there in another form, for a noun of another gender: "quarto", "quarta colocação"."""
    if said.value.kind != "ordinal" or not said.text.isalpha():
        return False
    stems = set(terms(said.text, claim.language))
    return bool(stems) and any(stems <= passage.doc.stems for passage in lookup.cited)


def _is_way(said: Figure, text: str, cited: Sequence[Figure]) -> bool:
    """ "rose from 18 to 21" where 18 and 21 are apart: a change between two numbers, not a range."""
    value = said.value
    before = text[max(0, value.start - 24) : value.start]
    begins = [pattern_of_all(key, flags=0) for key in ("before_range_starts", "before_joined_ends")]
    if value.low == value.high or not any(each.search(before) for each in begins):
        return False
    ends = [replace(value, low=end, high=end) for end in (value.low, value.high)]
    return all(any(agrees(end, found.value) for found in cited) for end in ends)


def _is_listed(said: Figure, lookup: Lookup) -> bool:
    """ "the two ministers" if the cited spans name at least two."""
    value = said.value
    if not (value.text.isalpha() and value.kind == "count" and 2 <= value.low <= 4):
        return False
    return any(len(passage.doc.names) >= value.low for passage in lookup.cited)


def _is_name_part(said: Figure, lookup: Lookup) -> bool:
    """Whether a number attached to letters ("F-16", "G7", "Maroon 5") occurs somewhere exactly as written."""
    written = said.text.lower()
    return any(written in passage.doc.text.lower() for passage in lookup.everywhere())


def _counts_sources(said: Figure, claim: Doc, reports: int, articles: int) -> bool:
    """Whether a number is the summary's own count of its sources: "two reports say", "three outlets say".

    Not "two sources say": those are people, and only an article can count them.
    """
    after = [word.lower() for word in words(claim.text[said.value.start : said.value.end + 24])]
    single = said.value.low == said.value.high
    for nouns, most in ((("report", "reports"), reports), (("article", "articles", "outlet", "outlets"), articles)):
        if single and 1 <= said.value.low <= most and any(word in nouns for word in after[1:3]):
            return True
    return False


def _may_be_worked_out(said: Figure, claim: Doc, cited: Sequence[Figure], lookup: Lookup) -> bool:
    """Whether two numbers give the claim's: a sum, a difference, a part, so many times as much, a span of time."""
    value = said.value
    if value.kind in ("year", "label", "ordinal") or value.low != value.high:
        return False
    if said.measure and said.measure.kind == "time" and _spans_time(claim, lookup):
        return True
    others = [figure for figure in claim.figures if figure is not said]
    ends = chain.from_iterable(map(_ends, chain(cited, others)))
    known = [found for found in islice(ends, _MOST) if found.value.kind not in ("ordinal", "label")]
    for one, two in permutations(known, 2):
        if one.value.kind != two.value.kind:
            if one.value.kind == "share" and _rounded(one.value.low * two.value.low, value.low) == value.low:
                return True  # three in four of 3.4 million
            continue
        for made in _made_of(one.value.low, two.value.low):
            if made in (value.low, value.low * 100, value.low / 100) or _rounded(made, value.low) == value.low:
                return True
            if _is_within(said, made):
                return True
    return False


def _ends(figure: Figure) -> Iterator[Figure]:
    """A number; for a range ("from 20 to 50 million") both ends."""
    for end in sorted({figure.value.low, figure.value.high}):
        yield replace(figure, value=replace(figure.value, low=end, high=end))


def _made_of(one: Decimal, two: Decimal) -> Iterator[Decimal]:
    yield one + two
    yield abs(one - two)
    yield abs(one - two) * 100  # points of two shares; centimetres of two lengths in metres
    if two:
        yield one / two


def _spans_time(claim: Doc, lookup: Lookup) -> bool:
    """Whether there are two days, years or times of day between which a span of time may lie."""
    docs = [claim, *(passage.doc for passage in lookup.cited)]
    days = sum(len(doc.dates) for doc in docs)
    times = sum(figure.value.kind in ("time", "year") for doc in docs for figure in doc.figures)
    published = any(passage.published for passage in lookup.cited)
    return days + times + published >= 2


def _rounded(number: Decimal, like: Decimal) -> Decimal:
    """A number with as many digits as another one is written with."""
    if not number or not like:
        return number
    step = Decimal(1).scaleb(number.adjusted() - len(like.normalize().as_tuple().digits) + 1)
    whole: Decimal = (number / step).to_integral_value(rounding=ROUND_HALF_UP)
    return whole * step


def _bounded(figure: Figure) -> str:
    wording = {"over": "more than", "least": "at least", "under": "less than", "most": "at most", "nearly": "nearly"}
    return quoted(f"{wording.get(figure.bound, 'about')} {figure.text}" if figure.bound else figure.text)
