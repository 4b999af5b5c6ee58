"""How many articles and origins carry a claim, each of them without help from the others.

A sentence made of two articles' halves is confirmed by neither: citing both is no second report of the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from ..records import Claim, Evidence


def recounted(claim: Claim, homes: Mapping[str, str], passes: Callable[[Claim], bool]) -> Claim:
    """The claim with its `articles` and `origins` counted again.

    Counted are the articles on whose own evidence the claim `passes` its checks, and the origins they go back to
    (`homes`: origin by article, ids). At least one of each: it rests on something as a whole.
    """
    spans: dict[str, list[Evidence]] = {}
    for item in claim.evidence:
        spans.setdefault(item.article, []).append(item)
    if len(spans) > 1:
        alone = [article for article, own in spans.items() if passes(replace(claim, evidence=tuple(own)))]
        spans = {article: spans[article] for article in alone or list(spans)[:1]}
    origins = {homes.get(article, article) for article in spans}
    return replace(claim, articles=max(1, len(spans)), origins=max(1, len(origins)))
