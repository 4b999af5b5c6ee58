"""What the benchmarks' server writes: as much as a prompt asks for, in the form it asks for, all of it from the prompt.

It understands nothing. It takes the amount from the prompt's own words ("about 250 words", "the 30 most important
points"); a careful model would arrive there too. The form is that of the lines that the prompt shows: sentences with
numbers in brackets, numbers alone, repaired sentences, or what a reader finds; otherwise it is prose. A new form of
reply is a function here and a row in `FORMS`. Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

CHARACTERS = 4  # per token of a reply
DEFAULT_WORDS = 150  # if a prompt names no length
WORDS_A_SENTENCE = 25
LONGEST_SENTENCE = 60  # words: a length up to here beside a number of points is that of each point

_HOW_LONG = re.compile(r"(?i)(?:about|at most|up to|in) (\d{1,5}) words")
_HOW_MANY = re.compile(r"(?i)(\d{1,4})(?: most important)? (?:points|sentences|lines)\b")
_FENCED = re.compile(r"<<<(\S+)\n(.*?)\n>>>\1", re.DOTALL)
_HEAD, _TAIL = 1_500, 500  # characters of a prompt without a fence that hold its instructions

_LINE = re.compile(r"^(\d+) (.+)$", re.MULTILINE)
_SENTENCE = 25
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
_NUMBERED_LINE = re.compile(r"\[(?:numbers|\d+(?:, ?\d+)*)\] ?~? ?\w")
_POINT = 3  # numbers of a point
_READ = re.compile(r"^Sentence: (.*)$", re.MULTILINE)
_NUMBERS_ALONE = re.compile(r"(?m)^\s*\[?\d+(?:, ?\d+)*\]?\s*$")

Line = tuple[str, int]  # a sentence and its number


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
    form = next((write for shows, write in FORMS if shows.search(instructions)), _prose)
    return form(material, length)[:room]


def asked(instructions: str) -> Length:
    """How much the instructions of a prompt ask for."""
    words = max((int(number) for number in _HOW_LONG.findall(instructions)), default=0)
    found = _HOW_MANY.search(instructions)
    items = int(found[1]) if found else 0
    if items and words <= LONGEST_SENTENCE:
        return Length(items * WORDS_A_SENTENCE, items)
    return Length(words or DEFAULT_WORDS, words or DEFAULT_WORDS)  # where words are asked for, they count


def _parts(prompt: str) -> tuple[str, str]:
    """The material of a prompt and its instructions: what is inside and outside a fence, else all and its two ends."""
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
    """Numbered lines fit to be repeated, from all over the prompt, each with its number."""
    lines = [(line, int(number)) for number, line in _LINE.findall(text)]
    plain = [each for each in lines if _PLAIN.fullmatch(each[0]) and not _BEGINS_AMID.match(each[0])] or lines
    step = max(1, len(plain) // 12)
    for start in range(step):
        yield from plain[start::step]


def _mended(material: str, _: Length) -> str:
    """For each sentence to be repaired, by its number: the line it cites."""
    text, _, failed = material.partition(_MEND)
    lines = dict(_LINE.findall(text))
    return "\n".join(f"{item} [{cited or 1}] {lines.get(cited or '1', '')}" for item, cited in _FAULTY.findall(failed))


def _summary(material: str, length: Length) -> str:
    """A headline, then one sentence per line."""
    text, number = next(_lines(material), ("Nothing.", 1))
    return f"# {text.rstrip('.')} [{number}]\n{_cited(material, length)}"


def _cited(material: str, length: Length) -> str:
    """One sentence per line: its number in brackets, and the sentence in words that are not only the source's."""
    lines = ((f"{text[:-1]}, it was said.", number) for text, number in _lines(material))
    return "\n".join(f"[{number}] {text}" for text, number in _taken(lines, length))


def _numbers(material: str, length: Length) -> str:
    """One point per line: the numbers of some sentences."""
    numbers = [str(number) for _, number in _lines(material)]
    step = max(1, len(numbers) // length.items)
    return "\n".join(",".join(numbers[n * step : n * step + _POINT]) for n in range(min(length.items, len(numbers))))


def _reading(material: str, _: Length) -> str:
    """What a careful reader answers to one sentence: two elements of it, and that it is supported."""
    (sentence,) = _READ.findall(material)[-1:] or [""]
    words = sentence.split()
    parts = [" ".join(words[start : start + 8]) for start in (0, 8)]
    return "\n".join([*(f"{part} | {part}" for part in parts if part), "SUPPORTED"])


def _prose(material: str, length: Length) -> str:
    """Sentences of a text from its beginning on."""
    sentences = ((match[0].strip(), 0) for match in _SENTENCE.finditer(material))
    return " ".join(text for text, _ in _taken(sentences, length)) or material[: length.words * 6]


FORMS: tuple[tuple[re.Pattern[str], Callable[[str, Length], str]], ...] = (
    (re.compile("You check one sentence"), _reading),
    (re.compile("You mend sentences"), _mended),
    (re.compile("^# headline", re.MULTILINE), _summary),
    (_NUMBERED_LINE, _cited),
    (_NUMBERS_ALONE, _numbers),
)
