"""What one summary needs while a model writes it: the story's sentences, templates, checks, and a prompt's budget.

The budget of a prompt is `input_tokens`: `prompt_overhead` measures a template without its material,
`material_budget` what is left for that, and `make_call` counts the filled prompt before it is sent. Asks no model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from ...config import Config
from ...errors import LimitError
from ...llm import Call, Reply
from ...nlp.language_id import name_of
from ...nlp.prompt_injection import speaking_to_program
from ...nlp.speakers import outside_quotations
from ...prompts import FENCE, MATERIAL, Prompt, fence_of
from ...records import Claim, Evidence, NamedPerson, Reading, Sentence
from ...story import Story, foreign_articles
from ...tokens import DEFAULT_ENCODING, count_tokens
from .parsing import DraftClaim
from .prompt_sheet import (
    PromptSheet,
    SheetWriter,
    count_lines,
    describe_articles,
    longest_sentence,
    number_by_article,
    number_in_order,
)
from .source_sentences import EvidenceIndex, SourceSentence, citable, collect_source_sentences, cut_long

# The ids of what the model wrote: "headline", "c1" for its first sentence, "d1.2" for the second side of its first
# disagreement. "title 1" for the first title that may take the headline's place.
HEADLINE = "headline"
_SENTENCE = re.compile(r"c\d+")
TITLE = "title "  # begins the ids of titles
NOTE_TOKENS = 80  # tokens kept free in a prompt for the reason why a first reply was unusable
_DEFAULTS = Config()
_MARK = "\x00"  # stands for a slot's text while the overhead is measured; no template can hold it
_FENCE_TOKENS = 22  # most tokens of a fence's token: one per digit, and two where it meets the marks around it
_MESSAGE_TOKENS, _REPLY_TOKENS = 4, 3  # tokens that chat formats add to each message and before the reply
_LONGEST_SENTENCE = 200  # tokens of a sentence that is sent whole: a longer one is a list, its parts better evidence
_LEAST_MATERIAL = 600  # tokens of material in the smallest useful call: two of the longest sentences and their headings


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationRequest:
    """What is asked for, and the limits of one call.

    `words` and `language` (a code) are the summary's; `input_tokens` bounds a prompt, `output_tokens` a reply, both in
    tokens of `encoding`; `max_parallel_calls` is how many calls run side by side.
    """

    words: int = _DEFAULTS.words
    language: str = "en"
    input_tokens: int = _DEFAULTS.input_tokens
    output_tokens: int = _DEFAULTS.output_tokens
    max_parallel_calls: int = _DEFAULTS.concurrency
    encoding: str = DEFAULT_ENCODING


@dataclass(frozen=True)
class GenerationContext:
    """One summary to be written by a model: everything its stages share.

    `flagged` are sentences that speak to a program, which are not sent; `off_topic` articles (ids) are set aside
    completely. `people` are persons spelled in several ways, found when first asked for.
    """

    story: Story
    request: GenerationRequest
    prompts: Mapping[str, Prompt]
    checker: ClaimChecker
    reader: ClaimReader | None
    writer: SheetWriter
    usable: Sequence[Sentence]
    flagged: Sequence[Sentence]
    off_topic: frozenset[str] = frozenset()
    people: Callable[[], Sequence[NamedPerson]] = tuple

    @property
    def sources(self) -> Sequence[SourceSentence]:
        """The story's distinct sentences that may be sent."""
        return self.writer.sources

    @cached_property
    def places(self) -> dict[int, int]:
        """The place of each source sentence, by its number."""
        return {number: place for place, number in enumerate(self.writer.numbering.sentences)}

    @cached_property
    def index(self) -> EvidenceIndex:
        """The story's sentences, ready to be compared with claims."""
        return EvidenceIndex(self.sources, self.story.language, foreign_articles(self.story))

    @cached_property
    def origin_by_article(self) -> dict[str, str]:
        """The origin of each article, by id."""
        return {article: origin.id for origin in self.story.origins for article in origin.articles}

    @cached_property
    def spell(self) -> Callable[[str], str]:
        """Writes every person's name in the chosen spelling."""
        return speller(self.people())

    def reports(self, places: Sequence[int]) -> int:
        """How many separate reports tell one of these source sentences."""
        articles = {article for place in places for article in self.sources[place].articles}
        return len({self.origin_by_article.get(article, article) for article in articles})


def prepare_context(
    story: Story,
    request: GenerationRequest,
    prompts: Mapping[str, Prompt],
    checks: tuple[ClaimChecker, ClaimReader | None],
    off_topic: frozenset[str] = frozenset(),
    people: Callable[[], Sequence[NamedPerson]] = tuple,
) -> GenerationContext:
    """Collect, cut, count and number the sentences that may be sent. Raises LimitError if no material has room."""
    encoding = request.encoding
    descriptions = describe_articles(story, encoding)
    room = min(material_budget(prompts[name], request) for name in ("write", "select", "repair"))
    usable: list[Sentence] = []
    flagged: list[Sentence] = []
    offered = list(citable(story.sentences, off_topic))
    for sentence, speaks in zip(offered, speaking_to_program([each.text for each in offered]), strict=True):
        (flagged if speaks else usable).append(sentence)
    sources = collect_source_sentences(usable)
    tokens = count_lines([source.text for source in sources], encoding)
    most = min(_LONGEST_SENTENCE, longest_sentence(room, descriptions))
    if long := {source.text for source, count in zip(sources, tokens, strict=True) if count > most}:
        usable = list(cut_long(usable, long, most, encoding))
        sources = collect_source_sentences(usable)
        tokens = count_lines([source.text for source in sources], encoding)
    writer = SheetWriter(sources, tokens, descriptions, number_in_order(sources, story), encoding)
    if not writer.fits(range(len(sources)), material_budget(prompts["write"], request)):
        writer = replace(writer, numbering=number_by_article(sources, story))
    return GenerationContext(story, request, prompts, *checks, writer, usable, flagged, off_topic, people)


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A sentence of the model as a claim with its checks. `failure` says why it cannot be printed, "" if it can.

    `alone` are articles (ids) whose passages alone say all of it, as a reader found; `unrelated_citations` are
    cited numbers that have nothing to do with it and are not evidence; `unread` is why no reader read it.
    """

    draft: DraftClaim
    claim: Claim
    failure: str = ""
    alone: tuple[str, ...] = ()
    unrelated_citations: tuple[int, ...] = ()
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that did not hold, and whether the one it cites replaces it."""

    checked: CheckedClaim
    replaced: bool


