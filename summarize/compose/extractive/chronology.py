"""Which articles report earlier days and which later ones, and the order of reading that follows from it.

Publication dates decide if all are known. Without them an article that says "last week" of what another reports as "on
Wednesday" is the later one; articles that no such wording places go with those they are most like. Nothing is guessed
beyond that, and the reader is told what the order rests on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from ...lang.language import pattern_of_all
from ...nlp.doc import Doc
from ...nlp.similarity import cosine
from ...records import Article, Notice, Sentence
from ...story import Story
from .concepts import Unit

_LOOKS_BACK = pattern_of_all("week_or_month_before")
_SAME_MATTER = 0.3  # share of a sentence's terms that another must hold to be about the same thing
_LEAST_SHARED = 4  # and how many terms at least
_WEEK = 7  # days
_MOST_ARTICLES = 60  # compared pairwise by wording; beyond that an order without dates says little


@dataclass(frozen=True, slots=True)
class Chronology:
    """`rank` orders articles by id, 0 first; all are 0 if nothing tells them apart. `warnings` say what it rests on.

    `unclear_weeks` are the articles (ids) whose "Friday" may be in another week than another article's; `undated` those
    without a day of publication, whose "Friday" nothing resolves.
    """

    rank: Mapping[str, int]
    warnings: tuple[Notice, ...] = ()
    unclear_weeks: frozenset[str] = frozenset()
    undated: frozenset[str] = frozenset()


def find_chronology(story: Story, off_topic: Set[str] = frozenset()) -> Chronology:
    """Order the articles of a story by the days they report, without those set aside (ids)."""
    kept = [article for article in story.articles if article.id not in off_topic]
    days = {article.id: (article.published or "")[:10] for article in kept}
    if all(days.values()):
        places = {day: n for n, day in enumerate(sorted(set(days.values())))}
        apart = _weeks_apart(days.values())
        return Chronology(
            {article: places[day] for article, day in days.items()}, unclear_weeks=frozenset(days if apart else ())
        )
    body = [s for s in story.sentences if s.zone == "body" and s.article in days]
    rank = _ranked_by_wording(body, story) if len(kept) <= _MOST_ARTICLES else {}
    undated = frozenset(article for article, day in days.items() if not day)
    unclear = undated if rank else frozenset()
    return Chronology(defaultdict(int, rank), _notices(story.articles, rank), unclear, undated)


def _weeks_apart(days: Iterable[str]) -> bool:
    """Whether the first and the last of some ISO days are so far apart that one weekday is two days."""
    try:
        found = sorted(date.fromisoformat(day) for day in days)
    except ValueError:
        return True
    return bool(found) and (found[-1] - found[0]).days >= _WEEK


def _notices(articles: Sequence[Article], rank: Mapping[str, int]) -> tuple[Notice, ...]:
    """What the reader must know if days are not known."""
    if len(articles) < 2:
        return ()
    text = "not every article has a publication date, so what a weekday or “yesterday” in them means is not certain"
    if rank:
        early, late = (
            ", ".join(f"[{n}]" for n, article in enumerate(articles, 1) if rank.get(article.id) == place)
            for place in (0, 1)
        )
        text += f"; {early} come first, because {late} look back on the days they report"
    return (Notice("undated", text),)


def _ranked_by_wording(body: Sequence[Sentence], story: Story) -> dict[str, int]:
    """1 for articles that look back on what others report as of the day, 0 for those; {} when nothing is told apart."""
    back = [s for s in body if _LOOKS_BACK.search(s.text)]
    if not back:
        return {}
    stems = {(s.article, s.number): story.doc(s.text).stems for s in body}
    votes = {
        (late.article, early.article)
        for late in back
        for early in body
        if late.article != early.article and _same_matter(late, early, stems) and _names_weekday(story.doc(early.text))
    }
    later = {one for one, other in votes if (other, one) not in votes}
    earlier = {other for one, other in votes if (other, one) not in votes}
    sure = dict.fromkeys(sorted(later - earlier), 1) | dict.fromkeys(sorted(earlier - later), 0)
    return _with_most_similar(sure, stems) if len(set(sure.values())) == 2 else {}


def _names_weekday(sentence: Doc) -> bool:
    """Whether a sentence says "on Wednesday" and does not look back itself."""
    weekday = any(mention.weekday is not None for mention in sentence.dates)
    return weekday and not _LOOKS_BACK.search(sentence.text)


def _same_matter(one: Sentence, other: Sentence, stems: Mapping[tuple[str, int], frozenset[str]]) -> bool:
    mine, theirs = stems[one.article, one.number], stems[other.article, other.number]
    shared = len(mine & theirs)
    return shared >= _LEAST_SHARED and shared >= _SAME_MATTER * min(len(mine), len(theirs))


def _with_most_similar(sure: Mapping[str, int], stems: Mapping[tuple[str, int], frozenset[str]]) -> dict[str, int]:
    """Give every article that no wording places the rank of the one with which it shares most terms."""
    words: dict[str, Counter[str]] = defaultdict(Counter)
    for (article, _), found in stems.items():
        words[article].update(found)
    most_similar = {name: max(sorted(sure), key=lambda other: cosine(words[name], words[other])) for name in words}
    return {name: sure.get(name, sure[other]) for name, other in most_similar.items()}


def reading_order(
    story: Story, sentences: Sequence[Sentence], chosen: Sequence[Unit], rank: Mapping[str, int]
) -> list[Unit]:
    """The chosen units in reading order; `rank` orders article ids by the days they report.

    Within a day, what articles tell first is read first. A unit that directly follows another one in its article is
    read right after it, because what it calls "the plan" is there. Units number `sentences`.
    """
    place = _body_places(story)
    number = {article.id: n for n, article in enumerate(story.articles)}

    def key(unit: Unit) -> tuple[int, int, int]:
        first = sentences[unit.passages[0]]
        return rank[first.article], place[first.article, first.number], number[first.article]

    return _with_neighbours(sorted(chosen, key=key), sentences)


def _with_neighbours(ordered: Sequence[Unit], sentences: Sequence[Sentence]) -> list[Unit]:
    """The same, with each unit right after the one that ends where it begins."""
    ends = {(sentences[u.passages[-1]].article, sentences[u.passages[-1]].number): u for u in ordered}
    behind: dict[Unit, Unit] = {}
    for unit in ordered:
        first = sentences[unit.passages[0]]
        before = ends.get((first.article, first.number - 1))
        if before is not None:
            behind[before] = unit
    moved = set(behind.values())
    found: list[Unit] = []
    for unit in ordered:
        following: Unit | None = None if unit in moved else unit
        while following is not None:
            found.append(following)
            following = behind.get(following)
    return found


def _body_places(story: Story) -> dict[tuple[str, int], int]:
    """For each body sentence (article, number), the number of body sentences before it in its article."""
    places: dict[tuple[str, int], int] = {}
    met: dict[str, int] = {}
    for sentence in story.sentences:
        if sentence.zone == "body":
            place = places[sentence.article, sentence.number] = met.get(sentence.article, 0)
            met[sentence.article] = place + 1
    return places
