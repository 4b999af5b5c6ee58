"""What the model path works with: the story's statements, the limits of a call, the templates, the judge of claims.

Turns proposals into claims and says what is wrong with them. Asks no model.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ..errors import LimitError
from ..model import Call
from ..prepare import Story, foreign_articles, recounted
from ..prompts import FENCE, MATERIAL, Prompt
from ..records import CitedBy, Claim, Evidence
from ..text.instructions import speaks_to_program
from ..text.names import fold_name, word_likeness
from ..text.speech import find_speaker, outside_quotations, quoted_share
from ..text.words import count_words, term_set, words
from ..tokens import DEFAULT_ENCODING, count_tokens
from .judgements import added_judgement
from .numbering import Sheet, Weights, fence_of
from .recite import Judge, Reciter, evidence_of, faults_of
from .replies import Proposal
from .statements import Statement

NOTE_ROOM = 80  # tokens kept free in every prompt for the reason why a first reply could not be used
_MARK = "\x00"  # stands for a slot's text while the frame is measured; no template can hold it
_FENCE_ROOM = 22  # tokens of a fence's token at most: one a digit, and two where it meets the marks around it
_A_MESSAGE, _A_REPLY = 4, 3  # tokens that chat formats add to each message and before the reply
_LEAST_ROOM = 300  # tokens of material in the smallest useful call
_LONGEST = 90  # words; a longer "sentence" is a paragraph
_MOSTLY = 0.5  # share of a sentence's mass
_QUOTED_WORDS = 0.15  # share of a sentence's content words that only quotations hold from which it must say whose
_ATTRIBUTES = re.compile(  # English
    r"(?i)\b(?:according to|reportedly|alleg\w+|said|says?|saying|call(?:s|ed|ing)|describ\w+|told|tells?|accus\w+"
    r"|predict\w+|argu(?:es?|ed|ing)|claim(?:s|ed|ing)|warn\w*|prais\w+|hail\w*|brand(?:s|ed|ing)|denounc\w+"
    r"|dismiss\w+|believ\w+|sees?|view(?:s|ed)|consider(?:s|ed)|regard(?:s|ed)|label\w*|dubbed|condemn\w*|account"
    r"|in .{1,40}[’']s? (?:view|words))\b"
)
_ADDRESS = re.compile(r"https?://[^\s)\]]{1,200}|\bwww\.[^\s)\]]{1,200}|\b[\w-]{2,60}\.(?:com|org|net|info|io)\b")
QUOTED = 0.4  # share of letters in quotation marks from which a sentence must say who speaks


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What is asked for, and the limits of one call.

    `words` and `language` are the summary's; `input_tokens` bounds a prompt, `output_tokens` a reply, both in tokens of
    `encoding`; `slots` is how many calls run side by side.
    """

    words: int = 250
    language: str = "en"
    input_tokens: int = 24_000
    output_tokens: int = 4_096
    slots: int = 8
    encoding: str = DEFAULT_ENCODING


