"""Tell swapped roles: "A accused B" where the evidence says "B accused A". English only.

Reads only the plain case: who stands directly before a verb and who directly after it, the passive turned round. Where
a claim's verb has no plain subject in the evidence, nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..text.irregular import base_form
from ..text.names import Name
from ..text.saying_words import VERBS
from ..text.stop_words import STOP_WORDS
from ..text.words import WORD, fold, is_negation, terms, word_set

_SKIPPED = word_set(
    "has have had will would could can may might must should did does do also then again already now later first "
    "repeatedly finally been being be not never who which that previously once recently still publicly"
)
_TO_BE = word_set("was were is are been being be")
_LEADS = word_set("the a an his her its their our my this that some former ex")
_PRONOUNS = word_set("he she they him her them it himself herself themselves who")
_FOLLOWS = frozenset(("to", "of", "with", "for", "at", "on", "against", "from", "out", "off", "down", "back", "up"))
_TITLES = word_set(
    "president vice prime minister secretary senator general governor mayor chief chancellor envoy gen sen gov mr mrs "
    "ms dr leader coach captain treasury foreign defence defense national security adviser advisor spokesman "
    "spokeswoman officer judge king queen prince lt retired state special striker commander goalkeeper"
)
# Verbs of two sides that mean the same whichever stands first.
_MUTUAL = word_set("meet met agre talk spoke speak sign marri discuss negoti clash fought fight disagre share")
_TIMES = word_set(
    "last next past early late week month year weekend day days weeks months years today yesterday tonight"
)
_LINKS = frozenset(("for", "with", "to", "by", "of", "against", "from", "on", "in", "at", "between"))
_SKIPPED_BY_TIES = frozenset(("less", "more", "only", "also", "back"))
_ADDRESSING = frozenset(("told", "tells", "called", "calls", "asked", "urged", "accused", "warned", "criticised"))
_MOST = 200  # verbs and ties of a source looked at: the work for a claim stays linear
_FAR = 6  # words between a verb and "by"


@dataclass(frozen=True, slots=True)
class _Token:
    lower: str
    start: int
    end: int
    name: Name | None
    after_mark: bool


@dataclass(frozen=True, slots=True)
class _Side:
    """Who stands on one side of a verb: names, or the stem of one common noun; `pronoun` for "him"."""

    names: tuple[Name, ...] = ()
    noun: str = ""
    pronoun: bool = False

    @property
    def known(self) -> bool:
        return bool(self.names or self.noun)


@dataclass(frozen=True, slots=True)
class _Deed:
    """A verb (stem) with who does it and to whom it is done."""

    verb: str
    written: str
    doer: _Side
    done_to: _Side


@dataclass(frozen=True, slots=True)
class _Tie:
    """A name behind a content word (stem) and a preposition: "guarantees for Ukraine"."""

    word: str
    written: str
    link: str
    names: tuple[Name, ...]


Reader = Callable[[str], Sequence[Name]]
Same = Callable[[Name, Name], bool]


def swapped(text: str, sources: Sequence[str], read: Reader, same: Same) -> tuple[str, str, str]:
    """(who, verb, who there) where a text gives a deed to another one than its sources do; ("", "", "") otherwise.

    `read` gives the names of a text, `same` tells whether two can mean the same.
    """
    deeds: dict[str, list[_Deed]] = {}
    ties: dict[str, list[_Tie]] = {}
    for source in sources:
        tokens = _tokens(source, read(source))
        for deed in _deeds(tokens)[:_MOST]:
            deeds.setdefault(deed.verb, []).append(deed)
        for tie in _ties(source, tokens)[:_MOST]:
            ties.setdefault(tie.link, []).append(tie)
    tokens = _tokens(text, read(text))
    for said in _deeds(tokens):
        found = deeds.get(said.verb, [])
        wrong = _turned(said, found, same) or _other_doer(said, found, same)
        if wrong:
            return wrong
    return _tied_otherwise(_ties(text, tokens), ties, same)


def _tied_otherwise(said: Sequence[_Tie], held: Mapping[str, Sequence[_Tie]], same: Same) -> tuple[str, str, str]:
    """A name that hangs on a word where, in every cited place, another name hangs: "guarantees for B", not for A."""
    for tie in said:
        linked = held.get(tie.link, ())
        found = [name for other in linked if other.word == tie.word for name in other.names]
        alike = (name for other in linked for name in other.names) if tie.link else found
        if found and not any(same(name, other) for name in tie.names for other in alike):
            return tie.names[0].text, f"{tie.written} {tie.link}".strip(), found[0].text
    return "", "", ""


def _turned(said: _Deed, found: Sequence[_Deed], same: Same) -> tuple[str, str, str] | None:
    """Both sides exchanged: the claim's doer is done to there, and the one it is done to does it there."""
    if said.verb in _MUTUAL:
        return None
    for there in found:
        straight = _meet(said.doer, there.doer, same) or _meet(said.done_to, there.done_to, same)
        object_does = _meet(said.done_to, there.doer, same)
        doer_suffers = _meet(said.doer, there.done_to, same) or (there.done_to.pronoun and said.doer.names)
        if object_does and doer_suffers and not straight:
            return _word(said.doer), said.written, _word(there.doer)
    return None


