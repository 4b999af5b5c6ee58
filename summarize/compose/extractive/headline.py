"""The headline: the title of an article that fits the lead, else the beginning of the lead. Verbatim, with evidence.

A record's title counts like one in the text; because it stands outside the text, the sentence that says it is cited.
Clauses end, by rule, at a comma or before a word that opens another one. English, Portuguese and Spanish have such
words; in other languages only a comma, or a short sentence, ends a clause.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from ...lang.language import NEVER, PHRASES, WHOLE, joined, load_language, pattern_of, pattern_of_all
from ...nlp.doc import Doc
from ...nlp.names import sound_alike
from ...nlp.quotations import is_balanced
from ...nlp.speech_verbs import VERBS
from ...nlp.stances import contrary
from ...nlp.subjectivity import colour
from ...nlp.tokenize import count_words
from ...records import Article, Evidence, Notice, Sentence
from ...story import Story
from ..eligibility import is_neutral
from .candidates import Candidate, record_title

_SHORTEST, _LONGEST = 4, 20  # words
_LEAST_TERMS = 3  # content words that name who and what
_FIT_SHARE = 0.4  # share of a title's content words that must be in the lead
_OWN_TITLE_TERMS = 2  # content words that the title of the lead's own article must share with it
_OLDER = 0.85  # worth of a title from an earlier day, relative to one from the last day reported
_BORROWED = 0.75  # worth of a title with somebody's words in quotation marks, which speak for one side
_LOADED = 0.5  # worth of a title for each word by which its writer judges
_DATED = 0.5  # worth of a title for "today": of a day that its reader does not know
_SAME_MATTER = 2  # content words that a title and a sentence on one matter share
_SHORTEST_CLAUSE = 5  # words of a clause that can stand for its sentence
_LONGEST_CLAUSES = (17, 24)  # and the most: where none is that short, a longer one
_WHOLE_WORDS = 30  # longest sentence that stands for itself if it has no such clause

_SAID_LAST = pattern_of_all("said_last", WHOLE + r"(?:\s\S+){0,3}$", 0)
_LOOSE_ASIDE = pattern_of_all("aside_openers", rf", {PHRASES}(?:\s[^\s,]+){{1,3}}$", 0)  # "…, a day"
_ASIDE = pattern_of_all("aside_openers", rf", {PHRASES}\b[^,]{{0,300}}(?:,|$)", 0)
_DATELINE = re.compile(r"[^\W\d_a-zà-ÿ][^\W\d_a-zà-ÿ .,/()]{2,40} ?(?:\([^()]{1,30}\) ?)?[-–—] ")
_COMMA = re.compile(r"[,;](?=\s(?!(?:and|or|e|ou|y|o)\b))|\s[-–—](?=\s)")
# "has decided to weigh": the verb breaks off
_OPEN_END = re.compile(r"\bto\s\S+$|(?<!\bwas\s)(?<!\bwere\s)(?<!\bbeen\s)(?<!\bhave\s)(?<!\bhas\s)\b\w+ed$")
_ASIDE_BEHIND = re.compile(r"^\s*, [^,]{1,80},")
_PARTICIPLE_LAST = re.compile(r"\w{2}ed$")
_CUT = Notice("headline_cut", "no title of the articles fits: the headline is the beginning of the first sentence")
_BEGUN = Notice("headline_cut", "no whole title of the articles fits: the headline is the beginning of one")


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline with its evidence; `warnings` say that it is not a title. All are empty if there is none."""

    text: str = ""
    evidence: tuple[Evidence, ...] = ()
    warnings: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class _Title:
    """A title as it is written, with what is cited for it."""

    text: str
    evidence: Evidence


