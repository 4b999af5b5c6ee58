"""Spelling variants of one name (Zelensky, Zelenskyy; Bessent, Bassent), so that they count as one concept.

Only for counting: no text is changed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from ...nlp.names import word_likeness
from ...nlp.tokenize import terms

# A capitalised word inside a sentence: its capital shows that it is a name, not the start of a sentence.
_NAME = re.compile(r"(?<=[^\W_] )[^\W\d_a-z][^\W\d_]{5,}|(?<=[^\W_], )[^\W\d_a-z][^\W\d_]{5,}")
_BUCKET = 40  # name words with the same first letters, compared pairwise; news has a handful


def find_variants(texts: Iterable[str], language: str) -> dict[str, str]:
    """For each term that is a rarer spelling of a name: the term of its most frequent spelling."""
    counts = Counter(match.group().lower() for text in texts for match in _NAME.finditer(text))
    buckets: dict[str, list[str]] = defaultdict(list)
    for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        buckets[word[0] + word[2]].append(word)
    variants: dict[str, str] = {}
    for bucket in buckets.values():
        for place, rare in enumerate(bucket[:_BUCKET]):
            usual = next((word for word in bucket[:place] if word_likeness(rare, word) == "variant"), None)
            if usual and (pair := [*terms(rare, language), *terms(usual, language)])[0] != pair[-1]:
                variants[pair[0]] = variants.get(pair[-1], pair[-1])
    return variants
