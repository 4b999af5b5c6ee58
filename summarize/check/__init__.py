"""Claims against their sources: what can be shown without understanding, what a model reads; and others' drafts."""

from __future__ import annotations

from .gate import ClaimChecker, check_claims
from .passages import StoryText

__all__ = ["ClaimChecker", "StoryText", "check_claims"]
