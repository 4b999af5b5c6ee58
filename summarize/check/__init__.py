"""Claims against their sources: what can be shown to stand there, what a model reads, and drafts of other writers."""

from __future__ import annotations

from .gate import ClaimChecker, check_claims
from .passages import StoryText

__all__ = ["ClaimChecker", "StoryText", "check_claims"]
