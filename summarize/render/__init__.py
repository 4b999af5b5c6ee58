"""From a `Summary` to what people and programs read: terminal text, Markdown, JSON, a page for review. Never computes a fact."""

from __future__ import annotations

from .json_text import render_json
from .markdown import render_markdown
from .review import render_html
from .terminal import render_text

__all__ = ["render_html", "render_json", "render_markdown", "render_text"]
