"""Articles in any number, made from the seeds' sentences by a seeded generator. The same call gives the same articles.

Two kinds: `repeats` shuffles the sentences unchanged, so that a large set holds each of them many times, as copies of
agency reports do; `varied` also swaps figures, half the names and a third of the longer words, so that hardly any
sentence occurs twice. The names are two random syllables and belong to nobody. Sentences are split here by a plain
rule: the splitter being measured must not shape its own input.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from random import Random

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
KINDS = ("repeats", "varied")
LENGTH = 700  # words per article
_NAMES_KEPT = 1 / 2  # share in a varied article: reports of one event share most of its names
_CHANGED = 2 / 3  # share of the longer words of a pile's story: the seeds tell of one event, a pile's stories must not

_SENTENCE_END = re.compile(r"(?<=[.!?”])\s+(?=[A-Z“])")
_SWAPPED = re.compile(r"\d+|(?<=[a-z,] )[A-Z][a-z]{2,}|\b[a-z]{5,}\b")


@cache
def sentences() -> tuple[str, ...]:
    """Give the seeds' distinct sentences of 8 to 60 words, in their order."""
    lines = (line for path in sorted(SEEDS.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines())
    found = (sentence.strip() for line in lines for sentence in _SENTENCE_END.split(line))
    return tuple(dict.fromkeys(s for s in found if s.endswith((".", "”")) and 8 <= len(s.split()) <= 60))


def make_articles(count: int, kind: str = "repeats", *, seed: int = 0) -> list[dict[str, str]]:
    """Make records for `load_articles`, each of about 700 words in paragraphs of three sentences.

    Article n depends only on the kind, the seed and n: 50 articles are the first 50 of 500.
    """
    return [_article(number, kind, seed) for number in range(count)]


def _article(number: int, kind: str, seed: int) -> dict[str, str]:
    random = Random(f"{kind} {seed} {number}")
    chosen: list[str] = []
    words = 0
    for sentence in random.sample(sentences(), len(sentences())):
        size = len(sentence.split())
        if words + size / 2 > LENGTH:  # closer to it without the sentence
            break
        chosen.append(sentence)
        words += size
    if kind == "varied":
        chosen = [_varied(sentence, random) for sentence in chosen]
    return {
        "text": "\n\n".join(" ".join(chosen[at : at + 3]) for at in range(0, len(chosen), 3)),
        "title": f"Report {number}",
        "publisher": f"Paper {number % 40}",
        "published": f"2025-02-{number % 28 + 1:02}",
    }


def make_pile(count: int, *, seed: int = 0) -> list[dict[str, str]]:
    """Make a mixed pile: records of 300 to 700 words about ever new events, each told by 1 to 40 of them, shuffled.

    A story has its own vocabulary, in which the seeds' names, figures and longer words are swapped in the same way in
    all its articles; an article tells part of it, with further figures and words of its own. `story` is the true one.
    """
    random = Random(f"pile {seed}")
    pile: list[dict[str, str]] = []
    while len(pile) < count:
        story = len(pile)
        size = min(count - len(pile), int(1 / (0.025 + 0.975 * random.random())))  # many small ones, few large
        told = random.sample(sentences(), 45)
        swapped = {word: _other(word, random, _CHANGED) for sentence in told for word in _SWAPPED.findall(sentence)}
        for _ in range(size):
            pile.append({"text": _text_group(told, swapped, random), "story": str(story)})
    random.shuffle(pile)
    return pile


def _text_group(told: list[str], swapped: dict[str, str], random: Random) -> str:
    """One article of a story: a part of its sentences, with a tenth of their swapped words told differently."""
    length, lines, words = random.randint(300, 700), [], 0
    for sentence in random.sample(told, len(told)):
        if words >= length:
            break
        lines.append(
            _SWAPPED.sub(
                lambda match: _other(match[0], random) if random.random() < 0.1 else swapped[match[0]], sentence
            )
        )
        words += len(sentence.split())
    return "\n".join(lines)


def _other(word: str, random: Random, share: float = 1 / 3) -> str:
    """Another figure or name, or, for this share of words, another word."""
    if word.isdigit():
        return str(random.randint(10 ** (len(word) - 1), 10 ** len(word) - 1))
    if word[0].isupper():
        return "".join(random.choice(letters) for letters in ("BDFGKLMNRSTVZ", "aeiou", "bdfgklmnrstvz", "aeiou"))
    return random.choice(_vocabulary()) if random.random() < share else word


def _varied(sentence: str, random: Random) -> str:
    """Swap every figure and name within the sentence, and a third of its longer words."""

    def other(match: re.Match[str]) -> str:
        kept = match[0][0].isupper() and random.random() < _NAMES_KEPT
        return match[0] if kept else _other(match[0], random)

    return _SWAPPED.sub(other, sentence)


@cache
def _vocabulary() -> tuple[str, ...]:
    """Give the seeds' longer words, each once."""
    return tuple(sorted({word for sentence in sentences() for word in re.findall(r"\b[a-z]{5,}\b", sentence)}))


def articles_of(workload: str) -> list[dict[str, str]]:
    """The records of a workload: `seeds`, `seeds×4`, or a number of distinct articles of 700 words.

    `100+1` is one more at the end, `1+100` the same one more at the front.
    """
    if not workload.startswith("seeds"):
        parts = workload.split("+")
        records = make_articles(sum(map(int, parts)), "varied")
        return [records[-1], *records[:-1]] if parts[0] == "1" and len(parts) == 2 else records
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    copies = 4 if workload.endswith("4") else 1
    return [{"text": text, "publisher": f"Paper {n}"} for n in range(copies) for text in texts]
