"""The gate and the proof: claims against their own evidence, finished summaries against their sources."""

from __future__ import annotations

from .accounting import account
from .gate import check_claims
from .judge import judge_of
from .verify import verify_summary

__all__ = ["account", "check_claims", "judge_of", "verify_summary"]
