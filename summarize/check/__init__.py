"""The gate and the proof: claims against their own evidence, finished summaries against their sources."""

from __future__ import annotations

from .accounting import account
from .balance import find_one_sided, weigh
from .digest import with_digest
from .gate import ClaimChecker, check_claims
from .passages import StoryText
from .requoted import with_other_wordings
from .timeline import find_timeline
from .verify import verify_summary

__all__ = [
    "ClaimChecker",
    "StoryText",
    "account",
    "check_claims",
    "find_one_sided",
    "find_timeline",
    "verify_summary",
    "weigh",
    "with_digest",
    "with_other_wordings",
]
