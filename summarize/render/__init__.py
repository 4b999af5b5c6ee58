"""From a `Summary` to what people and programs read: terminal text, Markdown, JSON. Never computes a fact."""

from __future__ import annotations

from .json_text import render_json
from .markdown import render_markdown
from .terminal import render_text

__all__ = ["render_json", "render_markdown", "render_text"]
