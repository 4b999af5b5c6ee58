"""The check of numbers: every number of a claim is in its sources, by value, in its unit, within its bounds.

"Half a trillion dollars" is $500 billion and 3.2 metres are 320 cm; "more than 500" is supported by 523, 6 miles are
not 6 km, $90 a month are not $90 a year. What can be calculated from two numbers of the sources by adding, subtracting
or dividing is unclear, because this check does not know whether the calculation is right. Never converts money.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum, auto
from itertools import chain, islice, permutations

from ..lang.language import PHRASES, Language, joined, load_language, pattern_of, pattern_of_all, words_of_all
from ..nlp.doc import Doc
from ..nlp.numbers import Figure, convert, supports_bound
from ..nlp.numeric_values import agrees
from ..nlp.tokenize import terms, words
from .passages import EvidenceSearch, Findings, Match, Passage, instead_note, quoted

_SMALL = 12  # a plain count up to here stands in many places: beside the cited spans it must count the same thing
_SAME_MATTER = 3  # content stems that an uncited sentence must share with the claim to support a number of it
_MOST = 60  # numbers of the evidence that are combined with each other, to limit the work per claim
_WINDOW = 60  # characters after "several" within which its noun stands
_SHORT_PLURAL = 3  # letters up to which a word is not taken for a plural: gas, bus
_PERCENT = 100
_METRES = re.compile(r"(\d+)\s?m")
# By the claim's bound: the least and the most that a number in the sources may be, as a multiple of the claim's.
_WITHIN = {
    "over": (Decimal(1), Decimal(2)), "least": (Decimal(1), Decimal(2)),
    "under": (Decimal("0.5"), Decimal(1)), "most": (Decimal("0.5"), Decimal(1)),
    "nearly": (Decimal("0.85"), Decimal(1)), "about": (Decimal("0.9"), Decimal("1.1")),
}  # fmt: skip


class _Relation(Enum):
    """What a number of the sources says of one of a claim."""

    SUPPORTS = auto()
    OTHER_NUMBER = auto()
    OTHER_BOUND = auto()  # the same number, with a bound or estimate that only one of the two has
    CONTRADICTS = auto()  # the same number in another unit, for another rate, or with the opposite bound


@dataclass(frozen=True, slots=True)
class _Comparison:
    """How a number of the sources relates to one of a claim; `instead`: if they contradict, what the source says."""

    relation: _Relation
    instead: str = ""

    @property
    def supports(self) -> bool:
        """Whether the claim's number follows."""
        return self.relation is _Relation.SUPPORTS

    @property
    def is_same_number(self) -> bool:
        """Whether the two are one number, apart from a bound."""
        return self.relation in (_Relation.SUPPORTS, _Relation.OTHER_BOUND)


_SUPPORTS = _Comparison(_Relation.SUPPORTS)
_OTHER_NUMBER = _Comparison(_Relation.OTHER_NUMBER)
_OTHER_BOUND = _Comparison(_Relation.OTHER_BOUND)


def check_numbers(claim: Doc, reports: int, articles: int, search: EvidenceSearch) -> Findings:
    """Look for every number of a claim; `reports` and `articles` are how many it rests on, which it may state."""
    findings = Findings("numbers", "number")
    plural = _plural_of_one(claim, search)
    findings.failed += [plural] if plural else []
    for claimed in _claimed_figures(claim):
        if _counts_sources(claimed, claim, reports, articles):
            continue
        findings.looked_at += 1
        matches = (
            search.find(lambda passage, figure=figure: _supports(passage, figure, claim, search))  # type: ignore[misc]
            for figure in (claimed, _as_share(claimed, claim))
            if figure
        )
        match = next(filter(None, matches), None)
        swapped = _swapped_figure(claimed, claim, match, search) if match else ""
        if swapped:
            findings.failed.append(f"{quoted(claimed.text)}: {swapped}")
        elif match:
            findings.record(claimed.text, match, search)
        elif not _needs_no_support(claimed, claim, search):
            _explain_missing(claimed, claim, search, findings)
    return findings


