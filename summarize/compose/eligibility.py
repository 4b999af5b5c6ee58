"""Whether a source sentence can stand in a summary by itself, and in a neutral summary at all.

Each rule gives a reason in words. What fails is left out or, if only its antecedent is missing, taken together with the
sentence before it. English is supported best; other languages have shorter lists, unknown ones only the rules of shape.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from ..lang.language import NEVER, PHRASES, joined, load_language, pattern_of, pattern_of_all, words_of_all
from ..nlp.doc import Doc
from ..nlp.prompt_injection import speaks_to_program
from ..nlp.speakers import says_by_role
from ..nlp.subjectivity import colour
from ..nlp.tokenize import terms

_LEAST_WORDS = 6  # a shorter sentence says too little by itself
_MOST_WORDS = 75  # a longer one is a list or a splitting fault
_LEAST_TERMS = 3  # content words a quotation must have to be worth printing
_THIN_FROM_SHARE = 0.3  # share of letters inside quotation marks; from here on the quotation is the point
_ALL_QUOTED = 0.9  # share of letters inside quotation marks; above it no speaker is named

_MOST_JUDGEMENTS = 1  # judgements of the writer's in a sentence that may be used; one more in an article's first one

_LINK_END = rf"(?:\b|(?<=[a-zà-ÿ])){PHRASES}\b"
_GLUED = re.compile(r"\b([^\W\d_]{3,40}[a-zà-ÿ])(?=[A-Z])")
_ENDLESS = re.compile(r"[a-zà-ÿ]$")  # scripts without small letters may end otherwise

_OPENING = PHRASES + r"\b"
_QUOTED_POINTER = pattern_of_all("quoted_pointers", _OPENING)
_CONTRAST = pattern_of_all("contrasting_openings", PHRASES + r"\b[ ,]")
_CONTINUES = words_of_all("continuing_openings")
_CONCLUDES = pattern_of_all("concluding_openings", _OPENING)
_LINK = re.compile(r"\b(?:https?://|www\.)\w", re.IGNORECASE)
# Apart, because a search would try those of a sentence's beginning at each of its characters.
_APPEALS = sorted(words_of_all("appeals_to_readers"))
_OPENS_APPEAL = joined((phrase for phrase in _APPEALS if phrase.startswith("^")), PHRASES)
_APPEAL = joined((phrase for phrase in _APPEALS if not phrase.startswith("^")), PHRASES)
_SECOND_PERSON = pattern_of_all("second_person")
_VERDICT = pattern_of_all("verdicts", flags=0)  # read in small letters, which is faster
_OBLIGATION = pattern_of_all("obligations")
_SUBORDINATE = pattern_of_all("subordinators")
_NAMED_BEFORE = re.compile(r"(?<=[\w,;’'] )[A-Z][a-z]+|^[A-Z][a-z]+ (?:[A-Z]|and [A-Z])")

Fault = Literal["", "orphan", "failed_check"]


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether a sentence may be used: `fault` "" if so; `needs_lead` if only together with the sentence before it.

    `may_lead` says that another sentence may follow it: it is complete, if perhaps too thin to be chosen alone.
    `judgements` are words by which the writer judges: another sentence that tells the same goes first. `leans` says
    that it points back, although nothing stands before it.
    """

    fault: Fault = ""
    why: str = ""
    needs_lead: bool = False
    may_lead: bool = False
    judgements: tuple[str, ...] = ()
    leans: bool = False


@dataclass(frozen=True, slots=True)
class _JudgedSentence:
    """A sentence under judgement: its words on one line."""

    doc: Doc
    listed: bool
    opens_article: bool = False

    @property
    def text(self) -> str:
        return self.doc.text

    @property
    def outside(self) -> str:
        return self.doc.outside

    @property
    def language(self) -> str:
        return self.doc.language


def judge(sentence: str, *, language: str = "en", listed: bool = False, opens_article: bool = False) -> Eligibility:
    """Judge one sentence as it stands in its article; see `judge_line`."""
    return judge_line(Doc(" ".join(sentence.split()), language), listed=listed, opens_article=opens_article)


def judge_line(sentence: Doc, *, listed: bool = False, opens_article: bool = False) -> Eligibility:
    """Judge one sentence that stands on one line.

    `listed` says that it is an item below a lead-in line; `opens_article`, that nothing stands before it to point at.
    """
    line = _JudgedSentence(sentence, listed, opens_article)
    for rule in (_completeness, _voice, _quotation) if opens_article else (_completeness, _voice, _quotation, _opening):
        eligibility = rule(line)
        if eligibility.fault:
            return eligibility
    if _is_thin(line):
        return Eligibility("orphan", "a quotation that says too little by itself", may_lead=True)
    judgements = _judgements(line)
    if len(judgements) > _MOST_JUDGEMENTS + opens_article:
        return Eligibility("failed_check", f"the writer's own judgements ({', '.join(map(repr, judgements))})")
    return Eligibility(may_lead=True, judgements=judgements, leans=opens_article and bool(_opening(line).fault))


