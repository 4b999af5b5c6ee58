"""From a `Summary` to what people and programs read: terminal text, Markdown, JSON, review page, check-list.

Never computes a fact. The page and the check-list, which few runs write, are loaded from their own modules.
"""

from __future__ import annotations

from .json_text import render_json
from .markdown import render_markdown
from .terminal import render_prose, render_text

__all__ = ["render_json", "render_markdown", "render_prose", "render_text"]
