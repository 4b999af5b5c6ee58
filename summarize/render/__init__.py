"""From a `Summary` to what people and programs read: terminal text, Markdown, JSON, review page, check-list.

Never computes a fact. `FORMATS` is the one list of what a summary can be written as; each format's module is loaded
when it is first used, because the command line reads the list for its help.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ..records import Summary


class OutputFormat(NamedTuple):
    """A form of a summary: its name, the endings of its files (the usual one first), what renders it.

    `renderer` is a module of this folder and its function. `always_utf8`: also where other text takes the terminal's
    encoding, because RFC 8259 asks for it or the text itself says so.
    """

    name: str
    endings: tuple[str, ...]
    renderer: str
    always_utf8: bool = False

    @property
    def short(self) -> str:
        """The usual ending without its dot, as a batch names the format."""
        return self.endings[0].removeprefix(".")

    def render(self, summary: Summary) -> str:
        """The summary in this format."""
        module, _, function = self.renderer.partition(".")
        renderer: Callable[[Summary], str] = getattr(import_module(f".{module}", __name__), function)
        return renderer(summary)


_ALL = (
    OutputFormat("text", (".txt",), "terminal.render_text"),
    OutputFormat("markdown", (".md",), "markdown.render_markdown"),
    OutputFormat("json", (".json",), "json_text.render_json", always_utf8=True),
    OutputFormat("html", (".html", ".htm"), "review.render_html", always_utf8=True),
)
FORMATS = {each.name: each for each in _ALL}
BY_SHORT_NAME = {each.short: each for each in _ALL}
BY_ENDING = {ending: each for each in _ALL for ending in each.endings}