def _other_doer(said: _Deed, found: Sequence[_Deed], same: Same) -> tuple[str, str, str] | None:
    """A name that does, or stands before, what another name does in every cited place."""
    if not said.doer.names or not found:
        return None
    nearest = said.doer.names[0]
    if not all(there.doer.names for there in found):
        return None
    if any(same(nearest, other) for there in found for other in there.doer.names):
        return None
    if said.written in VERBS or any(there.written in VERBS for there in found):
        return None  # who says what is told apart by `reversals.usurped` and by the check of quotations
    if said.verb in _MUTUAL and any(_meet(said.doer, there.done_to, same) for there in found):
        return None
    return _word(said.doer), said.written, _word(found[0].doer)


def _meet(one: _Side, other: _Side, same: Same) -> bool:
    if one.names and other.names:
        return any(same(name, each) for name in one.names for each in other.names)
    return bool(one.noun) and one.noun == other.noun


def _word(side: _Side) -> str:
    return side.names[0].text if side.names else side.noun


def _deeds(tokens: Sequence[_Token]) -> list[_Deed]:
    made = []
    for at, token in enumerate(tokens):
        if token.name is None and _may_be_verb(tokens, at):
            deed = _deed(tokens, at)
            if deed and (deed.doer.known or deed.done_to.known):
                made.append(deed)
    return made


def _ties(text: str, tokens: Sequence[_Token]) -> list[_Tie]:
    made: list[_Tie] = []
    for at, token in enumerate(tokens):
        if token.name and text[token.name.end : token.name.end + 2] in ("’s", "'s"):
            made += _owned(tokens, at)
        if token.name is None and _may_be_verb(tokens, at):
            made += _object(tokens, at)
        if token.lower not in _LINKS or token.after_mark:
            continue
        place = at - 1
        while place > 0 and tokens[place].lower in _SKIPPED_BY_TIES:
            place -= 1
        side = _right(tokens, at + 1)
        if place >= 0 and tokens[place].name is None and _may_be_verb(tokens, place) and side.names:
            base = base_form(tokens[place].lower)
            word = next(iter(terms(base, "en")), base)
            made.append(_Tie(word, tokens[place].lower, token.lower, side.names))
    return made


def _object(tokens: Sequence[_Token], at: int) -> list[_Tie]:
    """The name right behind a word, where it stands for itself and not before a noun of its own."""
    base = base_form(tokens[at].lower)
    verb = next(iter(terms(base, "en")), base)
    place = at + 1
    while place < len(tokens) and tokens[place].lower in _LEADS | _TITLES and not tokens[place].after_mark:
        place += 1
    inverted = tokens[at].lower in VERBS and tokens[at].lower not in _ADDRESSING  # "said Ruiz": she is no object
    if verb in _MUTUAL or inverted or place >= len(tokens) or tokens[place].after_mark or not tokens[place].name:
        return []
    side = _named(tokens, place)
    last = next(at for at in range(place, len(tokens)) if tokens[at].name == side.names[-1])
    return [_Tie(verb, tokens[at].lower, "", side.names)] if _is_end(tokens, last + 1) else []


def _owned(tokens: Sequence[_Token], at: int) -> list[_Tie]:
    """What belongs to a name: the first words behind its possessive, for "Ruiz’s tough stance" is her stance."""
    made = []
    owner = tokens[at].name
    follows = [token for token in tokens[at + 1 : at + 4] if token.name is None][:2]
    for token in follows:
        if owner is None or token.after_mark or token.lower in STOP_WORDS["en"]:
            break
        base = base_form(token.lower)
        made.append(_Tie(next(iter(terms(base, "en")), base), f"’s {token.lower}", "", (owner,)))
    return made


def _tokens(text: str, named: Sequence[Name]) -> list[_Token]:
    """The words of a text; a name is one token. `after_mark`: a mark of punctuation stands before it."""
    homes = {name.start: name for name in named}
    made: list[_Token] = []
    end = 0
    for match in WORD.finditer(text):
        if match.start() < end:
            continue
        name = homes.get(match.start())
        stop = max(name.end, match.end()) if name else match.end()
        gap = text[end : match.start()]
        mark = any(
            char in ',;:.!?()“”"—–'
            for char in gap.replace(".", "" if gap == ". " and made and len(made[-1].lower) <= 4 else ".")
        )
        made.append(_Token(fold(text[match.start() : stop]).lower(), match.start(), stop, name, mark))
        end = stop
    return made


def _may_be_verb(tokens: Sequence[_Token], at: int) -> bool:
    word = tokens[at].lower
    if word in _TIMES:
        return False
    stop = word in STOP_WORDS["en"] and word not in ("said", "told", "made")
    return len(word) > 2 and not stop and not is_negation(word) and word not in _TITLES and not word.endswith("ing")


def _deed(tokens: Sequence[_Token], at: int) -> _Deed | None:
    base = base_form(tokens[at].lower)
    verb = next(iter(terms(base, "en")), base)
    before = _before(tokens, at)
    if before >= 0 and tokens[before].lower in _TO_BE:
        return _passive(tokens, at, before, verb)
    return _Deed(verb, tokens[at].lower, _left(tokens, at), _right(tokens, at + 1))


