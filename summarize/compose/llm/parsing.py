"""From a model's raw reply to numbers and sentences, line by line. Trusts nothing; each good line counts.

Reasoning, a code fence, bullets, bold type and prose around the lines are removed; of a reply that was cut off, the
complete lines are read. Whether a sentence is supported by what it cites is judged elsewhere; here a number is only
known, because its prompt held it, or unknown.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from ...llm import Reply
from ...nlp.tokenize import one_line

Trouble: TypeAlias = Literal["cut_off", "refused", "failed", "unreadable"]

_LARGEST = 2_000_000  # characters; the longest allowed reply has about 100,000
_THINKING = (("<think>", "</think>"), ("<thinking>", "</thinking>"), ("<reasoning>", "</reasoning>"))
_NUMBERS = re.compile(r"[\[［【][ #]{0,3}(\d[\d\s,;、&#–-]{0,200})[\]］】]")
_RUN = re.compile(rf"{_NUMBERS.pattern}(?:\s?{_NUMBERS.pattern}){{0,12}}")
_RANGE = re.compile(r"(\d{1,9})\s?[–-]\s?(\d{1,9})|(\d{1,9})")
_LONGEST_RANGE = 12  # numbers; a longer one is not a range
_MOST_NUMBERS = 40  # numbers of one line that are read
_BULLET = re.compile(r"\A\s*(?:(?:[-–•*+>]|\d{1,3}[.)](?=\s))\s+){1,3}")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_HEADLINE = re.compile(r"\s*(?:#{1,6}(?=[^\d#])\s*(?:headline\s?:)?|headline\s?:)\s*", re.IGNORECASE)
_LABEL_WORDS = 2  # a heading with at most so many words and no numbers is a label: "## Summary"
_IN_PARENTHESES = re.compile(r"\((\d[\d\s,;&–-]{0,60})\)(?=[.!?]?\s*$)")
_DIFFERENCE = re.compile(r"\A\s*!+\s*")
_MINOR = re.compile(r"^\s*~|~\s*$")
_ENDS = re.compile(r"[.!?。！？…][\"'”’»)\]]{0,3}$")
_NEAR = 12  # characters before numbers within which a sentence may have ended
_MOST_PARAGRAPHS = 2 / 3  # most paragraphs for each sentence; more are a reply with an empty line after every sentence
_PROSE_WORDS = 5  # fewest words of a line without numbers that may be a sentence
_ITEM = re.compile(r"\W{0,4}(\d{1,4})[.):]?\s+(?:#{1,6}\s{0,3})?(?=[\[［【])")
_GIVEN_UP = re.compile(r"\W{0,4}(\d{1,4})[.):]?\s{0,3}[-–—]\W{0,4}$")
_LIST = re.compile(r"\d[\d\s,#–-]*")
_MOST_A_POINT = 8  # numbers of one point that are read
_HEADED = re.compile(r"\d{1,3}[.)]\s+(?=\W?\d)|[^\d\[:]{0,30}\d{0,3}\s?:\s*")  # "1. ", "Point 1: "


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftClaim:
    """A sentence the model wrote. `cites` are numbers its prompt held, `unknown` numbers that it did not.

    `minor`: the model says that readers would miss it least. `paragraph` counts from 1; 0: the model marked none.
    """

    text: str
    cites: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()
    minor: bool = False
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class DraftDisagreement:
    """A point on which the articles differ, as the model sees it; one sentence per side."""

    point: str
    positions: tuple[DraftClaim, ...]


@dataclass(frozen=True, slots=True)
class ModelOutput:
    """What could be read of a reply. `bad_lines` are those that could not, shortened; `cut_off`: its end is missing."""

    headline: DraftClaim | None = None
    claims: tuple[DraftClaim, ...] = ()
    disagreements: tuple[DraftDisagreement, ...] = ()
    bad_lines: tuple[str, ...] = ()
    cut_off: bool = False


@dataclass(frozen=True, slots=True)
class Unusable:
    """A reply that cannot be used, and why, in words for the model and the reader."""

    failure: Trouble
    why: str


def parse_summary(reply: Reply, known: Collection[int]) -> ModelOutput | Unusable:
    """Read headline, sentences and disagreements. `known` are the numbers of the prompt."""
    lines = _lines(reply, empty=True)
    if isinstance(lines, Unusable):
        return lines
    parsed = _SummaryReader(known)
    for line in lines:
        parsed.read(line)
    if not parsed.claims:
        return _unusable(reply, "no line of it was a sentence with numbers in brackets")
    return parsed.output(cut_off=reply.finish == "length")


def parse_selection(reply: Reply, known: Collection[int]) -> list[tuple[int, ...]] | Unusable:
    """Read points: the known numbers of each line, in order; lines without one are left out."""
    lines = _lines(reply)
    if isinstance(lines, Unusable):
        return lines
    found = [_point(part) for line in lines for part in line.split(";")]
    if len(found) == 1 and len(found[0]) > _MOST_A_POINT:  # one line for everything: each number is a point
        found = [(number,) for number in found[0]]
    points = [tuple(number for number in point if number in known)[:_MOST_A_POINT] for point in found]
    return [point for point in points if point] or _unusable(reply, "no line of it began with numbers of the material")


def parse_repairs(reply: Reply, known: Collection[int], asked: Collection[int]) -> dict[int, DraftClaim | None]:
    """Read repaired sentences by the number of their item: None for one that is given up."""
    lines = _lines(reply)
    repaired: dict[int, DraftClaim | None] = {}
    for line in [] if isinstance(lines, Unusable) else lines:
        if given_up := _GIVEN_UP.match(line):
            repaired.setdefault(int(given_up[1]), None)
            continue
        item = _ITEM.match(line)
        claim = _claim(line[item.end() :] if item else line, known)
        number = int(item[1]) if item else min(asked) if len(asked) == 1 else 0
        if claim and claim.text:
            repaired.setdefault(number, claim)
    return {number: claim for number, claim in repaired.items() if number in asked}


def _lines(reply: Reply, *, empty: bool = False) -> list[str] | Unusable:
    """The lines that may hold something, and empty ones if they are asked for; the reason if none holds anything."""
    if reply.finish in ("refusal", "content_filter"):
        return Unusable("refused", "the model refused" if reply.finish == "refusal" else "a content filter stopped it")
    if reply.finish == "failed":
        return Unusable("failed", reply.refusal or "the call failed")
    if len(reply.text) > _LARGEST:
        return Unusable("unreadable", "it was far too long")
    text = reply.text.strip().removeprefix("\ufeff")
    for start, end in _THINKING:
        if text.startswith(start):
            text = text.partition(end)[2].strip()  # reasoning that never ends leaves nothing
    if reply.finish == "length":
        text = text.rpartition("\n")[0]
    lines = [line for line in text.replace("**", "").splitlines() if not _FENCE.match(line)]
    filled = [line for line in lines if line.strip()]
    return (lines if empty and filled else filled) or _unusable(reply, "it was empty")


def _unusable(reply: Reply, why: str) -> Unusable:
    if reply.finish == "length":
        return Unusable("cut_off", "it was cut off at its length limit")
    return Unusable("unreadable", why)


class _SummaryReader:
    """A summary while its lines are read."""

    def __init__(self, known: Collection[int]) -> None:
        self._known = known
        self._headline: DraftClaim | None = None
        self.claims: list[DraftClaim] = []
        self._disagreements: list[DraftDisagreement] = []
        self._bad: list[str] = []
        self._bare: list[DraftClaim] = []  # lines without numbers: sentences if another sentence follows
        self._paragraph, self._opens = 1, False  # the paragraph, and whether the next sentence opens another

    def read(self, line: str) -> None:
        """Take the next line; an empty one after a sentence ends a paragraph."""
        if not line.strip():
            self._opens = bool(self.claims)
            return
        plain = _BULLET.sub("", line, count=1)
        if _DIFFERENCE.match(plain) or plain.count("|") > 1:
            self._read_difference(plain)
        elif _HEADLINE.match(plain):
            self._read_headline(_HEADLINE.sub("", plain, count=1))
        elif _NUMBERS.search(plain := self._bracketed(plain)):
            claims = [claim for part in _sentences(plain) if (claim := _claim(part, self._known))]
            if self.claims:
                self.claims += self._bare
            self._bare = []
            self.claims += [self._placed(claim) for claim in claims if claim.text]
            if self.claims and plain.rstrip().endswith("~"):
                self.claims[-1] = replace(self.claims[-1], minor=True)
        elif self.claims and len(plain.split()) >= _PROSE_WORDS and _ENDS.search(plain.strip()):
            self._bare.append(self._placed(DraftClaim(text=one_line(plain))))

    def _placed(self, claim: DraftClaim) -> DraftClaim:
        """The next sentence, in its paragraph."""
        self._paragraph, self._opens = self._paragraph + self._opens, False
        return replace(claim, paragraph=self._paragraph)

    def _bracketed(self, line: str) -> str:
        """A line with its numbers in brackets, if known ones are in parentheses at its end."""
        found = None if _NUMBERS.search(line) else _IN_PARENTHESES.search(line)
        if not found or not all(number in self._known for number in _numbers(found[1])):
            return line
        return f"{line[: found.start()]}[{found[1]}]{line[found.end() :]}"

    def _read_headline(self, text: str) -> None:
        claim = _claim(self._bracketed(text), self._known)
        if not claim and len(text.split()) > _LABEL_WORDS:
            claim = DraftClaim(text=one_line(text))
        if claim and claim.text and self._headline is None and not self.claims:
            self._headline = claim

    def _read_difference(self, line: str) -> None:
        point, *sides = _DIFFERENCE.sub("", line, count=1).split("|")
        positions = [claim for side in sides if (claim := _claim(side, self._known)) and claim.text]
        if len(positions) > 1 and one_line(_NUMBERS.sub(" ", point)):
            self._disagreements.append(DraftDisagreement(one_line(_NUMBERS.sub(" ", point)), tuple(positions)))
        else:
            self._bad.append(one_line(line)[:90])

    def output(self, *, cut_off: bool) -> ModelOutput:
        """What was read, each sentence once. A headline without numbers rests on what the first sentence rests on."""
        claims: dict[str, DraftClaim] = {}
        paragraphs = {claim.paragraph for claim in self.claims}
        are_marked = 1 < len(paragraphs) <= _MOST_PARAGRAPHS * len(self.claims)
        for claim in self.claims:
            claims.setdefault(claim.text, claim if are_marked else replace(claim, paragraph=0))
        headline = self._headline
        if headline and not (headline.cites or headline.unknown):
            headline = replace(headline, cites=self.claims[0].cites)
        return ModelOutput(headline, tuple(claims.values()), tuple(self._disagreements), tuple(self._bad), cut_off)


def _sentences(line: str) -> Iterator[str]:
    """A line split into the parts that each have their own numbers, if a paragraph was written instead of lines."""
    leads = _NUMBERS.match(line.lstrip()) is not None
    cuts, last = [0], 0
    for match in _RUN.finditer(line):
        start, end = match.span()
        ended = _ENDS.search(line[max(cuts[-1], start - _NEAR) : start].rstrip())
        if not leads and (ended or line[end : end + 1] in (".", "!", "?")):
            cuts.append(end + (line[end : end + 1] in (".", "!", "?")))
        elif leads and ended and line[last:start].strip() and line[end:].strip():
            cuts.append(start)
        last = end
    for start, end in zip(cuts, [*cuts[1:], len(line)], strict=True):
        yield line[start:end]


def _claim(text: str, known: Collection[int]) -> DraftClaim | None:
    """The sentence of a line and the numbers anywhere in it; None if there is no number."""
    found = list(dict.fromkeys(n for match in _NUMBERS.finditer(text) for n in _numbers(match[1])))[:_MOST_NUMBERS]
    if not found:
        return None
    bare = _NUMBERS.sub(" ", text)
    minor = _MINOR.search(bare.strip()) is not None
    bare = re.sub(r"\s+(?=[.,;!?](?:\s|$))", "", one_line(bare.replace("~", " ") if minor else bare))
    return DraftClaim(
        text=bare.strip().lstrip("-–—: ").strip(),
        cites=tuple(number for number in found if number in known),
        unknown=tuple(number for number in found if number not in known),
        minor=minor,
    )


def _numbers(text: str) -> Iterator[int]:
    """The numbers of a list, short ranges written out."""
    for first, last, single in _RANGE.findall(text):
        if single:
            yield int(single)
        elif 0 <= int(last) - int(first) < _LONGEST_RANGE:
            yield from range(int(first), int(last) + 1)
        else:
            yield from (int(first), int(last))


def _point(line: str) -> tuple[int, ...]:
    """The numbers that a line begins with, after a bullet or "Point 1:"."""
    plain = _BULLET.sub("", line, count=1).replace("[", " ").replace("]", " ").strip()
    headed = _HEADED.match(plain)
    match = _LIST.match(plain[headed.end() :] if headed else plain)
    return tuple(dict.fromkeys(_numbers(match.group() if match else "")))
