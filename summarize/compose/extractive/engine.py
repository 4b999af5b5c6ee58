"""The engine without a model: it chooses source sentences, gives them evidence, orders them, accounts for the rest.

Claims are source sentences word for word (line breaks become spaces), except for a day that may be in another week: it
is cut if the sentence allows it, and the cut is shown. Nothing is rewritten, so nothing can be invented; the engine
decides only what to leave out, and says so for every sentence.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...errors import UsageError
from ...lang.language import PHRASES, load_language, pattern_of_all
from ...nlp.day_cuts import find_day_cut, without
from ...nlp.doc import Doc
from ...nlp.speech_verbs import begins_as_speech
from ...nlp.subjectivity import kind_of, tells_expectation
from ...records import CitedBy, Claim, Evidence, Sentence
from ...story import Difference, Story, side_of
from ..draft import Draft
from ..eligibility import Eligibility, is_ongoing, judge_line
from .candidates import Candidate, find_candidates, find_heads, text_of
from .chronology import Chronology, find_chronology, reading_order
from .concepts import Concepts, Unit, WeighedPassage, find_concepts
from .disagreement_sides import all_sides, sides_taken
from .headline import Headline, choose_headline
from .omissions import Dispositions, list_omissions, omission_notices
from .pick_review import definite_things, missing_denial, unexplained, unintroduced
from .repeats import corroborate
from .selection import MANY_TEXT_GROUPS, SLACK, choose
from .superseded import Superseded, find_foretold, find_superseded

_NAMED = re.compile(r"(?<=[\w,;’'] )[^\W\d_a-zà-ÿ]")  # a capital within a sentence; scripts without capitals count too
_LIST_MARK = re.compile(r"[-*•‣▪–—●] +")
# The reader would take it for the writer's words.
_UNMARKED = Eligibility("orphan", "direct speech that only a dash marks")
_NAMELESS = Eligibility("orphan", "names its speaker by surname only, whom no chosen sentence before it introduces")
_UNEXPLAINED = Eligibility("orphan", "what it begins with, no chosen sentence before it tells")
_BROKEN_OFF = Eligibility("orphan", "its article ends there, behind an abbreviation: the sentence may go on")
_DIGIT = re.compile(r"\d")
_MEASURES = ("money", "share", "count")  # kinds of figures; a year says nothing of the kind
_ABBREVIATED = re.compile(r"\b(?:[^\W\d_]\.){2,}$")
_TRIES = 16  # attempts, each without the sentences that the one before found to lack an introduction
_NAME_START = 6  # first letters that identify a name among the stems, whatever its ending
_PAIR_WORDS = 75  # longest claim of two sentences


def draft_embedded(
    story: Story, words: int, off_topic: frozenset[str] = frozenset(), differences: Sequence[Difference] = ()
) -> Draft:
    """A draft of about `words` words; articles in `off_topic` (ids) are set aside completely.

    No sentence takes a side in one of the `differences`: of those told at the top of an article the summary gives every
    side first, one after the other; for the others no sentence is used.
    """
    material = _collect(story, off_topic, differences)
    picked, eligibility = _pick(material, words)
    found = corroborate(material.sentences, material.concepts.terms, picked, story.doc)
    claims = tuple(
        _claim(number, unit, further, material)
        for number, (unit, further) in enumerate(zip(picked, found.evidence, strict=True), 1)
    )
    dispositions = Dispositions(material.candidates, picked, found, eligibility)
    omitted = list_omissions(story, dispositions, off_topic)
    notices = omission_notices(story, dispositions, claims, omitted, words, off_topic)
    headline = _headline(material, picked, off_topic)
    return Draft(
        headline.text,
        headline.evidence,
        claims,
        omitted,
        warnings=(*headline.warnings, *notices, *material.chronology.warnings),
        disagreements=tuple(difference.record for difference in differences),
    )


@dataclass(frozen=True, slots=True)
class _Material:
    """What is known before anything is judged or chosen. `unsettled` are the differences that no later report ends."""

    story: Story
    candidates: Sequence[Candidate]
    concepts: Concepts
    chronology: Chronology
    superseded: Superseded
    unsettled: Sequence[Difference]

    @property
    def sentences(self) -> list[Sentence]:
        """The candidates' sentences, at their first places."""
        return [candidate.sentence for candidate in self.candidates]

    def doc(self, i: int) -> Doc:
        """A candidate's text, annotated."""
        return self.story.doc(self.candidates[i].passage.text)


def _collect(story: Story, off_topic: frozenset[str], differences: Sequence[Difference]) -> _Material:
    candidates = find_candidates(story, off_topic)
    superseded = find_superseded(story, candidates)
    return _Material(
        story,
        candidates,
        find_concepts([each.passage for each in candidates], find_heads(story, off_topic), story.docs.of),
        find_chronology(story, off_topic),
        superseded,
        [each for each in differences if not superseded.settles(each)],
    )