@dataclass(frozen=True)
class Assignment:
    """One summary to be written by a model: everything its stages share."""

    story: Story
    brief: Brief
    prompts: Mapping[str, Prompt]
    judge: Judge
    statements: tuple[Statement, ...]
    weights: Weights

    @cached_property
    def reciter(self) -> Reciter:
        """The story's statements, ready to be weighed against claims."""
        return Reciter(self.statements, self.story.language, self.judge, foreign_articles(self.story))

    @cached_property
    def _homes(self) -> dict[str, str]:
        """The origin of each article, by ids."""
        return {article: origin.id for origin in self.story.origins for article in origin.articles}

    @cached_property
    def _vocabulary(self) -> dict[str, dict[str, str]]:
        """The words of each article, by their form as names are compared; filled as articles are asked for."""
        return {}

    def claim(self, proposal: Proposal, evidence: tuple[Evidence, ...], identity: str = "") -> Claim:
        """Make a claim of a proposal, with its evidence and what follows from it."""
        articles = {item.article for item in evidence}
        origins = sum(1 for origin in self.story.origins if articles & set(origin.articles))
        return Claim(
            id=identity,
            text=proposal.text,
            evidence=evidence,
            attributed_to=self._speaker(proposal, articles),
            kind=proposal.kind,
            articles=len(articles),
            origins=origins,
        )

    def counted(self, claim: Claim) -> Claim:
        """The claim with the number of articles and origins that carry it alone."""
        return recounted(claim, self._homes, self.judge.confirms)

    def cited(self, proposal: Proposal, by: CitedBy = "model") -> tuple[Evidence, ...]:
        """The first place of every statement a proposal cites."""
        return evidence_of(self.statements, proposal.cites, by, copies=False)

    def faults(self, proposal: Proposal, *, side: bool = False) -> tuple[str, ...]:
        """Why a proposal cannot be printed, in words; () when it can. A `side` of a disagreement is nobody's fact."""
        if proposal.unknown:
            return (f"it cites {', '.join(map(str, proposal.unknown[:3]))}, which is no number of the material",)
        if not proposal.cites:
            return ("it cites nothing",)
        if count_words(proposal.text) > _LONGEST:
            return (f"it is longer than {_LONGEST} words",)
        if speaks_to_program(proposal.text):
            return ("it speaks to a program, not to a reader",)
        claim = self.counted(self.claim(proposal, self.cited(proposal)))
        if not claim.attributed_to and quoted_share(claim.text) > QUOTED and not find_speaker(claim.text).kind:
            return ("quotes: it does not say who speaks",)
        return (
            faults_of(self.judge(claim))
            or self._bare_names(proposal)
            or self._addresses(proposal)
            or (() if side else self._states_as_fact(proposal))
            or self._judges(proposal)
        )

    def _bare_names(self, proposal: Proposal) -> tuple[str, ...]:
        """The judge weighs names like other words: "Mayor A. B. resigned" must not stand on any sentence about A. B."""
        held = self.reciter.tells(proposal.text, proposal.cites)
        return () if held else ("support: what it tells of those it names is not in the cited sentences",)

    def _addresses(self, proposal: Proposal) -> tuple[str, ...]:
        """A web address is no claim's own: it must stand in a cited sentence."""
        held = " ".join(self.statements[number].text for number in proposal.cites).lower()
        strange = next((found for found in _ADDRESS.findall(proposal.text) if found.lower() not in held), "")
        return (f"names: the address {strange} is not in the cited sentences",) if strange else ()

    def _states_as_fact(self, proposal: Proposal) -> tuple[str, ...]:
        """What stands only between a source's quotation marks is somebody's: the sentence must say so."""
        text, language = proposal.text, self.story.language
        if language != "en":
            return ()
        if find_speaker(text).kind or _ATTRIBUTES.search(text) or outside_quotations(text) != text:
            return ()
        cited = [self.statements[number].text for number in proposal.cites]
        said = term_set(text, language)
        plain = set[str]().union(*(term_set(outside_quotations(each), language) for each in cited))
        quoted = (said & term_set(" ".join(cited), language)) - plain
        fault = "quotes: it states as fact what the cited sentences only quote"
        return (fault,) if quoted and len(quoted) >= _QUOTED_WORDS * len(said) else ()

    def _judges(self, proposal: Proposal) -> tuple[str, ...]:
        """The summary has no opinion: judging words must be a source's."""
        if self.story.language != "en":
            return ()
        added = added_judgement(proposal.text, (self.statements[number].text for number in proposal.cites))
        return (f'wording: "{added}" is a judgement that no cited sentence makes',) if added else ()

    def found(self, proposal: Proposal, faults: Sequence[str]) -> Proposal | None:
        """A sentence with these faults on the statement that carries it, when it only cites the wrong ones.

        What the cited ones mostly hold and yet do not support says something else than they do, and finds no others.
        """
        turned = any(fault.startswith("support:") for fault in faults)
        if turned and self.reciter.share(proposal.text, proposal.cites) >= _MOSTLY:
            return None
        right = self.reciter.find(self.claim(proposal, ()))
        moved = replace(proposal, cites=right, found=True)
        return moved if right and not self.faults(moved) else None

    def _speaker(self, proposal: Proposal, articles: set[str]) -> str | None:
        """The speaker a proposal names, if a cited article names them too, in a spelling of those articles."""
        speaker = proposal.attributed_to or ""
        known: dict[str, str] = {}
        for article in sorted(articles):
            known |= self._words_of(article)
        for word in words(speaker):
            there = _spelling(word, known)
            if there is None:
                return None
            speaker = speaker.replace(word, there)
        return speaker if words(speaker) else None

    def _words_of(self, article: str) -> dict[str, str]:
        if article not in self._vocabulary:
            text = next(each.text for each in self.story.articles if each.id == article)
            self._vocabulary[article] = {fold_name(word): word for word in words(text)}
        return self._vocabulary[article]


