"""Progress on a terminal: a line rewritten in place, and above it what a model is writing. All is gone at the end.

Writes nothing anywhere else. What a model writes is shown as unchecked; only the finished summary is checked. Until it
has written anything, a draft made without it may be shown. Events may come from two threads.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TextIO

from summarize import Config, Event, LoadResult, summarize

from .output import visible

if TYPE_CHECKING:
    from summarize import Event, Summary

_MARKS = re.compile(r"\A[\s#*>_`~-]{0,20}")  # at a line's start, for a headline, a bullet or bold type
_LEADING = re.compile(r"(\[[\d, ]{1,60}\])\s?~?\s{0,9}(.*)")
_NUMBERS = re.compile(r"((?:\[[\d, ]{1,60}\]){1,12})[.,;]?\s?")
LONGEST = 50_000  # characters of a reply that are read for the screen
PATIENCE = 0.5  # seconds of work before anything appears: shorter runs need nothing
PAUSE = 0.1  # seconds between two changes: faster ones cannot be read
COLUMNS, ROWS = 80, 24  # for a terminal that does not report its size
HEADING = "not yet checked:"
DRAFT = "a draft made without the model, until it has written:"
_COUNTED = ("call sent", "call answered", "cache hit")
# What a call is for, by the first word of its name; what a step does, by its stage.
_CALLS = {
    "direct": "writing",
    "select": "choosing sentences",
    "write": "writing",
    "repair": "mending sentences",
    "check": "checking",
}
_STEPS = {"read": "reading", "prepare": "preparing", "compose": "choosing sentences", "check": "checking"}
MAX_DRAFT_ARTICLES = 40  # articles; with more the draft would come too late, and slow down the model's answers


class StreamedReply:
    """What a model has written so far."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._size = 0

    def feed(self, event: Event) -> None:
        """Take the next words of a reply; `event.done` counts its characters so far, so a new reply is noticed."""
        if event.done == len(event.detail):
            self._parts, self._size = [], 0
        if self._size < LONGEST:
            self._parts.append(event.detail)
        self._size += len(event.detail)

    @property
    def words(self) -> int:
        """How many of the words read for the screen have come so far; marks and numbers do not count."""
        return sum(word[0].isalpha() for word in "".join(self._parts).split())

    def sentences(self) -> list[str]:
        """The headline and the finished sentences so far, each followed by its numbers."""
        *whole, last = "".join(self._parts)[:LONGEST].split("\n")
        return [sentence for line in whole for sentence in _sentences(line)] + _sentences(
            last[: last.rfind("] ") + 1], whole=False
        )


def _sentences(line: str, *, whole: bool = True) -> list[str]:
    """The sentences of a line that have their numbers; none of a disagreement."""
    bare = _MARKS.sub("", line, count=1).replace("**", "")
    if bare.startswith("!"):
        return []
    leading = _LEADING.match(bare)
    if leading:
        return [" ".join(f"{leading[2]} {leading[1]}".split())] if whole else []
    *told, _ = _NUMBERS.split(bare)
    texts = (_MARKS.sub("", text, count=1) for text in told[::2])
    return [" ".join(f"{text} {numbers}".split()) for text, numbers in zip(texts, told[1::2], strict=True)]


