"""What a later report has superseded: tolls of people killed, injured or missing, and plans that have been carried out.

Publication times must show which report is later. An article without one counts only if it gives exactly the figure
that was replaced. Knows nothing about other figures: a price or a share may be of many things.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ...lang.language import NEVER, load_language, pattern_of, pattern_of_all
from ...nlp.numeric_values import agrees
from ...nlp.quantities import Quantity, quantities
from ...nlp.tokenize import terms
from ...records import Article
from ...story import Difference, Story
from .candidates import Candidate
from .concepts import NEWS_SENTENCES

_FATES = ("killed", "injured", "missing")
_SAME_MATTER = 4  # content words that two sentences on one toll, or plan, share; "people" and "killed" any two have
_MOST_DEEDS = 400  # sentences with one verb that a plan is compared with
_FORETOLD = r"\b{} ([a-z]{3,20})\b"  # "will announce"; the verb
_NOT_YET = r"\b{}(?: [a-z]+){1,3}"


@dataclass(frozen=True, slots=True)
class _Toll:
    """A toll as one article gives it; `published` is "" if no time is known."""

    quantity: Quantity
    published: str
    content: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Deed:
    """What a sentence says will be done or has been done: its content words, and the stems of verbs in the past."""

    article: str
    published: str
    content: frozenset[str]
    verbs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Superseded:
    """The tolls that later ones replaced, each with the one that is valid now."""

    pairs: tuple[tuple[_Toll, _Toll], ...]
    language: str

    def why(self, text: str) -> str:
        """What a text holds that was replaced, in words; "" if nothing, or if it gives the newest as well."""
        found = _tolls(text, self.language) if self.pairs else ()
        for old, new in self.pairs:
            given = any(_is_same_toll(each, old.quantity) for each in found)
            if given and not any(_is_same_toll(each, new.quantity) for each in found):
                return f"a later report gives {new.quantity.value.text} {new.quantity.of}"
        return ""

    def settles(self, difference: Difference) -> bool:
        """Whether the reports' times tell which side of a difference is valid, so that it is not open."""
        texts = [item.text for position in difference.record.positions for item in position.evidence]
        return bool(self.pairs) and any(map(self.why, texts))


def find_superseded(story: Story, candidates: Sequence[Candidate]) -> Superseded:
    """The tolls at the top of articles for which a later article gives another figure."""
    told = list(_given_tolls(story, candidates))
    newest = [new for new in told if not any(_replaces(later, new) for later in told)]
    pairs = tuple((old, new) for new in newest for old in told if _replaces(new, old))
    return Superseded(pairs, story.language)


def _given_tolls(story: Story, candidates: Sequence[Candidate]) -> Iterator[_Toll]:
    articles = {
        article.id: (article, text_group) for article, text_group in zip(story.articles, story.text_groups, strict=True)
    }
    looks_back = pattern_of_all("of_earlier_events")
    for candidate in candidates:
        text = candidate.passage.text
        near = {text_group for text_group, place in candidate.passage.places if place < NEWS_SENTENCES}
        found = _tolls(text, story.language) if near and not looks_back.search(text) else ()
        content = story.doc(text).stems if found else frozenset()
        for sentence in candidate.sentences if found else ():
            article, text_group = articles[sentence.article]
            if text_group in near:
                yield from (_Toll(each, _time(article), content) for each in found)


def _time(article: Article) -> str:
    return (article.published or "")[:16]


def _tolls(text: str, language: str) -> tuple[Quantity, ...]:
    """Counts of people who met a fate, with nothing said of who they are."""
    found: Iterable[Quantity] = quantities(text, language) if any(c.isdigit() for c in text) else ()
    return tuple(each for each in found if each.of in _FATES and not each.noun and each.value.kind == "count")


def _replaces(new: _Toll, old: _Toll) -> bool:
    """Whether a toll is about the same matter as another, given later, with a different figure."""
    same_form = len(new.published) == len(old.published) > 0
    later = same_form and new.published > old.published
    differs = new.quantity.of == old.quantity.of and not agrees(new.quantity.value, old.quantity.value)
    return later and differs and len(new.content & old.content) >= _SAME_MATTER


def _is_same_toll(one: Quantity, other: Quantity) -> bool:
    return one.of == other.of and agrees(one.value, other.value)


def find_foretold(story: Story, candidates: Sequence[Candidate]) -> dict[int, str]:
    """The sentences (numbers) that say what will be done, where the head of another article says that it was.

    An article known to be the later one may say again what will be done.
    """
    foretold = pattern_of(story.language, "foretelling", _FORETOLD, 0)
    near = [n for n, each in enumerate(candidates) if any(place < NEWS_SENTENCES for _, place in each.passage.places)]
    plans = {n: will for n in near if (will := foretold.search(candidates[n].passage.text))}
    if not plans:
        return {}
    times = {article.id: _time(article) for article in story.articles}
    deeds = _deeds([candidates[n] for n in near], times, story)
    found = {}
    for n, will in plans.items():
        verb = frozenset(terms(will[1], story.language))
        plan = _Deed(candidates[n].sentence.article, times[candidates[n].sentence.article],
                     story.doc(candidates[n].passage.text).stems)  # fmt: skip
        if verb and any(_is_done(plan, deed) for deed in deeds.get(min(verb), ())[:_MOST_DEEDS] if verb <= deed.verbs):
            found[n] = f"another report tells that it has happened (“{will[0]}”)"
    return found


def _deeds(candidates: Sequence[Candidate], times: Mapping[str, str], story: Story) -> dict[str, list[_Deed]]:
    """What sentences say has been done, by the stem of each verb."""
    not_yet, done = pattern_of(story.language, "not_yet_done", _NOT_YET, 0), _done(story.language)
    deeds: dict[str, list[_Deed]] = defaultdict(list)
    for candidate in candidates:
        text, article = candidate.passage.text, candidate.sentence.article
        verbs = {stem for word in done.findall(not_yet.sub("", text)) for stem in terms(word, story.language)}
        deed = _Deed(article, times[article], story.doc(text).stems, frozenset(verbs))
        for verb in verbs:
            deeds[verb].append(deed)
    return deeds


def _is_done(plan: _Deed, deed: _Deed) -> bool:
    """Whether another article, not known to be the earlier one, tells of a plan's matter."""
    earlier = deed.published and plan.published > deed.published
    return plan.article != deed.article and not earlier and len(plan.content & deed.content) >= _SAME_MATTER


@cache
def _done(language: str) -> re.Pattern[str]:
    """A verb in the past, by its ending."""
    ending = load_language(language).past_ending
    return re.compile(rf"\b[a-z]{{2,20}}{ending}\b") if ending else NEVER
