"""Finished summaries against the files they cite: every passage, figure, check and list is found again."""

from __future__ import annotations

from .verify import verify_summary

__all__ = ["verify_summary"]