def _plural_of_one(claim: Doc, search: EvidenceSearch) -> str:
    """Why "several aides said" is wrong if the cited passages speak of one aide, once, and of no more."""
    language = load_language(claim.language)
    cited = " ".join(passage.doc.text for passage in search.cited)
    several = pattern_of(claim.language, "vague_plurals", rf"\b{PHRASES}\s")  # more than two or three of something
    for match in several.finditer(claim.text):
        after = words(claim.text[match.end() : match.end() + _WINDOW])[:3]
        plural, singular = next(((word, one) for word in after if (one := _singular(word, language))), ("", ""))
        if len(plural) <= _SHORT_PLURAL or re.search(rf"\b{re.escape(plural)}\b", cited, re.IGNORECASE):
            continue
        of_one = joined(language.determiners_of_one, rf"\b{PHRASES}\s(?:[\w'-]+\s){{0,3}}{re.escape(singular)}\b")
        if len(ones := of_one.findall(cited)) == 1:
            return f"{quoted(match.group().strip())}: the cited passages speak of {quoted(ones[0])}"
    return ""


def _singular(word: str, language: Language) -> str:
    """The singular of a noun in the plural; "" if the word does not look like one."""
    ending = language.plural_ending
    regular = word.removesuffix(ending) if ending and word.endswith(ending) else ""
    return language.irregular_plurals.get(word, regular)


def _claimed_figures(claim: Doc) -> Iterator[Figure]:
    """The numbers of a claim; two that make a share ("one in four") are one."""
    for figure in claim.figures:
        start = figure.value.start
        share = next((share for share in claim.shares if share.value.start <= start < share.value.end), None)
        if share is None:
            yield figure
        elif share.value.start == start:
            yield share


def _as_share(claimed: Figure, claim: Doc) -> Figure | None:
    """A number as a share if one stands before it and it counts nothing: "Dorn at 32 percent, Ode at 22"."""
    value = claimed.value
    if value.kind != "count" or claimed.measure or claimed.counts or not 0 <= value.low <= value.high <= _PERCENT:
        return None
    if not any(figure.value.kind == "share" and figure.value.end <= value.start for figure in claim.figures):
        return None
    return replace(claimed, value=replace(value, kind="share", low=value.low / _PERCENT, high=value.high / _PERCENT))


def _figures_of(passage: Passage) -> Iterator[Figure]:
    """The numbers of a passage, those that its shares and dates hold too."""
    doc = passage.doc
    return chain(doc.figures, doc.shares, doc.years)


def _cited_figures(search: EvidenceSearch) -> list[Figure]:
    """The numbers of the cited spans."""
    return [figure for passage in search.cited for figure in _figures_of(passage)]


def _supports(passage: Passage, claimed: Figure, claim: Doc, search: EvidenceSearch) -> bool:
    """Whether a passage supports a number: value, unit and bound. An uncited one must be about the same matter."""
    supporting = [source for source in _figures_of(passage) if _compare(claimed, source).supports]
    if not supporting:
        return False
    if passage in search.cited or passage.start < 0:
        return True
    if len(claim.stems & passage.doc.stems) < _SAME_MATTER:
        return False
    return _is_specific(claimed) or any(_count_alike(claimed, source) for source in supporting)


def _is_specific(claimed: Figure) -> bool:
    """Whether a number itself says what it is about: an amount, a share, a measure, a large count."""
    value, measure = claimed.value, claimed.measure
    if measure is not None and measure.kind != "time":
        return True
    return value.kind not in ("count", "ordinal") or abs(value.low) > _SMALL


def _count_alike(claimed: Figure, source: Figure) -> bool:
    return not claimed.counts or not source.counts or bool(set(claimed.counts[:2]) & set(source.counts))


def _compare(claimed: Figure, source: Figure) -> _Comparison:
    """What a number of the sources says of one of a claim: value, unit, rate and bound."""
    same = agrees(claimed.value, source.value)
    if claimed.rate and source.rate and claimed.rate != source.rate and same:
        return _contradicts(f"for each {source.rate}")
    if claimed.measure and source.measure and claimed.value.low == claimed.value.high:
        return _compare_measures(claimed, source)
    if _is_metres(claimed, source) or _is_metres(source, claimed):
        return _SUPPORTS
    if same or _is_same_hour(claimed, source):
        return _compare_bounds(claimed, source)
    is_within = _is_within(claimed, source.value.low) or _is_within(claimed, source.value.high)
    return _SUPPORTS if is_within else _OTHER_NUMBER