def _spelling(word: str, known: Mapping[str, str]) -> str | None:
    """A word as it stands among the known ones: itself, or a name's other spelling (Zelensky, Zelenskyy); else None."""
    folded = fold_name(word)
    if folded in known:
        return word
    if not word[0].isupper() or not folded:
        return None
    likely = (form for key, form in known.items() if key and form[0].isupper())
    return next(
        (
            form.removesuffix("’s").removesuffix("'s")
            for form in likely
            if word_likeness(folded, fold_name(form)) == "variant"
        ),
        None,
    )


def make_call(name: str, prompt: Prompt, sheet: Sheet, values: Mapping[str, object], brief: Brief) -> Call:
    """Fill a template with a sheet. Raises LimitError when the prompt is over the budget, which is a bug elsewhere."""
    fence = fence_of(sheet.text + str(values.get("faults", "")))
    messages = prompt.fill({"note": "", **values, MATERIAL: sheet.text, FENCE: fence})
    mark = _MARK + fence  # the articles' texts cannot hold it
    framed = prompt.fill({"note": "", **values, MATERIAL: mark, FENCE: fence})
    tokens = sheet.tokens + _measured(prompt, framed, mark, brief.encoding)
    if tokens > brief.input_tokens:
        raise LimitError(f"{name}: a prompt of {tokens} tokens is over the budget of {brief.input_tokens}")
    return Call(
        name=name,
        messages=messages,
        schema=prompt.schema,
        max_tokens=brief.output_tokens,
        prompt_tokens=tokens,
        stream=name in ("direct", "merge"),
    )


def frame_of(prompt: Prompt, brief: Brief) -> int:
    """Tokens of a prompt without its material, at most: schema, chat format and a fence's longest form included."""
    widest = {"language": brief.language, "sentences": 1000, "words": brief.words, "note": "", "faults": ""}
    framed = prompt.fill({**widest, MATERIAL: _MARK, FENCE: ""})
    holds = prompt.fill({**widest, MATERIAL: "", FENCE: _MARK})
    fences = sum(text.count(_MARK) for _, text in holds)
    note = NOTE_ROOM if "note" in prompt.inputs else 0
    return _measured(prompt, framed, _MARK, brief.encoding) + fences * _FENCE_ROOM + note


def room_of(prompt: Prompt, brief: Brief) -> int:
    """Tokens of material that a prompt can hold. Raises LimitError when `input_tokens` leaves too little."""
    frame = frame_of(prompt, brief)
    if brief.input_tokens < frame + _LEAST_ROOM:
        raise LimitError(
            f"input_tokens {brief.input_tokens} is too small: the template {prompt.name} alone takes {frame}",
            hint=f"give at least {frame + _LEAST_ROOM}",
        )
    return brief.input_tokens - frame


def _measured(prompt: Prompt, framed: tuple[tuple[str, str], ...], mark: str, encoding: str) -> int:
    """Tokens of messages in which the mark stands for the material; counts add up at its line's ends."""
    tokens = _A_REPLY + count_tokens(json.dumps(prompt.schema, separators=(",", ":")), encoding)
    for _, text in framed:
        tokens += _A_MESSAGE + sum(count_tokens(part, encoding) for part in text.split(mark + "\n"))
    return tokens
