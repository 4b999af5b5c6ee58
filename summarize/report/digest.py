"""One hash for what a summary says: SHA-256 of its headline, claims and disagreements in canonical JSON.

Any later change of a word, a passage or a recorded check changes it. It proves nothing against somebody who recomputes
it: for that, keep it apart from the file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace

from ..records import Summary

PARTS = ("headline", "headline_evidence", "claims", "disagreements")


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