def choose_headline(
    story: Story,
    told: Iterable[tuple[Candidate, Sequence[str]]],
    rank: Mapping[str, int],
    off_topic: Set[str] = frozenset(),
    refuses: Callable[[str], object] = lambda title: False,
    printed: Sequence[Sentence] = (),
) -> Headline:
    """The best title that fits the first of the `printed` sentences, the lead; with none, the lead's main clause.

    A title that judges in its last clause only is cut before it, where no other fits. Where no clause can be cut from
    the lead either, a title of its own article stands in, one of its matter, one with a word contrary to the lead's or,
    where there is no title at all, the whole lead.

    `told` are the body sentences with their terms; `rank` orders article ids by the days they report. A title is not
    used if it is refused, or if a printed sentence tells the reverse of its matter.
    """
    bodies = [(candidate, frozenset(found)) for candidate, found in told]
    lead = printed[0] if printed else None
    every = list(_titles(story, bodies, off_topic))

    def is_usable(title: _Title) -> bool:
        return _may_head(story.doc(title.text)) and not refuses(title.text)

    usable = [each for each in every if is_usable(each)]
    unrefuted = [each for each in usable if _is_unrefuted(each.text, printed, story)]
    warnings: tuple[Notice, ...] = ()
    titles = [each for each in unrefuted if lead is None or _fits(each, lead, story)]
    if not titles and lead:
        begun = filter(is_usable, (_beginning(each, story) for each in every))
        titles = [each for each in begun if _is_unrefuted(each.text, printed, story) and _fits(each, lead, story)]
        warnings = (_BEGUN,)
    if not titles:
        cut = _cut_from(lead, story)
        titles = [each for each in unrefuted if lead and _is_of_its_matter(each, lead, story)]
        titles, warnings = titles or _contrary_titles(usable, printed, story), ()
        if cut.text or not titles:
            return cut if cut.text else _cut_from(lead, story, whole=True)
    best = _best_title(titles, bodies, rank, story)
    return Headline(best.text.removesuffix("."), (best.evidence,), warnings)


def _contrary_titles(titles: Sequence[_Title], printed: Sequence[Sentence], story: Story) -> list[_Title]:
    """Titles that may have a word contrary to the lead's: those that fit it, else those of its matter."""
    docs = [story.doc(sentence.text) for sentence in printed]
    found = [each for each in titles if not any(is_reversed(story.doc(each.text), doc) for doc in docs)]
    tiers = (
        [each for each in found if printed and fits(each, printed[0], story)] for fits in (_fits, _is_of_its_matter)
    )
    return next(filter(None, tiers), [])


def _best_title(
    titles: Sequence[_Title],
    bodies: Sequence[tuple[Candidate, frozenset[str]]],
    rank: Mapping[str, int],
    story: Story,
) -> _Title:
    """The title whose words most articles hold; newer, plain ones without borrowed words are worth more."""
    asked = frozenset(term for title in titles for term in story.doc(title.text).terms)
    postings = _postings(bodies, asked)
    last = max(rank[title.evidence.article] for title in titles)

    def worth(title: _Title) -> float:
        doc = story.doc(title.text)
        age = 1.0 if rank[title.evidence.article] == last else _OLDER
        own = 1.0 if doc.outside == title.text else _BORROWED
        own *= _LOADED ** len(colour(doc))
        own *= _DATED if any(each.days is not None for each in doc.dates) else 1.0
        return age * own * _agreement(title.text, postings, story)

    return max(titles, key=worth)


def _titles(story: Story, bodies: Sequence[tuple[Candidate, frozenset[str]]], off_topic: Set[str]) -> Iterable[_Title]:
    """The titles in the texts, then those of records that no text repeats. A record's title is its only one."""
    of_records = {article.id: record_title(article) for article in story.articles if article.id not in off_topic}
    met = set()
    for s in story.sentences:
        text = " ".join(s.text.split())
        if s.zone == "title" and of_records.get(s.article) in ("", text):
            met.add(s.article)
            yield _Title(text, Evidence.of(s, "engine"))
    for article in story.articles:
        text = of_records.get(article.id, "")
        found = _said_by(story.doc(text), article, bodies) if text and article.id not in met else None
        if found:
            yield _Title(text, Evidence.of(found, "match"))


def _said_by(title: Doc, article: Article, bodies: Sequence[tuple[Candidate, frozenset[str]]]) -> Sentence | None:
    """The sentence of an article that shares most content words with its title, the first of several."""
    asked = title.stems
    own = [
        (len(asked & found), sentence)
        for candidate, found in bodies
        for sentence in candidate.sentences
        if sentence.article == article.id
    ]
    return max(own, key=lambda each: (each[0], -each[1].start), default=(0, None))[1]


def _may_head(title: Doc) -> bool:
    """Whether a title is one: no fragment, no label, no judgement, no question."""
    whole = _SHORTEST <= title.size <= _LONGEST and len(title.stems) >= _LEAST_TERMS
    return whole and is_neutral(title) and not pattern_of_all("no_title_openings", PHRASES).match(title.text)