def sentence_id(number: int) -> str:
    """The id of the model's nth sentence, from 1."""
    return f"c{number}"


def side_id(disagreement: int, side: int) -> str:
    """The id of a side of a disagreement, both counted from 1."""
    return f"d{disagreement}.{side}"


def is_sentence(identity: str) -> bool:
    """Whether a claim's id is that of a sentence."""
    return _SENTENCE.fullmatch(identity) is not None


def is_title(identity: str) -> bool:
    """Whether a claim's id is that of a title."""
    return identity.startswith(TITLE)


def make_call(
    context: GenerationContext, name: str, template: str, prompt_sheet: PromptSheet, values: Mapping[str, object]
) -> Call:
    """Fill a template with a sheet. Raises LimitError if the prompt exceeds the budget, which is a bug elsewhere."""
    prompt, request = context.prompts[template], context.request
    delimiter = fence_of(prompt_sheet.text + str(values.get("failures", "")))
    filled = {"note": "", "language": name_of(request.language), **values, FENCE: delimiter}
    mark = _MARK + delimiter  # the articles' texts cannot hold it
    tokens = prompt_sheet.tokens + _measured(prompt.fill({**filled, MATERIAL: mark}), mark, request.encoding)
    if tokens > request.input_tokens:
        raise LimitError(f"{name}: a prompt of {tokens} tokens is over the budget of {request.input_tokens}")
    return Call(
        name=name,
        messages=prompt.fill({**filled, MATERIAL: prompt_sheet.text}),
        max_tokens=request.output_tokens,
        prompt_tokens=tokens,
        stream=template == "write",
        optional=template == "repair",
    )


def prompt_overhead(prompt: Prompt, request: GenerationRequest) -> int:
    """The most tokens of a prompt without its material, including chat format and a fence's longest form."""
    widest = {
        "language": name_of(request.language), "facts": 1000, "sentences": 1000, "lines": 1000,
        "words": request.words, "note": "", "failures": "",
    }  # fmt: skip
    framed = prompt.fill({**widest, MATERIAL: _MARK, FENCE: ""})
    fences = sum(text.count(_MARK) for _, text in prompt.fill({**widest, MATERIAL: "", FENCE: _MARK}))
    note = NOTE_TOKENS if "note" in prompt.inputs else 0
    return _measured(framed, _MARK, request.encoding) + fences * _FENCE_TOKENS + note


def material_budget(prompt: Prompt, request: GenerationRequest) -> int:
    """Tokens of material that a prompt can hold. Raises LimitError if `input_tokens` leaves too little."""
    overhead = prompt_overhead(prompt, request)
    if request.input_tokens < overhead + _LEAST_MATERIAL:
        raise LimitError(
            f"input_tokens {request.input_tokens} is too small: the template {prompt.name} alone takes {overhead}",
            hint=f"give at least {overhead + _LEAST_MATERIAL}",
        )
    return request.input_tokens - overhead


def _measured(framed: tuple[tuple[str, str], ...], mark: str, encoding: str) -> int:
    """Tokens of messages in which the mark stands for the material; counts add up at the ends of its line."""
    return _REPLY_TOKENS + sum(
        _MESSAGE_TOKENS + sum(count_tokens(part, encoding) for part in text.split(mark + "\n")) for _, text in framed
    )


def speller(people: Sequence[NamedPerson]) -> Callable[[str], str]:
    """A function that writes every person's name in the chosen spelling, outside a text's quotations."""
    chosen = {old: new for person in people for old, new in _changes(person)}
    longest = sorted(chosen, key=lambda text: (-len(text), text))
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})(?!\w|-\w)") if chosen else None

    def change(text: str) -> str:
        outside = outside_quotations(text)
        pieces, at = [], 0
        for match in pattern.finditer(text) if pattern else ():
            if outside[match.start() : match.end()] == match.group():
                pieces += [text[at : match.start()], chosen[match.group()]]
                at = match.end()
        return "".join([*pieces, text[at:]])

    return change


def _changes(person: NamedPerson) -> list[tuple[str, str]]:
    """Spellings and their replacements: a surname for a surname, a full name for a full name."""
    surname = person.name.rpartition(" ")[2]
    new = {spelling.text: person.name if " " in spelling.text else surname for spelling in person.spellings}
    return [(old, right) for old, right in new.items() if old != right]


class ClaimChecker(Protocol):
    """Compares values; asks no model."""

    def check(self, claim: Claim) -> Claim:
        """The claim with its checks, `meaning` not run, and with further evidence that holds a value it needs."""
        ...


class ClaimReader(Protocol):
    """Has a model read a claim beside its passages."""

    def call(self, claim: Claim, further: Sequence[Evidence] = ()) -> Call:
        """The question. `further` are passages of other articles that may support the claim alone."""
        ...

    def read(self, claim: Claim, reply: Reply, further: Sequence[Evidence] = ()) -> Reading:
        """The answer. A reply that failed gives a check that was not run."""
        ...