def _pick(material: _Material, words: int) -> tuple[list[Unit], dict[int, Eligibility]]:
    """The units to print, in reading order, and the fitness of all candidates beside each other, by number."""
    eligibility = _judge_candidates(material)
    units = _find_units(material, eligibility)
    sides = all_sides(material.candidates, material.unsettled, words, material.story.language)
    if not sides:
        _refuse_too_short(material, units, words)
    picked, given_up = _Choice(material, eligibility, tuple(sides), words).pick(units)
    return picked, eligibility | {unit.passages[-1]: why for unit, why in given_up.items()}


def _headline(material: _Material, picked: Sequence[Unit], off_topic: frozenset[str]) -> Headline:
    """The headline of the picked units; no title that takes a side, or gives what was superseded."""

    def refuses(title: str) -> bool:
        return bool(side_of(title, material.unsettled) or material.superseded.why(title))

    told = zip(material.candidates, material.concepts.terms, strict=True)
    printed = [material.candidates[i].sentence for unit in picked for i in unit.passages]
    return choose_headline(material.story, told, material.chronology.rank, off_topic, refuses, printed)


@dataclass(frozen=True, slots=True)
class _Choice:
    """Everything that the choice among units depends on; `sides` are the candidates told whatever else is."""

    material: _Material
    eligibility: Mapping[int, Eligibility]
    sides: tuple[int, ...]
    words: int

    def pick(self, units: Sequence[Unit]) -> tuple[list[Unit], dict[Unit, Eligibility]]:
        """The units in reading order, and those given up because nobody introduces whom or what they name.

        The choice is examined and repeated: without those units, with the sentence before them where it tells of what
        they name, and with the answer of whoever is accused.
        """
        story, candidates = self.material.story, self.material.candidates
        fixed = [Unit((i,)) for i in self.sides]
        answer: list[Unit] = []
        given_up: dict[Unit, Eligibility] = {}
        for _ in range(_TRIES):
            picked = self._choose_beside(answer, units)
            lacking = dict.fromkeys(unexplained(candidates, picked, story), _UNEXPLAINED)
            lacking |= dict.fromkeys(unintroduced(candidates, picked, story), _NAMELESS)
            lacking = {unit: why for unit, why in lacking.items() if unit not in fixed}
            denial = missing_denial(candidates, picked, units, self.words, story.language)
            if not lacking and not denial:
                break
            answer = [unit for unit in (*answer, denial) if unit and unit not in lacking]
            units = [*units, *self._explained(unit for unit in lacking if unit not in given_up)]
            given_up |= lacking
            units = [unit for unit in units if unit not in given_up and unit not in answer]
        kept = [unit for unit in picked if unit not in given_up] or picked  # better somebody unknown than nothing
        return kept, {unit: why for unit, why in given_up.items() if unit not in kept}

    def _explained(self, units: Iterable[Unit]) -> Iterator[Unit]:
        """Those that begin with "the plan", together with the sentence before them that tells of it."""
        for unit in units:
            i = unit.passages[0]
            before = self.eligibility.get(i - 1) if len(unit.passages) == 1 else None
            if not before or not before.may_lead or not _follows(self.material.candidates, i):
                continue
            things = frozenset[str]().union(*definite_things(self.material.doc(i)))
            if things & {*self.material.concepts.terms[i - 1]}:
                yield Unit((i - 1, i), subjectivity=unit.subjectivity + len(before.judgements))

    def _choose_beside(self, answer: Sequence[Unit], units: Sequence[Unit]) -> list[Unit]:
        """A choice with some answers in it, in reading order: the lead first, then the sides."""
        material = self.material
        passages = [candidate.passage for candidate in material.candidates]

        def opens(unit: Unit) -> bool:
            return passages[unit.passages[0]].opens_article

        first = [Unit((i,)) for i in self.sides]
        chosen = choose(passages, material.concepts, units, self.words, [*first, *answer])
        lead = chosen[:1] if not any(map(opens, first)) and any(map(opens, chosen[:1])) else []
        others = [*answer, *chosen[len(lead) :]]
        rest = reading_order(material.story, material.sentences, others, material.chronology.rank)
        return [*lead, *first, *rest]


