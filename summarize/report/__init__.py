"""What a summary says besides its text: timeline, balance of sources, differing quotations, account, digest."""

from __future__ import annotations

from .accounting import account, explain_unfit, find_balance, find_one_sided, with_digest
from .quote_variants import find_unchanged_spellings, with_other_wordings
from .timeline import find_timeline

__all__ = [
    "account",
    "explain_unfit",
    "find_balance",
    "find_one_sided",
    "find_timeline",
    "find_unchanged_spellings",
    "with_digest",
    "with_other_wordings",
]
