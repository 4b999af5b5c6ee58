"""The dated events of a story, in order, each with the sentence that dates it. Guesses no day.

A day is given only if it is written in full, or if the publication date of that very article settles it; all other
wordings stay as written. `nlp.dates` reads the dates themselves.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from ..lang.language import PHRASES, WHOLE, joined, load_language, meanings_of_all, pattern_of_all
from ..nlp.dates import DateMention, resolve
from ..nlp.doc import Doc
from ..nlp.tokenize import normalize_whitespace
from ..records import Article, Claim, Evidence, Omission, Sentence, TimelineEntry

_MOST_FURTHER = 6  # dated sentences beside those of the claims
_DAYS_A_CLAIM = 3  # days that one claim may add
_SAME_EVENT = 0.5  # share of the shorter sentence's terms; two of one day that share so many tell the same
_MAX_SENTENCES = 4_000  # sentences looked through for further dates
_SAYING_LENGTH = 16  # characters before a weekday in which a verb of saying makes it the day of speech: "said late on"
_CHARACTERS_BEFORE = 60  # characters before a weekday in which its tense is looked for
_CLAUSE = re.compile(r",\s")
_LIMIT = rf"\b{PHRASES}\s$"  # "by Friday", not "by police on Friday"
_BEHIND = rf"[\s,]+{PHRASES}\b"
_SUBJECT = rf"\s{PHRASES}\b"
_NEAR_DAYS = 100  # days: a day without a year that is so near is of this year; a farther one needs the tense to agree
_LEAD = rf"\b{PHRASES}\s$"
_WEEK = 7  # days
_YEAR = r"\b(?:1[5-9]|20)\d\d\b"


@dataclass(frozen=True, slots=True)
class DatedMention:
    """A date in a text: as written, with a word such as "last" before it, and its day if that is certain."""

    mention: DateMention
    as_written: str
    day: date | None


def find_timeline(
    claims: Sequence[Claim],
    articles: Sequence[Article],
    sentences: Sequence[Sentence],
    omitted: Sequence[Omission],
    doc: Callable[[str], Doc],
    is_fit: Callable[[Doc], bool] = lambda _: True,
) -> tuple[TimelineEntry, ...]:
    """Events by day; those without a certain day come after, in the order of the claims.

    Events are those of the claims and, from sentences left out for want of room, some that have a certain day and can
    stand alone (`is_fit`), on the days that most articles name. `doc` gives a text with its annotations.
    """
    published = {article.id: day for article in articles if (day := day_of(article.published))}
    entries = [entry for claim in claims for entry in _events_of_claim(claim, published, doc)]
    entries += _further_events(entries, sentences, omitted, published, doc, is_fit)
    merged = _merged(entries, doc)
    return tuple(sorted(merged, key=lambda entry: (entry.when is None, entry.when or "")))


def days_meant(
    as_written: str, evidence: Sequence[Evidence], published: Mapping[str, date], language: str
) -> set[str | None]:
    """What a wording can mean in its evidence: ISO days, None for an uncertain one; {} if it is not a date."""
    return {
        each.day.isoformat() if each.day else None
        for span in evidence
        for each in dated(Doc(span.text, language), published.get(span.article))
        if each.as_written == as_written
    }


def day_of(published: str | None) -> date | None:
    """The day of a publication date, None for what is not an ISO 8601 date."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


@cache
def _leads() -> re.Pattern[str]:
    """What stands in front of a day and says which one it is."""
    return joined(meanings_of_all("leads_of_days"), _LEAD)


def dated(sentence: Doc, published: date | None) -> Iterator[DatedMention]:
    """The dates of a sentence, in order. Those inside quotations count only where they are written whole.

    What "Friday" means in a quotation depends on when it was said, which nobody knows.
    """
    text, meanings = sentence.text, meanings_of_all("leads_of_days")
    for mention in sentence.dates:
        quoted = sentence.outside[mention.start : mention.end] != mention.text
        whole = bool(mention.year and mention.month and mention.day)
        if quoted and not whole:
            continue
        lead = _leads().search(text, max(0, mention.start - 15), mention.start)
        if mention.phrase and pattern_of_all("vague_spans", PHRASES, 0).search(mention.phrase):
            continue
        written = text[lead.start() : mention.end] if lead else mention.text
        before = meanings.get(lead.group().strip().lower(), "") if lead else ""
        yield DatedMention(mention, written, _day(mention, text, published, before, sentence.language))