def _judge_candidates(material: _Material) -> dict[int, Eligibility]:
    """The fitness of the shortlisted candidates and of those right before them, by number.

    Whatever takes a side, was superseded or foretells what has happened is unfit, however it reads.
    """
    story, candidates, superseded = material.story, material.candidates, material.superseded
    numbers = sorted({n for i in material.concepts.shortlist for n in (i - 1, i) if n >= 0})
    speech = _paragraphs_of_speech(candidates)
    eligibility = {
        n: _UNMARKED if _paragraph(candidates[n]) in speech else _judge(candidates[n], story) for n in numbers
    }
    eligibility |= sides_taken(candidates, numbers, material.unsettled)
    outdated = {n: superseded.why(candidates[n].passage.text) for n in (numbers if superseded.pairs else ())}
    outdated = {n: why for n, why in outdated.items() if why} | find_foretold(story, candidates)
    return eligibility | {n: Eligibility("failed_check", why) for n, why in outdated.items()}


def _refuse_too_short(material: _Material, units: Sequence[Unit], words: int) -> None:
    """Raise UsageError if no article's first sentence fits or, if none is left, no sentence at all."""
    told = [material.candidates[unit.passages[0]].passage for unit in units if len(unit.passages) == 1]
    leads = [passage.words for passage in told if passage.opens_article]
    shortest = min(leads or [passage.words for passage in told], default=0)
    if shortest > SLACK * words:
        least = math.ceil(shortest / SLACK)
        raise UsageError(
            f"{words} words are too few for one whole sentence that tells the event",
            hint=f"the shortest summary of these articles has {least} words",
        )


def _has_unclear_day(unit: Unit, material: _Material) -> bool:
    """Whether a unit names a day that its reader cannot know, and that cannot be cut out.

    "Yesterday" is always one, a weekday or "this weekend" where articles are of two weeks.
    """
    story, sentences = material.story, [material.candidates[i].sentence for i in unit.passages]

    def is_unclear(sentence: Sentence) -> bool:
        of_two_weeks = sentence.article in material.chronology.unclear_weeks
        return any(
            each.days or (of_two_weeks and (each.weekday is not None or each.days == 0 or _names_week(each.phrase)))
            for each in story.doc(sentence.text).dates
            if each.month is None
        )

    told = story.doc(" ".join(sentence.text for sentence in sentences))
    return any(map(is_unclear, sentences)) and _day_cut(told, sentences[0].article, material.chronology) is None


def _day_cut(told: Doc, article: str, chronology: Chronology) -> tuple[int, int] | None:
    """The day that is taken out of what an article (id) tells, because nothing says which day it is."""
    unsure = article in chronology.unclear_weeks or article in chronology.undated
    return find_day_cut(told) if unsure else None


def _names_week(span: str) -> bool:
    """Whether a span of days is a short one: "this weekend", not "last year"."""
    return bool(span) and not pattern_of_all("vague_spans", PHRASES, 0).search(span)


def _judge(candidate: Candidate, story: Story) -> Eligibility:
    if _is_abbreviated(candidate.passage) and _ends_article(candidate.sentence, story):
        return _BROKEN_OFF
    passage, listed = candidate.passage, candidate.sentence.lead is not None
    return judge_line(story.doc(passage.text), listed=listed, opens_article=passage.opens_article)


def _is_abbreviated(passage: WeighedPassage) -> bool:
    """Whether a passage ends in what may be an abbreviation: "of the U.S.", "and Mr."."""
    last, language = passage.text.rsplit(None, 1)[-1], load_language(passage.language)
    known = language.abbreviations | language.abbreviations_like_names | language.pointed_titles
    return bool(_ABBREVIATED.search(last)) or (last.endswith(".") and last.rstrip(".").lower() in known)


def _ends_article(sentence: Sentence, story: Story) -> bool:
    article = next(each for each in story.articles if each.id == sentence.article)
    return not article.text[sentence.end :].strip()


def _paragraphs_of_speech(candidates: Sequence[Candidate]) -> set[tuple[str, int]]:
    """The paragraphs (article, paragraph) that are direct speech introduced by a dash."""
    texts: dict[tuple[str, int], list[str]] = {}
    for candidate in candidates:
        texts.setdefault(_paragraph(candidate), []).append(candidate.sentence.text)
    return {paragraph for paragraph, found in texts.items() if begins_as_speech(" ".join(found))}


def _paragraph(candidate: Candidate) -> tuple[str, int]:
    return candidate.sentence.article, candidate.sentence.paragraph


def _find_units(material: _Material, eligibility: Mapping[int, Eligibility]) -> list[Unit]:
    """Sentences that stand alone, and those that do with the one before them; none of them takes a side."""
    candidates = material.candidates
    many = len({candidate.passage.text_group for candidate in candidates}) >= MANY_TEXT_GROUPS
    units = []
    for i, fit in eligibility.items():
        if not fit.fault:
            units.append(replace(_unit_of(i, material, many), subjectivity=len(fit.judgements) + fit.leans))
        elif fit.needs_lead and i - 1 in eligibility and eligibility[i - 1].may_lead and _follows(candidates, i):
            units.append(Unit((i - 1, i), subjectivity=len(fit.judgements) + len(eligibility[i - 1].judgements)))
    if material.unsettled:
        units = [unit for unit in units if not side_of(text_of(candidates, unit.passages), material.unsettled)]
    return [
        replace(
            unit,
            subjectivity=unit.subjectivity + _has_unclear_day(unit, material),
            general=_is_general(unit, material),
        )
        for unit in units
    ]


