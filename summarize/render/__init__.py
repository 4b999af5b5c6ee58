"""From a `Summary` to what people and programs read: terminal text, Markdown, JSON, a review page, a check-list.

Never computes a fact.
"""

from __future__ import annotations

from .checklist import render_checklist
from .json_text import render_json
from .markdown import render_markdown
from .review import render_html
from .terminal import render_text

__all__ = ["render_checklist", "render_html", "render_json", "render_markdown", "render_text"]
