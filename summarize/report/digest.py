"""The account of all input sentences, and one hash for what a summary says.

The hash is SHA-256 of headline, claims and disagreements in canonical JSON: any later change of a word, a passage or a
recorded check changes it. It proves nothing against somebody who recomputes it: for that, keep it apart from the file.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

from ..errors import GateError
from ..records import Accounting, Omission, Summary

PARTS = ("headline", "headline_evidence", "claims", "disagreements")


def account(sentences: int, omitted: Sequence[Omission]) -> Accounting:
    """Count the dispositions of `sentences` input sentences. Raises GateError when more were omitted than there are."""
    counts = Counter(omission.reason for omission in omitted)
    if len({(omission.article, omission.start) for omission in omitted}) != len(omitted) or len(omitted) > sentences:
        raise GateError("the account of the sentences does not add up: one is counted twice")
    return Accounting(sentences, sentences - len(omitted), dict(sorted(counts.items())))


def with_digest(summary: Summary) -> Summary:
    """The summary with its digest."""
    return replace(summary, digest=digest_of({part: _plain(getattr(summary, part)) for part in PARTS}))


def digest_of(data: Mapping[str, object]) -> str:
    """The digest of a summary's JSON: keys in order, no white space, UTF-8."""
    said = {part: data.get(part) for part in PARTS}
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # as in the file
    return hashlib.sha256(whole.encode()).hexdigest()


def _plain(value: object) -> object:
    return [asdict(item) for item in value] if isinstance(value, tuple) else value