def _is_general(unit: Unit, material: _Material) -> bool:
    """Whether a unit gives no name, day, figure, quotation or speaker; behind an opening that is rarely news."""

    def is_plain(doc: Doc) -> bool:
        return not (_NAMED.search(doc.text) or doc.quotations or doc.speaker.kind or doc.dates or doc.figures)

    opens = material.candidates[unit.passages[0]].passage.opens_article
    return not opens and all(is_plain(material.doc(i)) for i in unit.passages)


def _unit_of(i: int, material: _Material, many: bool) -> Unit:
    """A sentence as a unit, with what is asked of it: of one that opens its article, whether it can tell the event.

    Of `many` reports' sentences, who speaks and whether they tell of what is to come.
    """
    sentence, unit = material.doc(i), Unit((i,))
    if many:
        speaker = _speaker(sentence, material.concepts.terms[i])
        unit = replace(unit, speaker=speaker, expects=tells_expectation(sentence.text))
    if material.candidates[i].passage.opens_article:
        ongoing = is_ongoing(sentence.text, material.story.language)
        unit = replace(unit, ongoing=ongoing, figured=_gives_figure(sentence))
    return unit


def _gives_figure(sentence: Doc) -> bool:
    """Whether a sentence says how much or how many, in digits."""
    found = sentence.figures if _DIGIT.search(sentence.text) else ()
    return any(each.value.kind in _MEASURES and _DIGIT.search(each.text) for each in found)


def _speaker(sentence: Doc, found: Sequence[str]) -> str:
    """The stem of the name of who speaks in a sentence, "" when nobody does by name."""
    speaker = sentence.speaker
    if speaker.kind != "name":
        return ""
    name = speaker.text.split()[-1].lower()[:_NAME_START]
    return next((stem for stem in found if stem.startswith(name)), "")


def _follows(candidates: Sequence[Candidate], i: int) -> bool:
    """Whether a sentence directly follows the candidate before it, in running text."""
    lead, sentence = candidates[i - 1].sentence, candidates[i].sentence
    words = candidates[i - 1].passage.words + candidates[i].passage.words
    beside = lead.article == sentence.article and lead.number + 1 == sentence.number and words <= _PAIR_WORDS
    return beside and sentence.lead is None and not _LIST_MARK.match(sentence.text)


def _claim(number: int, unit: Unit, further: Sequence[int], material: _Material) -> Claim:
    """A claim of one sentence, or of two side by side in their article; `further` candidates are evidence too."""
    story, chronology = material.story, material.chronology
    told = [material.candidates[i] for i in unit.passages]
    evidence = [_evidence(first, last, story) for first, last in _occurrences(told)]
    evidence += [_evidence(s, s, story, "match") for i in further for s in material.candidates[i].sentences]
    articles = {e.article for e in evidence}
    span = evidence[0]
    cut = _day_cut(story.doc(span.text), span.article, chronology)
    text = " ".join((without(span.text, cut) if cut else span.text).split())
    return Claim(
        id=f"c{number}",
        text=text,
        evidence=tuple(evidence),
        attributed_to=story.doc(text).speaker.text or None,
        kind=kind_of(story.doc(text)),
        articles=len(articles),
        origins=sum(not articles.isdisjoint(origin.articles) for origin in story.origins),
        edited=(span.text[slice(*cut)],) if cut else (),
    )


def _occurrences(told: Sequence[Candidate]) -> list[tuple[Sentence, Sentence]]:
    """Where a claim's words occur, as (first, last) sentence: its own place first, then those of whole copies."""
    if len(told) == 1:
        return [(sentence, sentence) for sentence in told[0].sentences]
    ends = {(s.article, s.number): s for s in told[-1].sentences}
    pairs = ((s, ends.get((s.article, s.number + 1))) for s in told[0].sentences)
    return [(first, last) for first, last in pairs if last]


def _evidence(first: Sentence, last: Sentence, story: Story, by: CitedBy = "engine") -> Evidence:
    """The span from one sentence to another of the same article, without a list mark in front of it."""
    article = next(article for article in story.articles if article.id == first.article)
    mark = _LIST_MARK.match(first.text)
    start = first.start + (mark.end() if mark else 0)
    return Evidence(first.article, start, last.end, article.text[start : last.end], by)