def _fits(title: _Title, lead: Sentence, story: Story) -> bool:
    """Whether a title speaks of what the lead tells; the lead's own article's needs only be of its matter."""
    asked = story.doc(title.text)
    shared = _shared(asked, story.doc(lead.text))
    own = title.evidence.article == lead.article
    return shared >= _FIT_SHARE * len(asked.stems) or (own and shared >= _OWN_TITLE_TERMS)


def _shared(title: Doc, lead: Doc) -> int:
    """How many content words of a title the lead has; a name that it spells otherwise is one.

    In a title each word may have a capital, so each may be a name.
    """
    told = {word for name in lead.names for word in name.words}
    others = {word for name in title.names for word in name.words} - told
    return len(title.stems & lead.stems) + sum(any(sound_alike(one, other) for other in told) for one in others)


def _is_of_its_matter(title: _Title, lead: Sentence, story: Story) -> bool:
    """Whether a title is of the lead's own article, or shares with the lead what a title of it would."""
    shared = story.doc(title.text).stems & story.doc(lead.text).stems
    return title.evidence.article == lead.article or len(shared) >= _OWN_TITLE_TERMS


def _beginning(title: _Title, story: Story) -> _Title:
    """A title without its last clause, where it reads well, asks nothing and leaves nothing out that somebody says."""
    text = clause_before(title.text, story.language, lambda piece: _may_head(story.doc(piece)))
    words = (word.lower() for word in text.split())
    return replace(title, text="" if title.text.endswith("?") or any(word in VERBS for word in words) else text)


def _is_unrefuted(title: str, printed: Sequence[Sentence], story: Story) -> bool:
    """Whether the lead does not say the opposite of a title, and no printed sentence tells the reverse of it."""
    if any(contrary(title, lead.text, story.language) for lead in printed[:1]):
        return False
    return not any(is_reversed(story.doc(title), story.doc(sentence.text)) for sentence in printed)


def _cut_from(lead: Sentence | None, story: Story, *, whole: bool = False) -> Headline:
    """The lead's main clause as the headline, or all of it."""
    if lead is None:
        return Headline()
    article = next(each for each in story.articles if each.id == lead.article)
    start, end = (0, len(lead.text.rstrip(". "))) if whole else main_clause(lead.text, story.language)
    if start == end:
        return Headline()
    start, end = lead.start + start, lead.start + end
    span = Evidence(article.id, start, end, article.text[start:end])
    return Headline(" ".join(span.text.split()), (span,), (_CUT,))


def _postings(told: Iterable[tuple[Candidate, frozenset[str]]], asked: frozenset[str]) -> dict[str, set[str]]:
    """For each requested term, the articles whose bodies hold it."""
    postings: dict[str, set[str]] = defaultdict(set)
    for candidate, found in told:
        for term in asked & found:
            postings[term].update(sentence.article for sentence in candidate.sentences)
    return postings


def _agreement(title: str, postings: Mapping[str, set[str]], story: Story) -> float:
    """Mean share of the articles that hold a term of the title; a title that says more is worth a little more."""
    found = story.doc(title).stems
    if not found:
        return 0.0
    held = sum(len(postings.get(term, ())) for term in found)
    return held / len(found) / len(story.articles) * math.log(1 + len(found))


def main_clause(sentence: str, language: str) -> tuple[int, int]:
    """The span (characters) of the beginning of a sentence that can stand alone; an empty one if none can."""
    return next(
        (found for longest in _LONGEST_CLAUSES if any(found := _beginning_of(sentence, language, longest))), (0, 0)
    )


def _beginning_of(sentence: str, language: str, longest: int) -> tuple[int, int]:
    """The same, of at most `longest` words."""
    dateline = _DATELINE.match(sentence)
    start = dateline.end() if dateline else 0
    end = len(sentence.rstrip().rstrip(".!"))
    if not is_balanced(sentence):
        return 0, 0
    if count_words(sentence[start:end]) <= longest:
        return start, end
    short = count_words(sentence) <= _WHOLE_WORDS
    cuts = [_clause_ends(sentence, language), _ends_before(sentence, language, "place_openers")]
    cuts += [] if short else [_ends_before(sentence, language, "aim_openers")]
    for ends in cuts:
        whole = [
            place
            for place in ends
            if place > start and _stands_alone(sentence[start:place], sentence[place:], language, longest)
        ]
        if ends is cuts[-1] and not short:  # "was committed" before "to remaining"
            whole = [place for place in whole if not _PARTICIPLE_LAST.search(sentence[start:place])]
        if whole:
            return start, len(sentence[: max(whole)].rstrip(",; "))
    return (start, end) if short else (0, 0)