class Progress:
    """Called with every `Event` of a run; used as a context manager, so that everything is wiped whatever happens.

    `clock` gives seconds; `size` is columns and rows of the terminal, 0 where unknown.
    """

    def __init__(
        self,
        stream: TextIO | None,
        clock: Callable[[], float],
        size: tuple[int, int] = (COLUMNS, ROWS),
    ) -> None:
        self._stream = stream
        self._clock = clock
        self._columns, self._rows = size[0] or COLUMNS, size[1] or ROWS
        self._next = clock() + PATIENCE
        self._line = self._spent = ""
        self._written = StreamedReply()
        self._draft: list[str] = []
        self._turn = threading.RLock()
        self._below = 0  # lines on the screen above the one the cursor is on
        self._shown = self._heard = False
        self._drawn: tuple[list[str], str] = [], ""

    def __call__(self, event: Event) -> None:
        """Take note of a step, and show it when it is time to."""
        with self._turn:
            if self._stream is None:
                return
            self._note(event)
            if self._clock() < self._next:
                return
            self._next = self._clock() + PAUSE
            self._draw()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *failure: object) -> None:
        with self._turn:
            self.wipe()
            self._stream = None  # a draft that comes too late is no longer shown

    def wipe(self) -> None:
        """Remove what is shown, so that something else can be said; the next step shows it again."""
        with self._turn:
            if self._shown:
                self._write(self._wiped())
                self._shown = False

    def aside(self, speak: Callable[[], None]) -> None:
        """Say something else on the same terminal while nothing is shown."""
        with self._turn:
            self.wipe()
            speak()

    def _note(self, event: Event) -> None:
        if event.stage == "words":
            self._next = self._next if self._heard else self._clock()  # the first words come at once
            self._heard = True
            self._written.feed(event)
            if words := self._written.words:
                self._line = f"writing, {words:,} word{'s' * (words > 1)} so far"
        elif event.stage == "draft":
            self._draft = event.detail.splitlines()
            self._next = self._clock()  # there may be no other event for seconds
        elif event.stage == "spent":
            self._spent = f" ({event.done:,} tokens, {event.detail})"
        elif event.stage in _COUNTED:
            self._line = _work(event)
        else:
            self._line = describe(event)

    def _draw(self) -> None:
        lines = self._sentences()
        status = visible(self._line + self._spent)[: self._columns - 1]
        if self._shown and (lines, status) == self._drawn:
            return
        self._drawn = lines, status
        # Lines that are too long (wide letters) are cut by the terminal, not wrapped: so each stays in one row.
        text = self._wiped() + "\x1b[?7l" + "".join(f"{line}\r\n" for line in lines) + status + "\x1b[?7h"
        self._below, self._shown = len(lines), True
        self._write(text)

    def _sentences(self) -> list[str]:
        """What a model has written so far, as much of its end as the screen holds; else the beginning of the draft."""
        most = max(1, self._rows - 3)
        if sentences := self._written.sentences():
            return [HEADING, *self._wrapped(sentences, "? ")[-most:]]
        return [DRAFT, *self._wrapped(self._draft, "  ")[:most]] if self._draft else []

    def _wrapped(self, sentences: Sequence[str], mark: str) -> list[str]:
        import textwrap

        width = max(20, self._columns - 1)
        return [
            line
            for sentence in sentences
            for line in textwrap.wrap(visible(sentence), width, initial_indent=mark, subsequent_indent="  ")
        ]

    def _wiped(self) -> str:
        """The codes that remove all that is shown: go to its first line, then clear everything below."""
        up = f"\x1b[{self._below}A" if self._below else ""
        self._below = 0
        return f"\r{up}\x1b[J"

    def _write(self, text: str) -> None:
        """Write to the terminal; if that fails there is nothing to show progress on, and the work goes on."""
        if self._stream is None:
            return
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):
            self._stream = None


def _work(event: Event) -> str:
    """What the calls being answered are for, and how many are answered: "checking 3 of 12"."""
    kind = event.detail.split(" ")[0]
    doing = _CALLS.get(kind, kind)
    return f"{doing} {event.done:,} of {event.total:,}" if event.total > 1 else doing


def describe(event: Event) -> str:
    """Describe an event in one line: "reading 12 of 40: seeds/a.txt", "preparing 5"."""
    total = f" {event.total:,}" if event.total else ""
    count = f" {event.done:,}{' of' * bool(total)}{total}" if event.done else total
    detail = f": {event.detail}" if event.detail else ""
    return visible(f"{_STEPS.get(event.stage, event.stage)}{count}{detail}")


def terminal(stream: TextIO | None, environment: dict[str, str] | os._Environ[str]) -> TextIO | None:
    """Give the stream if it is a terminal that can rewrite a line, else None."""
    if stream is None or environment.get("TERM") == "dumb":
        return None
    return stream if stream.isatty() else None


class FirstDraft:
    """Called with every `Event` of a run: when the first call is sent, it makes the draft in a thread.

    `show` receives it as an event "draft": one sentence per line in `detail`, with the numbers of the articles.
    """

    def __init__(self, articles: LoadResult, config: Config, show: Callable[[Event], None]) -> None:
        self._articles, self._show = articles, show
        self._config = replace(config, engine="embedded")
        self._begun = len(articles) > MAX_DRAFT_ARTICLES

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