def _contradicts(instead: str) -> _Comparison:
    return _Comparison(_Relation.CONTRADICTS, instead)


def _is_same_hour(claimed: Figure, source: Figure) -> bool:
    """Whether "3:12" may be "3:12 p.m.": a range names the half of the day once."""
    if not claimed.value.kind == source.value.kind == "time" or "m" in claimed.text.lower():
        return False
    return (claimed.value.low - source.value.low) % 720 == 0


def _compare_bounds(claimed: Figure, source: Figure) -> _Comparison:
    """What the bound or estimate of the same number allows a claim to say."""
    turned = {"over": ("under", "most", "nearly"), "least": ("under", "nearly"), "under": ("over", "least"),
              "most": ("over",), "nearly": ("over",)}  # fmt: skip
    if source.bound == "under" and not claimed.bound:
        return _contradicts(_with_bound(source))
    if claimed.bound in turned.get(source.bound, ()):
        return _contradicts(_with_bound(source))
    allowed = supports_bound(claimed.bound, source.bound) or claimed.bound in ("nearly", "about")
    return _SUPPORTS if allowed else _OTHER_BOUND


def _compare_measures(claimed: Figure, source: Figure) -> _Comparison:
    """The same for two numbers with units: they agree if the one, converted, rounds to the other."""
    unit, other = claimed.measure, source.measure
    assert unit is not None and other is not None, "only called for measures"  # noqa: S101 - states the invariant
    number = claimed.value.low
    low, high = (convert(end, other, unit) for end in (source.value.low, source.value.high))
    if low is None or high is None:
        return _contradicts(quoted(source.text)) if agrees(claimed.value, source.value) else _OTHER_NUMBER
    if number in (low, high):
        return _compare_bounds(claimed, source)
    if number in (source.value.low, source.value.high):  # the number kept, the unit changed
        return _contradicts(quoted(source.text))
    if unit.factor != other.factor and number in (_rounded(low, number), _rounded(high, number)):
        return _SUPPORTS
    return _SUPPORTS if _is_within(claimed, low) or _is_within(claimed, high) else _OTHER_NUMBER


def _is_within(claimed: Figure, number: Decimal) -> bool:
    """Whether a hedged number ("about 500", "more than a quarter") is true of another one."""
    value = claimed.value
    if claimed.bound not in _WITHIN or value.low != value.high:
        return False
    if value.kind in ("year", "ordinal", "time", "label"):
        return False
    least, most = _WITHIN[claimed.bound]
    return value.low * least <= number <= value.low * most


def _is_metres(short: Figure, long: Figure) -> bool:
    """Whether "100m", which may be a million or metres, is beside "100 metres"."""
    match = _METRES.fullmatch(short.text)
    if not match or not long.measure or long.measure.kind != "length":
        return False
    return long.measure.factor == 1 and Decimal(match[1]) == long.value.low


def _swapped_figure(claimed: Figure, claim: Doc, match: Match, search: EvidenceSearch) -> str:
    """Why a number in the cited spans is still wrong: what the claim counts with it has a different number there.

    If the claim has that other number too, the two are swapped only if each stands with the other's words.
    """
    if not claimed.counts or claimed.value.kind in ("label", "year", "time"):
        return ""
    cited = _cited_figures(search)
    equal = [figure for figure in cited if _compare(claimed, figure).is_same_number]
    if match.scope != "cited" or any(set(claimed.counts) & set(figure.counts) or not figure.counts for figure in equal):
        return ""
    for other in cited:
        if other in equal or other.value.kind != claimed.value.kind or not _same_thing(claimed, other):
            continue
        partner = next((figure for figure in claim.figures if agrees(figure.value, other.value)), None)
        if partner is None or any(set(partner.counts) & set(figure.counts) for figure in equal):
            return f"the cited passages say {quoted(other.text)} of that"
    return ""