def _day(mention: DateMention, text: str, published: date | None, lead: str, language: str) -> date | None:
    """The day that a date means, if nothing has to be guessed."""
    if mention.year and mention.month and mention.day:
        return resolve(mention, date(mention.year, 1, 1))
    if published is None or lead == "unsure":
        return None
    elsewhen, any_day = pattern_of_all("other_times", rf"{_YEAR}|{WHOLE}"), pattern_of_all("any_of_days", _LEAD)
    if elsewhen.search(text) or (mention.start and any_day.search(text, max(0, mention.start - 6), mention.start)):
        return None  # "on a Tuesday in 1987", "5 May last year": not of the days around the writing
    if mention.days is not None:
        return resolve(mention, published)
    ahead = _is_ahead(text, mention, language)
    if mention.month:
        day = resolve(mention, published)
        sure = day is not None and abs((day - published).days) <= _NEAR_DAYS
        return day if day and (sure or (day > published) == bool(pattern_of_all("ahead").search(text))) else None
    return _weekday(mention, text, published, lead, ahead)


def _weekday(mention: DateMention, text: str, published: date, lead: str, ahead: bool | None) -> date | None:
    """The day of a bare weekday: the last one up to the day of writing or, if the clause looks ahead, the next one."""
    if mention.weekday is None:
        return None
    back = (published.weekday() - mention.weekday) % 7
    if lead == "last":  # on a Friday, is last Tuesday of this week or of the last? Only a day of the last week is sure
        sure = (back > published.weekday() or not back) and published.toordinal() > _WEEK
        return published - timedelta(days=back or _WEEK) if sure else None
    if ahead is None or (ahead and not back):  # today or in a week
        return None
    return resolve(mention, published, ahead=ahead)


@cache
def _past(language: str) -> re.Pattern[str] | None:
    """A verb in the past; None if nothing shows it: a sentence then counts as told in the past."""
    data = load_language(language)
    verbs = "|".join(sorted(data.past_verbs))
    return re.compile(rf"\b(?:\w{{2,}}{data.past_ending}|{verbs})\b", re.IGNORECASE) if verbs else None


def _is_ahead(text: str, mention: DateMention, language: str) -> bool | None:
    """Whether a weekday is still to come: its clause is about the future. None where nothing tells."""
    before, subject = max(0, mention.start - _SAYING_LENGTH), pattern_of_all("verbs_of_days", _SUBJECT, 0)
    if pattern_of_all("verbs_of_announcing").search(text, before, mention.start):
        return None if subject.match(text, mention.end) else False
    behind, limit = pattern_of_all("ahead_behind_days", _BEHIND), pattern_of_all("before_last_days", _LIMIT)
    if behind.match(text, mention.end) or limit.search(text, before, mention.start):
        return True

    def stands(key: str) -> bool:
        cues = pattern_of_all(key).finditer(text, max(0, mention.start - _CHARACTERS_BEFORE), mention.start)
        return any(not _clause_is_over(text, cue.end(), mention.start, language) for cue in cues)

    if stands("ahead"):
        return True
    if stands("only_meant"):
        return None
    past = _past(language)
    told = past is None or past.search(text)
    return False if told and not subject.match(text, mention.end) else None


def _clause_is_over(text: str, start: int, end: int, language: str) -> bool:
    """Whether the clause of a cue ended before the day: somebody said so, or another clause tells what was done."""
    if pattern_of_all("verbs_of_announcing").search(text, start, end):
        return True
    clauses, past = list(_CLAUSE.finditer(text, start, end)), _past(language)
    return bool(clauses) and past is not None and bool(past.search(text, clauses[-1].end(), end))