def _before(tokens: Sequence[_Token], at: int) -> int:
    """The token before a verb without its adverbs and auxiliaries, "to be" kept."""
    place = at - 1
    while place >= 0 and (tokens[place].lower in _SKIPPED - _TO_BE or tokens[place].lower.endswith("ly")):
        if tokens[place + 1].after_mark and tokens[place].lower not in ("who", "which"):
            return -1
        place -= 1
    return -1 if place >= 0 and tokens[at].after_mark else place


def _passive(tokens: Sequence[_Token], at: int, to_be: int, verb: str) -> _Deed | None:
    """ "B was accused by A": A does it, B is done to."""
    by = next((k for k in range(at + 1, min(len(tokens), at + _FAR)) if tokens[k].lower == "by"), None)
    if by is None or not tokens[at].lower.endswith(("ed", "en", "wn", "ld", "ht", "de", "ten", "d", "t")):
        return None
    doer = _right(tokens, by + 1)
    doer = replace(doer, names=doer.names[::-1])  # of "by NASA’s Orr" the last one does it
    return _Deed(verb, tokens[at].lower, doer, _left(tokens, to_be))


def _left(tokens: Sequence[_Token], at: int) -> _Side:
    """Who stands before a verb: the names joined there by "and", or one noun."""
    place = _before(tokens, at)
    if place < 0:
        return _Side()
    if tokens[place].lower in ("and", "but"):
        return _first(tokens, at)
    if tokens[place].name is None:
        word = tokens[place].lower
        plain = word not in STOP_WORDS["en"] and not word.endswith("ly")
        return _Side(noun=next(iter(terms(word, "en")), "")) if plain else _Side(pronoun=word in _PRONOUNS)
    found = [tokens[place].name]
    if place and tokens[place - 1].lower in _LINKS and _inflects(tokens[at].lower):
        return _Side()  # "officials of X said": X is not who speaks
    while place > 1 and (tokens[place - 1].lower == "and" or tokens[place].after_mark):
        place -= 2 if tokens[place - 1].lower == "and" else 1
        while place > 0 and tokens[place].name is None and tokens[place].lower in _TITLES:
            place -= 1
        if tokens[place].name is None:
            break
        found.append(tokens[place].name)
    return _Side(names=tuple(name for name in found if name))


def _inflects(word: str) -> bool:
    """Whether a word's form may be a verb's with a subject: not "military" or "president"."""
    return word.endswith(("ed", "s")) or base_form(word) != word


def _first(tokens: Sequence[_Token], at: int) -> _Side:
    """Who stands at the start of a sentence whose verbs are joined: "A refused and accused B"."""
    place = 0
    while place < at and tokens[place].name is None and tokens[place].lower in _LEADS | _TITLES:
        place += 1
    return _named(tokens, place) if place < at and tokens[place].name else _Side()


def _named(tokens: Sequence[_Token], place: int) -> _Side:
    """The names from a place on that belong together."""
    found = []
    while place < len(tokens) and (name := tokens[place].name):
        found.append(name)
        place = _next_name(tokens, place) or len(tokens)
    return _Side(names=tuple(found))


def _right(tokens: Sequence[_Token], at: int) -> _Side:
    """Who stands after a verb: a name behind its titles, a pronoun, or one noun."""
    place = at
    if place < len(tokens) and tokens[place].lower in _FOLLOWS and not tokens[place].after_mark:
        place += 1
    while place < len(tokens) and tokens[place].lower in _LEADS | _TITLES and not tokens[place].after_mark:
        if tokens[place].lower in ("her", "his") and _is_end(tokens, place + 1):
            break
        place += 1
    if place >= len(tokens) or tokens[place].after_mark:
        return _Side()
    if tokens[place].name is None and tokens[place].lower.endswith("'s") and place + 1 < len(tokens):
        place += 1  # "the opposition’s Ruiz" is Ruiz
    token = tokens[place]
    if token.lower in _PRONOUNS:
        return _Side(pronoun=True)
    if token.name is None:
        plain = token.lower not in STOP_WORDS["en"]
        return _Side(noun=next(iter(terms(token.lower, "en")), "")) if plain else _Side()
    side = _named(tokens, place)
    last = next(token for token in tokens[place:] if token.name == side.names[-1])
    return _Side() if last.lower.endswith(("'s", "s'")) else side


def _next_name(tokens: Sequence[_Token], place: int) -> int:
    """The name that belongs to the one before: behind "and", or behind a title of its own; 0 for none."""
    at = place + 1
    while at < len(tokens) and not tokens[at].after_mark and (tokens[at].lower in _TITLES or tokens[at].lower == "and"):
        at += 1
    return at if at < len(tokens) and tokens[at].name and not tokens[at].after_mark else 0


def _is_end(tokens: Sequence[_Token], place: int) -> bool:
    return place >= len(tokens) or tokens[place].after_mark or tokens[place].lower in STOP_WORDS["en"]
