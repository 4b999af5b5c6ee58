"""What the benchmarks' server writes: as much as a prompt asks for, in the form it asks for, all of it from the prompt.

It understands nothing. How much is read from the prompt's own words ("about 250 words", "the 30 most important
points"); a careful model would come out there too. The form is what the prompt shows: a verdict on a sentence, mended
sentences, lines that begin with numbers in brackets, numbers alone, else prose. A new form of reply is a function here
and a row in `FORMS`. Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

CHARACTERS = 4  # of a reply's token
DEFAULT_WORDS = 150  # where a prompt names no length
WORDS_A_SENTENCE = 25
LONGEST_SENTENCE = 60  # words: a length up to here beside a number of points is that of each point

_HOW_LONG = re.compile(r"(?i)(?:about|at most|up to|in) (\d{1,5}) words")
_HOW_MANY = re.compile(r"(?i)(\d{1,4})(?: most important)? (?:points|sentences|lines)\b")
_FENCED = re.compile(r"<<<(\S+)\n(.*?)\n>>>\1", re.DOTALL)
_HEAD, _TAIL = 1_500, 500  # characters of a prompt without a fence in which its instructions stand

_LINE = re.compile(r"^(\d+) (.+)$", re.MULTILINE)
_BRACKET = re.compile(r" \((?:\d+ articles, \d+ reports|1 report(?:: .*)?)\)$")
_SENTENCE = re.compile(r"[^.!?\n]{20,300}[.!?]")
_PLAIN = re.compile(r"[A-Z][^\"“”„«»:]{40,240}\.")  # fit to be repeated alone
_BEGINS_AMID = re.compile(r"(?:He|She|It|They|This|That|These|Those|But|And|His|Her|Their|Such)\b")
_MEND = "\nTo mend:\n"
_FAULTY = re.compile(r"^(\d+) \[(\d+)?", re.MULTILINE)
_VERDICT = re.compile(r"(?m)^SUPPORTED\b")
_MENDED_LINE = re.compile(r"(?m)^\d+ \[\d+(?:, ?\d+)*\] ?\w")
_NUMBERED_LINE = re.compile(r"\[\d+(?:, ?\d+)*\] ?[~\w]")
_NUMBERS_ALONE = re.compile(r"(?m)^\s*\[?\d+(?:, ?\d+)*\]?\s*$")

Line = tuple[str, int, int]  # a sentence, its number, and the id of what it mends


@dataclass(frozen=True, slots=True)
class Length:
    """How much a prompt asks for: words in all, and at most so many sentences or points."""

    words: int
    items: int


def reply_to(body: Mapping[str, Any], most: int) -> str:
    """The reply to a request, at most `most` tokens."""
    prompt = "\n".join(message["content"] for message in body["messages"])
    material, instructions = _parts(prompt)
    length, room = asked(instructions), most * CHARACTERS
    form = next((write for _, shows, write in FORMS if shows.search(instructions)), _prose)
    return form(material, length)[:room]


def kind_of(body: Mapping[str, Any]) -> str:
    """What a request asks for: the name of a form, "text" for prose."""
    _, instructions = _parts("\n".join(message["content"] for message in body["messages"]))
    return next((name for name, shows, _ in FORMS if shows.search(instructions)), "text")


def asked(instructions: str) -> Length:
    """How much the instructions of a prompt ask for."""
    words = max((int(number) for number in _HOW_LONG.findall(instructions)), default=0)
    found = _HOW_MANY.search(instructions)
    items = int(found[1]) if found else 0
    if items and words <= LONGEST_SENTENCE:
        return Length(items * WORDS_A_SENTENCE, items)
    return Length(words or DEFAULT_WORDS, words or DEFAULT_WORDS)  # where words are asked for, they count


def _parts(prompt: str) -> tuple[str, str]:
    """The material of a prompt and its instructions: what stands in a fence and outside, else all and its two ends."""
    fenced = "\n".join(match[2] for match in _FENCED.finditer(prompt))
    if fenced:
        return fenced, _FENCED.sub("", prompt)
    return prompt, prompt if len(prompt) < _HEAD + _TAIL else f"{prompt[:_HEAD]}\n{prompt[-_TAIL:]}"


def _taken(lines: Iterator[Line], length: Length) -> Iterator[Line]:
    """The first lines, until there are as many lines, or as nearly as many words, as were asked for."""
    words = 0
    for place, line in enumerate(lines):
        more = len(line[0].split())
        if place and (place >= length.items or words + more / 2 > length.words):
            return
        words += more
        yield line


def _lines(text: str) -> Iterator[Line]:
    """Numbered lines fit to be repeated, from all over the prompt, each with its number twice."""
    lines = [(_BRACKET.sub("", line), int(number)) for number, line in _LINE.findall(text)]
    plain = [each for each in lines if _PLAIN.fullmatch(each[0]) and not _BEGINS_AMID.match(each[0])] or lines
    step = max(1, len(plain) // 12)
    for start in range(step):
        for line, number in plain[start::step]:
            yield line, number, number


def _mended(material: str, _: Length) -> str:
    """Each sentence that is to be mended: its number, then the line that it cites."""
    return "\n".join(f"{identity} [{number}] {text}" for text, number, identity in _faulty(material))


def _verdict(material: str, _: Length) -> str:
    """That a sentence is supported by the first passage that is shown with it."""
    lines = material.rpartition("\nSentence: ")[0].splitlines()
    passage = next((line for line in lines if not line.startswith(("#", "before: "))), "")
    return f"the sentence | {passage}\nSUPPORTED 1"


def _faulty(text: str) -> Iterator[Line]:
    """For each sentence to be mended, by its id: the line it cites."""
    material, _, faults = text.partition(_MEND)
    lines = {int(number): line for number, line in _LINE.findall(material)}
    for identity, cited in _FAULTY.findall(faults):
        number = int(cited or 1)
        yield lines.get(number, ""), number, int(identity)


def _cited(material: str, length: Length) -> str:
    """A line a sentence: its number in brackets, then the sentence."""
    return "\n".join(f"[{number}] {text}" for text, number, _ in _taken(_lines(material), length))


def _numbers(material: str, length: Length) -> str:
    """A line a point: the number of the sentence that tells it."""
    lines = list(_lines(material))[: length.items]
    return "\n".join(f"{number}" for _, number, _ in lines)


def _prose(material: str, length: Length) -> str:
    """Sentences of a text from its beginning on."""
    sentences = ((match[0].strip(), 0, 0) for match in _SENTENCE.finditer(material))
    return " ".join(text for text, _, _ in _taken(sentences, length)) or material[: length.words * 6]


FORMS: tuple[tuple[str, re.Pattern[str], Callable[[str, Length], str]], ...] = (
    ("check", _VERDICT, _verdict),
    ("repair", _MENDED_LINE, _mended),
    ("write", _NUMBERED_LINE, _cited),
    ("select", _NUMBERS_ALONE, _numbers),
)