def _same_thing(claimed: Figure, other: Figure) -> bool:
    """Whether two numbers count the same thing, or are spans of time."""
    if claimed.measure and other.measure:
        return claimed.measure.kind == other.measure.kind == "time"
    return claimed.counts[0] in other.counts


def _explain_missing(claimed: Figure, claim: Doc, search: EvidenceSearch, findings: Findings) -> None:
    """Say why a number that nothing supports is unclear or wrong."""
    cited = _cited_figures(search)
    compared = [_compare(claimed, source) for source in cited]
    contradictions = [each.instead for each in compared if each.relation is _Relation.CONTRADICTS]
    written, there = quoted(claimed.text), search.cited_articles()
    if _OTHER_BOUND in compared:
        findings.unclear.append(f"{written} has a bound in {there} that the claim does not say, or the other way round")
    elif contradictions:
        findings.failed.append(f"{written}: there it is {contradictions[0]}")
    elif _may_be_worked_out(claimed, claim, cited, search):
        findings.unclear.append(f"{written} is not in {there}, but may be worked out from what is")
    elif _is_in_articles(claimed, search) and not _is_contradicted(claimed, cited):
        findings.unclear.append(f"{written} stands in {there} of other things only")
    elif search.story.is_foreign(search.evidence) and not (
        _is_specific(claimed) and any(map(str.isdigit, claimed.text))
    ):
        findings.unclear.append(f"{written} is not written this way in a source in another language")
    else:
        alike = [figure.text for figure in cited if figure.value.kind == claimed.value.kind]
        instead = instead_note(alike or [figure.text for figure in cited])
        findings.failed.append(f"{written} is nowhere in the sources{instead}")


def _is_in_articles(claimed: Figure, search: EvidenceSearch) -> bool:
    """Whether the number itself is somewhere in the articles, though counting something else."""
    figures = (figure for passage in search.everywhere() for figure in _figures_of(passage))
    return any(_compare(claimed, figure).supports for figure in figures)


def _is_contradicted(claimed: Figure, cited: Sequence[Figure]) -> bool:
    """Whether the cited spans give another number for what the claim counts."""
    return any(
        source.value.kind == claimed.value.kind and set(source.counts[:2]) & set(claimed.counts[:2]) for source in cited
    )


def _needs_no_support(claimed: Figure, claim: Doc, search: EvidenceSearch) -> bool:
    """Whether a number that no number of the sources supports needs no support."""
    cited = _cited_figures(search)
    return (
        _is_small_number_word(claimed, cited, search)
        or _is_change_from_to(claimed, claim.text, cited)
        or _counts_names(claimed, search)
        or _is_inflected_ordinal(claimed, claim, search)
        or (claimed.value.kind == "label" and _is_name_part(claimed, search))
    )


def _is_small_number_word(claimed: Figure, cited: Sequence[Figure], search: EvidenceSearch) -> bool:
    """One and two in words: "one of the men" beside "an official", "two" beside "both"; "first" as an adverb."""
    value = claimed.value
    if not value.text.isalpha() or value.kind not in ("count", "ordinal"):
        return False
    if value.kind == "ordinal" and any(
        set(claimed.counts[:1]) & set(source.counts) for source in cited if source.value.kind == "ordinal"
    ):
        return False  # the first quarter is not the second one
    loose = {word.lower() for passage in search.cited for word in passage.doc.words}
    if value.low == 1:
        return value.kind == "ordinal" or bool(loose & words_of_all("says_one"))
    return value.low == 2 and bool(loose & words_of_all("says_two"))


def _is_inflected_ordinal(claimed: Figure, claim: Doc, search: EvidenceSearch) -> bool:
    """Whether an ordinal stands there in another form, for a noun of another gender: "quarto", "quarta colocação"."""
    if claimed.value.kind != "ordinal" or not claimed.text.isalpha():
        return False
    stems = set(terms(claimed.text, claim.language))
    return bool(stems) and any(stems <= passage.doc.stems for passage in search.cited)