def _judgements(line: _JudgedSentence) -> tuple[str, ...]:
    """The words by which the writer judges, each once."""
    found = [*verdicts(line.outside)]
    found += [words for words, _ in colour(line.doc)]
    return tuple(dict.fromkeys(found))


def _is_thin(line: _JudgedSentence) -> bool:
    """Whether a sentence is mostly a quotation of hardly any content: "We are still talking," the minister said."""
    if line.doc.quoted_share <= _THIN_FROM_SHARE:
        return False
    inside = line.doc.stems - set(terms(line.outside, line.language))
    return len(inside) < _LEAST_TERMS


def is_neutral(line: Doc) -> bool:
    """Whether a line makes no judgement of its own outside quotation marks and asks nothing."""
    return not verdicts(line.outside) and not line.text.rstrip().endswith("?")


def is_ongoing(sentence: str, language: str) -> bool:
    """Whether a sentence, up to its first comma, says what goes on ("talks continue") and nothing that was done."""
    return bool(pattern_of(language, "ongoing").search(sentence.partition(",")[0]))


def _completeness(line: _JudgedSentence) -> Eligibility:
    """Complete as a sentence: length, end, balance of quotation marks."""
    why = next((why for why, is_incomplete in _INCOMPLETE if is_incomplete(line)), "")
    return Eligibility("orphan", why) if why else Eligibility()


def _is_listed(line: _JudgedSentence) -> bool:
    """Whether a sentence is an item of a list, or opens one."""
    item = line.listed and not line.text.endswith((".", "!", "”", '"', "。"))
    return item or line.text.endswith((":", "：", ",", ";"))


def _is_caption(line: _JudgedSentence) -> bool:
    """Whether a sentence ends in a day with its year behind a comma, as notes under pictures do: "…, March 1, 2018"."""
    dates, text = line.doc.dates, line.text.rstrip(". ")
    ends = bool(dates) and dates[-1].year is not None and dates[-1].end >= len(text)
    return ends and text[: dates[-1].start].rstrip().endswith(",")


def _glued_word(text: str) -> bool:
    """Whether a word of a sentence stands in it again with another one glued to it: "Ruiz … Ana RuizMore of this"."""
    words = set(text.split())
    return any(glued[1] in words for glued in _GLUED.finditer(text))


def _ends_link(text: str) -> bool:
    """Whether a link's last word in capitals stands among small letters: "Ana RuizHarbour opens again MORE said"."""
    if text.isupper() or not any(end in text for end in words_of_all("glued_link_ends")):
        return False
    return bool(pattern_of_all("glued_link_ends", _LINK_END, 0).search(text))


# What a sentence lacks to be complete, in words, in the order in which it is asked.
_INCOMPLETE: tuple[tuple[str, Callable[[_JudgedSentence], bool]], ...] = (
    ("too short to stand alone", lambda line: line.doc.size < _LEAST_WORDS),
    ("too long", lambda line: line.doc.size > _MOST_WORDS),
    ("belongs to a list", _is_listed),
    (
        "a fragment: it begins in the middle of a sentence",
        lambda line: line.text.startswith("[") or line.text.split(None, 1)[0].islower(),
    ),
    ("has no end: a caption, or a line that goes on elsewhere", lambda line: bool(_ENDLESS.search(line.text))),
    ("a caption: it ends in a day with its year", _is_caption),
    (
        "a link of the page is glued into it",
        lambda line: _glued_word(line.text) or _ends_link(line.outside) or line.text.startswith("|"),
    ),
    (
        "part of something that goes on elsewhere",
        lambda line: not line.doc.is_balanced or line.text.endswith(("...", "…")),
    ),
    ("a question or an exclamation", lambda line: line.outside.rstrip().endswith(("?", "？", "!", "！"))),
)


def _quotation(line: _JudgedSentence) -> Eligibility:
    """A quotation needs its speaker in the same sentence, by name or description."""
    share = line.doc.quoted_share
    if not share:
        return Eligibility()
    speaker = line.doc.speaker
    if share > _ALL_QUOTED and not speaker.kind:
        return Eligibility("orphan", "quotation without its speaker", needs_lead=True)
    if speaker.kind == "pronoun":
        return Eligibility("orphan", "the speaker is named only in a sentence before", needs_lead=True)
    if share > 0.5 and not speaker.kind:
        return Eligibility("orphan", "quotation without its speaker")
    return Eligibility()


