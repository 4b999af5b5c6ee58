"""Shows the embedded engine's draft on the screen until the model has written something. Terminals only."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from summarize import Config, Event, LoadResult, summarize

if TYPE_CHECKING:
    from summarize import Summary

MOST = 40  # articles; with more the draft would come too late, and slow down the model's answers


class FirstDraft:
    """Called with every `Event` of a run: when the first call is sent, it makes the draft in a thread.

    `show` receives it as an event "draft": one sentence per line in `detail`, with the numbers of the articles.
    """

    def __init__(self, articles: LoadResult, config: Config, show: Callable[[Event], None]) -> None:
        self._articles, self._show = articles, show
        self._config = replace(config, engine="embedded")
        self._begun = len(articles) > MOST

    def __call__(self, event: Event) -> None:
        """Start when calls are on their way."""
        if event.stage == "call sent" and not self._begun:
            self._begun = True
            threading.Thread(target=self._make, name="summarize-draft", daemon=True).start()

    def _make(self) -> None:
        try:
            draft = summarize(self._articles, config=self._config)
        except Exception:  # only something to look at while waiting: whatever happens, it must not disturb the run
            return
        self._show(Event("draft", len(draft.claims), 0, "\n".join(_lines(draft))))


def _lines(draft: Summary) -> list[str]:
    places = {article.id: place for place, article in enumerate(draft.articles, 1)}
    return [f"{claim.text} [{places[claim.evidence[0].article]}]" for claim in draft.claims]
