"""What a summary says besides its text: timeline, balance of sources, differing quotations, account, digest."""

from __future__ import annotations

from .accounting import account
from .digest import with_digest
from .kept_spellings import find_kept_spellings
from .quote_variants import with_other_wordings
from .source_balance import find_one_sided, weigh
from .timeline import find_timeline

__all__ = [
    "account",
    "find_kept_spellings",
    "find_one_sided",
    "find_timeline",
    "weigh",
    "with_digest",
    "with_other_wordings",
]