def _events_of_claim(claim: Claim, published: Mapping[str, date], doc: Callable[[str], Doc]) -> Iterator[TimelineEntry]:
    """The events of one claim: each certain day in it, or else its first date as it is written.

    Evidence that holds the claim word for word dates it; other evidence only if that leaves the day open.
    """
    said = doc(claim.text).dates
    found: dict[date, TimelineEntry] = {}
    vague: TimelineEntry | None = None
    text = normalize_whitespace(claim.text)
    settled = False
    for span in sorted(claim.evidence, key=lambda each: text not in normalize_whitespace(each.text)) if said else ():
        own = text in normalize_whitespace(span.text)
        settled = settled or bool(found and not own)
        for each in dated(doc(span.text), published.get(span.article)):
            if not any(_is_date_of(mention, each) for mention in said):
                continue
            entry = TimelineEntry(
                when=each.day.isoformat() if each.day else None,
                as_written=each.as_written,
                text=claim.text,
                evidence=(span,) if own else claim.evidence,
            )
            if each.day and each.day in found:
                found[each.day] = _joined(found[each.day], replace(entry, evidence=(span,)))
            elif each.day and not settled:
                found[each.day] = entry
            vague = vague or (None if each.day else entry)
    yield from list(found.values())[:_DAYS_A_CLAIM] or ([vague] if vague else [])


def _is_date_of(mention: DateMention, found: DatedMention) -> bool:
    """Whether a claim's date is the one found in its evidence: by its words, or by its day."""
    if mention.text.casefold() == found.mention.text.casefold():
        return True
    if found.day is None or not mention.month or not mention.day:
        return False
    return (mention.month, mention.day) == (found.day.month, found.day.day) and mention.year in (None, found.day.year)


def _further_events(
    entries: Sequence[TimelineEntry],
    sentences: Sequence[Sentence],
    omitted: Sequence[Omission],
    published: Mapping[str, date],
    doc: Callable[[str], Doc],
    is_fit: Callable[[Doc], bool],
) -> list[TimelineEntry]:
    """Further events on certain days, from sentences that had no room; days that most articles name come first."""
    found = _spare_days(sentences, omitted, published, doc)
    told = Counter(day for day, article in {(day, sentence.article) for day, sentence, _ in found})
    known = {entry.when for entry in entries}
    more: list[TimelineEntry] = []
    for day, sentence, written in sorted(found, key=lambda each: -told[each[0]]):
        if len(more) == _MOST_FURTHER:
            break
        if day not in known and is_fit(doc(" ".join(sentence.text.split()))):
            known.add(day)
            span = Evidence.of(sentence, "match")
            more.append(
                TimelineEntry(when=day, as_written=written, text=" ".join(sentence.text.split()), evidence=(span,))
            )
    return more


def _spare_days(
    sentences: Sequence[Sentence],
    omitted: Sequence[Omission],
    published: Mapping[str, date],
    doc: Callable[[str], Doc],
) -> list[tuple[str, Sentence, str]]:
    """The sentences that had no room and name a certain day: the day, the sentence, the date as it is written."""
    spare = {(each.article, each.start) for each in omitted if each.reason == "budget"}
    found: list[tuple[str, Sentence, str]] = []
    for sentence in sentences[:_MAX_SENTENCES]:
        if (sentence.article, sentence.start) in spare:
            certain = next((d for d in dated(doc(sentence.text), published.get(sentence.article)) if d.day), None)
            if certain and certain.day:
                found.append((certain.day.isoformat(), sentence, certain.as_written))
    return found


def _merged(entries: Iterable[TimelineEntry], doc: Callable[[str], Doc]) -> list[TimelineEntry]:
    """Events of one day that tell the same become one, on the evidence of both."""
    kept: list[TimelineEntry] = []
    for entry in entries:
        place = next((n for n, other in enumerate(kept) if _same_event(entry, other, doc)), None)
        if place is None:
            kept.append(entry)
        else:
            kept[place] = _joined(kept[place], entry)
    return kept


def _same_event(entry: TimelineEntry, other: TimelineEntry, doc: Callable[[str], Doc]) -> bool:
    if entry.when != other.when:
        return False
    if entry.text == other.text:
        return entry.when is not None or entry.as_written == other.as_written
    mine, theirs = doc(entry.text).stems, doc(other.text).stems
    return entry.when is not None and len(mine & theirs) >= _SAME_EVENT * max(1, min(len(mine), len(theirs)))


def _joined(entry: TimelineEntry, other: TimelineEntry) -> TimelineEntry:
    more = tuple(span for span in other.evidence if span not in entry.evidence)
    return replace(entry, evidence=(*entry.evidence, *more))
