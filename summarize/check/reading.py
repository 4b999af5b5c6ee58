"""The reading check: a model reads one claim against its passages, and code checks that it read what is there.

Each call holds one claim: first the passages, with what is known of their source and the sentence before each, then the
claim. The reply goes element by element, words of the claim beside exact words of a passage, and ends with a verdict. A
verdict counts only with words that code finds again: in the passages for what is supported, in the claim for what is
not. Otherwise the outcome is unclear. Builds questions and reads replies; sends nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ..config import Config
from ..llm import Call, Reply
from ..nlp.tokenize import one_line
from ..prompts import FENCE, MATERIAL, Prompt, fence_of
from ..records import Check, Claim, Evidence, Outcome, Reading
from ..tokens import DEFAULT_ENCODING, count_tokens, encoding_for
from .passages import StoryText
from .quotes import words_only

SENTENCE = "sentence"  # the slot for the claim
REPLY_TOKENS = 500  # a reply has about 50; a model that thinks aloud before it answers may need more
_BEFORE = 200  # characters of the sentence before a passage that are shown
_MOST_PASSAGES = 12  # shown of one claim's evidence, the cited ones first
_THINKING = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL)
_MARKS = re.compile(r"^[\s>*_`#•–—-]+|[\s*_`]+$")
_VERDICT = re.compile(
    r"(?i)(?:verdict\s*[:=]\s*)?(SUPPORTED|CONTRADICTED|NOT[ _-]?SAID)(?![^\W_])[*_`]*\s*[:.\-–—]?\s*(.*)"
)
_SOURCE = re.compile(
    r"\A(?:source )?(?:#\s?\d{1,2}|[\[(]#?\d{1,2}[\])]|\d{1,2}\s?(?=:))\s?:?\s+", re.IGNORECASE
)  # "1: words"
_CUT = re.compile(r"\s*(?:;|\.{3}|…|\[[^\]]{0,80}\]|\([^()]{0,80}\))\s*")
_NOTHING = frozenset(("", "-", "–", "—", "none", "null", "n/a"))


@dataclass(frozen=True)
class ClaimReader:
    """Asks a model whether passages say a claim, and reads its reply. `by` is the model's name, for the output."""

    prompt: Prompt
    story: StoryText
    by: str
    encoding: str = DEFAULT_ENCODING
    output_tokens: int = REPLY_TOKENS

    @classmethod
    def of(cls, config: Config, story: StoryText, prompts: Mapping[str, Prompt]) -> ClaimReader:
        """The reader that the settings name: `checker`, else the model itself."""
        name = config.checker or config.model
        return cls(prompts["check"], story, name or "the model", encoding_for(name))

    def call(self, claim: Claim, further: Sequence[Evidence] = ()) -> Call:
        """The question about a claim. `further` are passages of other articles that may support it alone."""
        material = "\n".join(self._lines(_shown(claim, further)))
        sentence = one_line(claim.text)
        if claim.attributed_to and claim.attributed_to not in claim.text:
            sentence += f" (said by {one_line(claim.attributed_to)})"
        fence = fence_of(f"{material}\n{sentence}")
        messages = self.prompt.fill({FENCE: fence, MATERIAL: material, SENTENCE: sentence})
        tokens = 3 + sum(4 + count_tokens(text, self.encoding) for _, text in messages)
        return Call(
            name=f"check {claim.id}",
            messages=messages,
            max_tokens=self.output_tokens,
            prompt_tokens=tokens,
            optional=True,
            role="check",
        )

    def calls(self, asked: Sequence[tuple[Claim, Sequence[Evidence]]]) -> tuple[Call, ...]:
        """The questions about claims that wait for nothing else, each with its further passages.

        Where the first one cannot be asked (no key, no such model) nobody reads any: that ends the run with its error.
        """
        calls = [self.call(claim, further) for claim, further in asked]
        return tuple(replace(call, optional=call.optional and place > 0) for place, call in enumerate(calls))

    def read(self, claim: Claim, reply: Reply, further: Sequence[Evidence] = ()) -> Reading:
        """What a reply says about a claim."""
        if reply.finish != "stop":
            return self._reading("not_run", _unanswered(reply))
        lines = [_MARKS.sub("", line) for line in _THINKING.sub("", reply.text[:20_000]).splitlines()]
        verdict = next((found for line in reversed(lines) if (found := _VERDICT.fullmatch(line))), None)
        if verdict is None:
            return self._reading("unclear", "the reply has no verdict")
        elements = [line.split("|") for line in lines if "|" in line]
        shown = _shown(claim, further)
        quoted = [_SOURCE.sub("", parts[1].strip(), count=1).strip(" \"“”'") for parts in elements]
        passages = " ".join(f" {words_only(line)} " for line in self._lines(shown))
        invented = next(
            (words for words in quoted if words.lower() not in _NOTHING and not _holds(passages, words)), ""
        )
        kind = re.sub(r"[ _-]", "", verdict[1]).upper()
        if kind == "SUPPORTED":
            return self._supported(verdict[2], quoted, invented, shown)
        return self._refused(kind, verdict[2], claim, elements, invented)

    def _supported(self, rest: str, quoted: Sequence[str], invented: str, shown: Sequence[Evidence]) -> Reading:
        if invented:
            return self._reading("unclear", f"the reader quotes “{invented[:120]}”, which is not in the passages")
        if not any(words.lower() not in _NOTHING for words in quoted):
            return self._reading("unclear", "the reader quotes no words of a passage")
        if any(words.lower() in _NOTHING for words in quoted):
            return self._reading("unclear", "the reader finds no words for a part of it, and calls it supported")
        articles = list(dict.fromkeys(item.article for item in shown))
        numbers = [int(number) for number in re.findall(r"\d{1,3}", rest)]
        alone = tuple(articles[n - 1] for n in dict.fromkeys(numbers) if 1 <= n <= len(articles))
        return Reading(
            Check("meaning", "pass", "supported", self.by), alone or tuple(articles[:1]) * (len(articles) == 1)
        )

    def _refused(self, kind: str, rest: str, claim: Claim, elements: Sequence[Sequence[str]], invented: str) -> Reading:
        wrong = rest.strip(" \"“”'.")
        claimed = f" {words_only(claim.text)} {words_only(claim.attributed_to or '')} "
        named = bool(words_only(wrong)) and (
            _holds(claimed, wrong) or not set(words_only(wrong).split()).isdisjoint(_content(claimed))
        )
        quotes = any(parts[1].strip().lower() not in _NOTHING for parts in elements)
        if not named and not (quotes and not invented):
            return self._reading("unclear", "the reader does not say which words are wrong")
        what = "the passages say otherwise" if kind == "CONTRADICTED" else "no passage says it"
        return self._reading("fail", f"{what}: “{wrong[:200]}”" if wrong else what)

    def _reading(self, outcome: Outcome, detail: str) -> Reading:
        return Reading(Check("meaning", outcome, detail, self.by))

    def _lines(self, shown: Sequence[Evidence]) -> Iterator[str]:
        """The passages as the prompt shows them, by article, in the order of their numbers."""
        ranked = {article: n for n, article in enumerate(dict.fromkeys(item.article for item in shown), 1)}
        for article, items in groupby(sorted(shown, key=lambda e: (ranked[e.article], e.start)), lambda e: e.article):
            yield f"#{ranked[article]} {one_line(self.story.heading(article).doc.text)}".rstrip()
            last = -1
            for item in items:
                before = next(iter(self.story.before(item.article, item.start)), None)
                if before is not None and before.start + len(before.doc.text) > last:
                    yield f"before: {_end_of(one_line(before.doc.text))}"
                yield one_line(item.text)
                last = item.end


def _shown(claim: Claim, further: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The passages that are shown, each once."""
    return tuple(dict.fromkeys((*claim.evidence, *further)))[:_MOST_PASSAGES]


def _end_of(text: str) -> str:
    """The end of a sentence, in whole words."""
    return text if len(text) <= _BEFORE else "… " + text[-_BEFORE:].partition(" ")[2]


def _unanswered(reply: Reply) -> str:
    why = {"length": "the reply was cut off", "refusal": "the model refused", "content_filter": "a filter stopped it"}
    return why.get(reply.finish, reply.refusal or "the call failed")


def _holds(text: str, quoted: str) -> bool:
    """Whether all pieces of quoted words are in a text of plain words."""
    pieces = [words_only(piece) for piece in _CUT.split(quoted)]
    pieces = pieces if any(pieces) else [words_only(quoted)]  # "(KPIX 5)": nothing but a remark
    return any(pieces) and all(f" {piece} " in text for piece in pieces if piece)


def _content(text: str) -> set[str]:
    return {word for word in text.split() if len(word) > 3}
