"""Finished summaries against the files they cite: every passage, figure, check and list is recomputed."""

from __future__ import annotations

from .summary_file import load_summary
from .verify import verify_summary

__all__ = ["load_summary", "verify_summary"]
