from __future__ import annotations

import io

import pytest

from summarize.cli.progress import Progress, describe, terminal
from summarize.records import Event


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_short_work_shows_nothing():
    stream, clock = io.StringIO(), Clock()
    with Progress(stream, clock) as progress:
        clock.now += 0.4
        progress(Event("read", 1, 5))
    assert stream.getvalue() == ""


def test_long_work_shows_one_line_rewritten_and_cleared():
    stream, clock = io.StringIO(), Clock()
    with Progress(stream, clock) as progress:
        clock.now += 0.6
        progress(Event("read", 1, 5))
        progress(Event("read", 2, 5))  # too soon after the last
        clock.now += 0.2
        progress(Event("read", 3, 5))
    assert stream.getvalue() == "\rread 1/5\x1b[K\rread 3/5\x1b[K\r\x1b[K"


def test_the_line_goes_away_when_the_work_fails():
    stream, clock = io.StringIO(), Clock()
    with pytest.raises(KeyboardInterrupt), Progress(stream, clock) as progress:
        clock.now += 1
        progress(Event("read"))
        raise KeyboardInterrupt
    assert stream.getvalue().endswith("\r\x1b[K")


def test_the_line_fits_the_terminal():
    stream, clock = io.StringIO(), Clock()
    progress = Progress(stream, clock, columns=10)
    clock.now += 1
    progress(Event("read", 1, 5, "a long name"))
    assert stream.getvalue() == "\rread 1/5:\x1b[K"


def test_no_stream_or_a_broken_one_is_no_failure():
    clock = Clock()
    closed = io.StringIO()
    closed.close()
    for stream in (None, closed):
        with Progress(stream, clock) as progress:
            clock.now += 1
            progress(Event("read"))


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (Event("read", 3, 40, "a.txt"), "read 3/40: a.txt"),
        (Event("read", 3), "read 3"),
        (Event("check"), "check"),
        (Event("read", 1, 2, "\x1b[2J"), r"read 1/2: \x1b[2J"),
    ],
)
def test_an_event_is_said_in_one_harmless_line(event: Event, line: str):
    assert describe(event) == line


def test_only_a_capable_terminal_gets_progress():
    screen = Terminal()
    assert terminal(screen, {}) is screen
    assert terminal(screen, {"TERM": "dumb"}) is None
    assert terminal(io.StringIO(), {}) is None
    assert terminal(None, {}) is None
