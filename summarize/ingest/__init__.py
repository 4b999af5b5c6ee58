"""Bytes to `Article`: files, folders, standard input and records. Never changes the text that offsets refer to."""

from __future__ import annotations

from .load import load_articles

__all__ = ["load_articles"]