def _opening(line: _JudgedSentence) -> Eligibility:
    """The sentence must not point back to one that is missing."""
    start = line.text.lstrip("“\"‘'«- •*")
    if _CONCLUDES.match(start):
        return Eligibility("orphan", "sums up what its article said before")
    contrast = _CONTRAST.match(start)
    rest = start[contrast.end() :].lstrip() if contrast else start
    if _anaphoric_opening(line, rest):
        return Eligibility("orphan", "points back to the sentence before", needs_lead=True)
    if _is_bare_role(line) or bare_speaker(line.language).search(line.outside.rstrip()):
        return Eligibility("orphan", "names somebody only by a role given before")  # perhaps long before: no lead helps
    if why := _missing_referent(line, rest):
        return Eligibility("orphan", why, needs_lead=True)
    if contrast and contrast.group()[:-1].lower() in _CONTINUES:
        return Eligibility("orphan", "continues the sentence before", needs_lead=True)
    return Eligibility()


def _is_bare_role(line: _JudgedSentence) -> bool:
    """Whether a person is identified only by a role ("the official"), as speaker or before anybody is named."""
    role = bare_role(line.language).search(line.outside)
    if role is None:
        return False
    return not _NAMED_BEFORE.search(line.outside[: role.start()]) or says_by_role(line.outside, role.span())


def _missing_referent(line: _JudgedSentence, rest: str) -> str:
    """What the sentence takes from the one before without naming it, in words; "" if it names everything."""
    if pattern_of(line.language, "late_pronouns", PHRASES).match(rest):
        return "a pronoun whose owner stands in the sentence before"
    if pattern_of(line.language, "leaning_phrases", PHRASES).search(line.outside):
        return "leans on something named before"
    occasion = bare_occasion(line.language).search(line.outside)
    if occasion and occasion.start() < len(line.text) / 2:  # later on, the sentence's first half has introduced it
        return "speaks of an occasion named before"
    return ""


def _anaphoric_opening(line: _JudgedSentence, rest: str) -> bool:
    if line.text[0] in '“"‘«':
        return bool(_QUOTED_POINTER.match(rest))
    return points_back(rest, line.language)


def _voice(line: _JudgedSentence) -> Eligibility:
    """The reporter's voice must be neutral: verdicts, outlooks, first and second person, instructions are not."""
    if solicits(line.outside):
        return Eligibility("orphan", "an appeal to the reader")
    if speaks_to_program(line.text):
        return Eligibility("failed_check", "reads like an instruction to a program")
    first = pattern_of(line.language, "first_person")
    if first.search(line.outside) or _SECOND_PERSON.search(line.outside):
        return Eligibility("failed_check", "first or second person outside a quotation")
    loaded = verdicts(line.outside)
    if len(loaded) > line.opens_article:  # one in an article's first sentence only makes others go first
        return Eligibility("failed_check", f"the writer's own judgement ({loaded[0]!r})")
    outlook = _OBLIGATION.search(line.outside)
    if (
        outlook
        and not line.opens_article
        and not _SUBORDINATE.search(line.outside[: outlook.start()])
        and not line.doc.speaker.kind
    ):
        return Eligibility("failed_check", "says what ought to be without saying who says so")
    return Eligibility()


@lru_cache(maxsize=256)  # a sentence is asked more than once
def verdicts(text: str) -> tuple[str, ...]:
    """The words with which a text judges, in small letters."""
    return tuple(match.group() for match in _VERDICT.finditer(text.lower()))


def points_back(text: str, language: str) -> bool:
    """Whether a sentence opens by pointing back to somebody or something named before."""
    return bool(pattern_of(language, "points_back").match(text)) and not pattern_of(language, "points_nowhere").match(
        text
    )


def solicits(text: str) -> bool:
    """Whether a sentence belongs to the page, not the event: it addresses the reader, or says what a picture shows."""
    return bool(_OPENS_APPEAL.match(text) or _APPEAL.search(text) or _LINK.search(text))


@cache
def bare_speaker(language: str) -> re.Pattern[str]:
    """A speaker at a sentence's end who is identified only by a role."""
    data = load_language(language)
    verbs, roles = data.verbs_before_bare_roles, "|".join(data.bare_roles_behind_verbs)
    return joined(verbs, rf"\b{PHRASES} (?:{roles})\.?$") if roles else NEVER


@cache
def bare_role(language: str) -> re.Pattern[str]:
    """A person whom neither a name nor a description identifies."""
    adjectives = "|".join(load_language(language).adjectives_of_roles)
    return _bare(language, "bare_roles", rf"(?:(?:{adjectives}) ){{0,2}}")


@cache
def bare_occasion(language: str) -> re.Pattern[str]:
    """An occasion that nothing describes."""
    return _bare(language, "bare_occasions")


def _bare(language: str, key: str, adjectives: str = "") -> re.Pattern[str]:
    data = load_language(language)
    determiners, behind = "|".join(sorted(data.pointing_determiners)), "|".join(data.describing_phrases)
    described = rf"(?!['’]s| (?:{behind})\b)"
    return joined(getattr(data, key), rf"\b(?:{determiners}) {adjectives}{PHRASES}\b{described}")
