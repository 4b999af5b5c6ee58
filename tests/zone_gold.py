"""Reads the hand-labelled articles of tests/data/zones; see the README there."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

from summarize.nlp.language_id import guess_language
from summarize.prepare.zoning.zones import find_zones

GOLD = Path(__file__).parent / "data" / "zones"
LETTERS = {"body": "B", "title": "T", "abstract": "A", "heading": "H", "boilerplate": "X"}

Labels = list[tuple[int, int, str]]


def read_article(path: Path) -> tuple[str, Labels]:
    """The raw article, and where each label begins and ends in it."""
    text, labels = "", []
    for line in re.split(r"(?<=\n)", path.read_bytes().decode("utf-8")):
        label, _, rest = line.rstrip("\r\n").partition("\t")
        pieces = re.findall(r"([TAHBX])⟦([^⟦⟧]*)⟧", rest) if label == "M" else [(label, rest)]
        for letter, piece in pieces:
            labels.append((len(text), len(text) + len(piece), letter))
            text += piece
        text += line[len(line.rstrip("\r\n")) :]
    return text, labels


@cache
def shares(letters: str = "BXTAH") -> dict[str, dict[str, float]]:
    """For each label, the share of its characters that were found to be each kind. White space does not count."""
    counts: Counter[tuple[str, str]] = Counter()
    stories = defaultdict(list)
    for path in sorted(GOLD.glob("*.txt")):
        stories[path.name.partition("-")[0]].append(read_article(path))
    for articles in stories.values():
        texts = [text for text, _ in articles]
        zones = find_zones(texts, [guess_language(text) or "en" for text in texts])
        for (text, labels), found in zip(articles, zones, strict=True):
            kinds = {i: LETTERS[zone.kind] for zone in found for i in range(zone.start, zone.end)}
            for start, end, letter in labels:
                counts.update((letter, kinds[i]) for i in range(start, end) if not text[i].isspace())
    totals = {letter: sum(n for (gold, _), n in counts.items() if gold == letter) for letter in letters}
    return {gold: {kind: counts[gold, kind] / totals[gold] for kind in letters} for gold in letters}