def _is_change_from_to(claimed: Figure, text: str, cited: Sequence[Figure]) -> bool:
    """ "rose from 18 to 21" where 18 and 21 are apart: a change between two numbers, not a range."""
    value = claimed.value
    before = text[max(0, value.start - 24) : value.start]
    begins = [pattern_of_all(key, flags=0) for key in ("before_range_starts", "before_joined_ends")]
    if value.low == value.high or not any(each.search(before) for each in begins):
        return False
    ends = [replace(value, low=end, high=end) for end in (value.low, value.high)]
    return all(any(agrees(end, source.value) for source in cited) for end in ends)


def _counts_names(claimed: Figure, search: EvidenceSearch) -> bool:
    """ "the two ministers" if the cited spans name at least two."""
    value = claimed.value
    if not (value.text.isalpha() and value.kind == "count" and 2 <= value.low <= 4):
        return False
    return any(len(passage.doc.names) >= value.low for passage in search.cited)


def _is_name_part(claimed: Figure, search: EvidenceSearch) -> bool:
    """Whether a number attached to letters ("F-16", "G7", "Maroon 5") occurs somewhere exactly as written."""
    written = claimed.text.lower()
    return any(written in passage.doc.text.lower() for passage in search.everywhere())


def _counts_sources(claimed: Figure, claim: Doc, reports: int, articles: int) -> bool:
    """Whether a number is the summary's own count of its sources: "two reports say", "three outlets say".

    Not "two sources say": those are people, and only an article can count them.
    """
    after = [word.lower() for word in words(claim.text[claimed.value.start : claimed.value.end + 24])]
    single = claimed.value.low == claimed.value.high
    for key, most in (("nouns_for_reports", reports), ("nouns_for_articles", articles)):
        if single and 1 <= claimed.value.low <= most and not words_of_all(key).isdisjoint(after[1:3]):
            return True
    return False


def _may_be_worked_out(claimed: Figure, claim: Doc, cited: Sequence[Figure], search: EvidenceSearch) -> bool:
    """Whether two numbers give the claim's: by a sum, a difference, a share, a ratio or a span of time."""
    value = claimed.value
    if value.kind in ("year", "label", "ordinal") or value.low != value.high:
        return False
    if claimed.measure and claimed.measure.kind == "time" and _spans_time(claim, search):
        return True
    others = [figure for figure in claim.figures if figure is not claimed]
    ends = chain.from_iterable(map(_ends, chain(cited, others)))
    operands = [source for source in islice(ends, _MOST) if source.value.kind not in ("ordinal", "label")]
    for one, two in permutations(operands, 2):
        if one.value.kind != two.value.kind:
            if one.value.kind == "share" and _rounded(one.value.low * two.value.low, value.low) == value.low:
                return True  # three in four of 3.4 million
            continue
        for made in _made_of(one.value.low, two.value.low):
            if made in (value.low, value.low * 100, value.low / 100) or _rounded(made, value.low) == value.low:
                return True
            if _is_within(claimed, made):
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


def _spans_time(claim: Doc, search: EvidenceSearch) -> bool:
    """Whether there are two days, years or times of day between which a span of time may lie."""
    docs = [claim, *(passage.doc for passage in search.cited)]
    days = sum(len(doc.dates) for doc in docs)
    times = sum(figure.value.kind in ("time", "year") for doc in docs for figure in doc.figures)
    published = any(passage.published for passage in search.cited)
    return days + times + published >= 2


def _rounded(number: Decimal, like: Decimal) -> Decimal:
    """A number with as many digits as another one is written with."""
    if not number or not like:
        return number
    step = Decimal(1).scaleb(number.adjusted() - len(like.normalize().as_tuple().digits) + 1)
    whole: Decimal = (number / step).to_integral_value(rounding=ROUND_HALF_UP)
    return whole * step


def _with_bound(figure: Figure) -> str:
    wording = {"over": "more than", "least": "at least", "under": "less than", "most": "at most", "nearly": "nearly"}
    return quoted(f"{wording.get(figure.bound, 'about')} {figure.text}" if figure.bound else figure.text)