def clause_before(text: str, language: str, fits: Callable[[str], bool]) -> str:
    """The longest beginning of a text, up to a clause of its own, that fits; "" for none."""
    ends = [*_clause_ends(text, language), *_ends_before(text, language, "aim_openers")]
    pieces = (text[:end].rstrip(",;–— ") for end in sorted(ends, reverse=True))
    return next(filter(fits, pieces), "")


def _clause_ends(sentence: str, language: str) -> list[int]:
    commas = [match.start() for match in _COMMA.finditer(sentence)]
    return commas + _ends_before(sentence, language, "clause_openers")


def _ends_before(sentence: str, language: str, openers: str) -> list[int]:
    """Places before the words that open something."""
    return [match.start() for match in pattern_of(language, openers, rf"\s{PHRASES}\b", 0).finditer(sentence)]


def _stands_alone(piece: str, behind: str, language: str, longest: int) -> bool:
    """Whether a beginning has a headline's length, a verb outside its asides, and no loose end."""
    last = re.split(r"\s", piece)[-1].lower()
    if not _SHORTEST_CLAUSE <= count_words(piece) <= longest or last in load_language(language).function_words:
        return False
    if pattern_of(language, "clause_openers", PHRASES + r"\b").match(piece):  # "While many waited"
        return False
    place = pattern_of(language, "place_openers", PHRASES + r"\b").match(piece)
    if place and "," not in piece and "," in behind:  # "On the day the bridge closed", and then what?
        return False
    if (
        _OPEN_END.search(piece)
        or not is_balanced(piece)
        or piece.count("(") != piece.count(")")
        or _SAID_LAST.search(piece)
        or _LOOSE_ASIDE.search(piece)
    ):
        return False
    return _has_verb(piece, behind, language)


def _has_verb(piece: str, behind: str, language: str) -> bool:
    """Whether the verb of a sentence stands in its beginning, and not behind it."""
    verb = pattern_of(language, "finite_verbs", rf"\s{PHRASES}\b", 0)
    subordinates = pattern_of(language, "subordinators")
    clause = subordinates.split(_ASIDE.sub("", piece), maxsplit=1)
    found = list(verb.finditer(clause[0]))
    if len(clause) > 1 or subordinates.match(behind.lstrip()):  # "the report released in May that says": no verb yet
        found = [match for match in found if match.end() >= len(clause[0].rstrip()) or not match[0].endswith("ed")]
    if all(match[0].endswith("ed") for match in found):  # "The elected officials" in Virginia "are"
        data = load_language(language)
        opens = joined(data.clause_openers - data.place_openers)
        goes_on = [match.start() for each in (subordinates, opens) for match in each.finditer(behind)]
        behind_it = behind[: min(goes_on, default=None)]
        found = [] if any(not match[0].endswith("ed") for match in verb.finditer(behind_it)) else found
    rests = (behind, _ASIDE_BEHIND.sub("", behind))  # "The elected officials", all of Porto, "are"
    follows = any(verb.match(" " + rest.lstrip(" ,;")) for rest in rests)
    return verb is NEVER or (bool(found) and not follows)


def is_reversed(title: Doc, sentence: Doc) -> bool:
    """Whether a sentence tells of the title's matter that it went the other way."""
    comes, fails = pattern_of(title.language, "comes_about"), pattern_of(title.language, "fails")
    if comes is NEVER or len(title.stems & sentence.stems) < _SAME_MATTER:
        return False
    mine, theirs = _direction(title.text, comes, fails), _direction(sentence.text, comes, fails)
    return mine * theirs < 0


def _direction(text: str, comes: re.Pattern[str], fails: re.Pattern[str]) -> int:
    """1 for a text in which something comes about, -1 for one in which it does not, 0 for both or neither."""
    return bool(comes.search(text)) - bool(fails.search(text))
