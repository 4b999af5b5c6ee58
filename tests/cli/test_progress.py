"""The line of progress, what a model is writing, and the draft that stands there until it has."""

from __future__ import annotations

import io
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize import Config, Event, load_articles
from summarize.cli import progress
from summarize.cli.progress import DRAFT, LONGEST, FirstDraft, Progress, StreamedReply, describe, terminal
from summarize.errors import InputError
from tests.growth import assert_linear
from tests.scripted import BRIDGE, FERRY

REPLY = """# A “headline” [1]
[2,7] She said "no".
[3] ~ Then é.
- Behind it. [4][5]
! cost | [1] a side | [2] another
"""
PROSE = """# A “headline” [1]

She said "no". [2,7] ~ Then é. [3]

Behind it. [4][5]

! cost | [1] a side | [2] another
"""
SAID = ["A “headline” [1]", 'She said "no". [2,7]', "Then é. [3]", "Behind it. [4][5]"]


def fed(*parts: str) -> list[str]:
    written, size = StreamedReply(), 0
    for part in parts:
        size += len(part)
        written.feed(Event("words", size, 0, part))
    return written.sentences()


@pytest.mark.parametrize("reply", [REPLY, PROSE], ids=["a line each", "paragraphs"])
def test_headline_and_sentences_are_shown_and_no_side_of_a_disagreement(reply: str):
    assert fed(reply) == SAID


@given(st.sampled_from([REPLY, PROSE]), st.integers(0, 140), st.integers(1, 50))
def test_whatever_has_come_is_shown_in_whole_sentences(reply: str, end: int, step: int):
    text = reply[:end]
    found = fed(*(text[start : start + step] for start in range(0, len(text), step)))
    assert found == SAID[: len(found)]
    if reply == REPLY:
        assert len(found) == min(4, text.count("\n"))


def test_a_sentence_is_shown_before_its_paragraph_ends():
    assert fed("She said no. [2,7] Then she") == ["She said no. [2,7]"]


def test_a_reply_that_begins_anew_replaces_what_was_written():
    written = StreamedReply()
    written.feed(Event("words", 10, 0, "[1] wrong\n"))
    written.feed(Event("words", 10, 0, "[1] right\n"))
    assert written.sentences() == ["right [1]"]


@pytest.mark.parametrize("text", ["", "prose\n", "[1] not yet whole", "Here it is:\n\n"])
def test_what_holds_no_finished_sentence_shows_none(text: str):
    assert fed(text) == []


@pytest.mark.parametrize("unit", ["[1] a\n", "[", "[1", "~ ", "# ", "\n", "*", "[1] "])
def test_the_worst_reply_is_read_in_linear_time(unit: str):
    assert_linear(fed, unit, LONGEST)


def test_of_an_endless_reply_the_beginning_is_read():
    assert len(fed("[1] word\n" * (LONGEST // 4))) == LONGEST // 9


WIPE = "\r\x1b[J"


def line(text: str) -> str:
    """A line that is cut, not wrapped, where the terminal ends."""
    return f"\x1b[?7l{text}\x1b[?7h"


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
        clock.now += 0.06
        progress(Event("read", 2, 5))  # too soon after the last
        clock.now += 0.06
        progress(Event("read", 3, 5))
    assert stream.getvalue() == f"{WIPE}{line('reading 1 of 5')}{WIPE}{line('reading 3 of 5')}{WIPE}"


def test_the_line_goes_away_when_the_work_fails():
    stream, clock = io.StringIO(), Clock()
    with pytest.raises(KeyboardInterrupt), Progress(stream, clock) as progress:
        clock.now += 1
        progress(Event("read"))
        raise KeyboardInterrupt
    assert stream.getvalue().endswith(WIPE)


def test_the_line_fits_the_terminal():
    stream, clock = io.StringIO(), Clock()
    progress = Progress(stream, clock, (10, 5))
    clock.now += 1
    progress(Event("read", 1, 5, "a long name"))
    assert stream.getvalue() == WIPE + line("reading 1")


def shown(*events: Event, size: tuple[int, int] = (40, 24)) -> str:
    """What stands on the screen after these events, a second apart."""
    stream, clock = io.StringIO(), Clock()
    progress = Progress(stream, clock, size)
    for event in events:
        clock.now += 1
        progress(event)
    return stream.getvalue().rpartition("\x1b[J")[2].replace("\x1b[?7l", "").replace("\x1b[?7h", "")


def words(text: str) -> Event:
    return Event("words", len(text), 0, text)


def test_calls_tokens_and_cost_stand_in_the_line():
    steps = Event("call answered", 2, 8, "select 5/8"), Event("spent", 12_345, 0, "$0.0123")
    assert shown(*steps, size=(80, 24)) == "choosing sentences 2 of 8 (12,345 tokens, $0.0123)"
    assert shown(*steps, Event("call sent", 3, 8, "select 6/8"), size=(80, 24)).endswith("(12,345 tokens, $0.0123)")


def test_sentences_appear_as_they_arrive_marked_as_unchecked():
    arriving = words("# Bridge closed [1]\n[1,2] The bridge over the river is closed.\n[3] It")
    assert shown(Event("call sent", 0, 1, "direct"), arriving).split("\r\n") == [
        "not yet checked:",
        "? Bridge closed [1]",
        "? The bridge over the river is closed.",
        "  [1,2]",
        "writing, 10 words so far",
    ]


def test_one_word_is_one_word():
    assert "writing, 1 word so far" in shown(words("[1] At"))


def test_the_first_words_do_not_wait():
    stream, clock = io.StringIO(), Clock()
    with Progress(stream, clock) as progress:
        progress(words("[1] At once\n"))
        assert "? At once [1]" in stream.getvalue()
        progress(Event("words", 30, 0, "[2] and later\n"))
        assert "later" not in stream.getvalue()


def test_all_lines_are_wiped_and_never_more_than_the_screen_holds():
    stream, clock = io.StringIO(), Clock()
    text = "".join(f"[{n}] Sentence {n} of many that do not fit\n" for n in range(50))
    with Progress(stream, clock, (30, 10)) as progress:
        progress(words(text))
        assert stream.getvalue().count("\r\n") == 8
    assert stream.getvalue().endswith("\r\x1b[8A\x1b[J")


def test_nothing_a_model_writes_steers_the_terminal():
    assert "\x1b" not in shown(words('{"text": "\\u001b[2J\x1b]0;x\x07 \\u202e red')).partition("\r\n")[2]


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
        (Event("read", 3, 40, "a.txt"), "reading 3 of 40: a.txt"),
        (Event("read", 3), "reading 3"),
        (Event("prepare", 0, 5), "preparing 5"),
        (Event("check"), "checking"),
        (Event("read", 1, 2, "\x1b[2J"), r"reading 1 of 2: \x1b[2J"),
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


def test_a_draft_stands_at_once_and_until_the_first_words():
    stream, clock = io.StringIO(), Clock()
    with Progress(stream, clock) as progress:
        progress(Event("call sent", 0, 1, "direct"))
        progress(Event("draft", 2, 0, "The bridge is closed. [1]\nIt is old. [2]"))
        assert stream.getvalue().endswith(
            line(f"{DRAFT}\r\n  The bridge is closed. [1]\r\n  It is old. [2]\r\nwriting")
        )
        shown = stream.getvalue()
        progress(Event("words", 2, 0, "[1"))
        assert stream.getvalue() == shown  # no words yet: nothing changes, nothing flickers
        clock.now += 1
        progress(Event("words", 20, 0, "] It reopened.\n"))
        assert DRAFT not in stream.getvalue()[len(shown) :]
        assert "? It reopened. [1]" in stream.getvalue()


def test_what_comes_when_all_is_over_is_not_shown():
    stream, clock = io.StringIO(), Clock()
    with Progress(stream, clock) as progress:
        clock.now += 1
        progress(Event("call sent", 0, 1, "direct"))
    shown = stream.getvalue()
    progress(Event("draft", 1, 0, "The bridge is closed. [1]"))
    assert stream.getvalue() == shown


@pytest.mark.parametrize(
    ("name", "shown_as"),
    [
        ("direct", "writing 3 of 12"),
        ("select 5/8", "choosing sentences 3 of 12"),
        ("check c4", "checking 3 of 12"),
        ("repair", "mending sentences 3 of 12"),
        ("own", "own 3 of 12"),
    ],
)
def test_a_call_is_said_by_what_it_is_for(name: str, shown_as: str):
    assert shown(Event("call answered", 3, 12, name)) == shown_as


def test_what_is_read_is_shown_with_its_number():
    assert describe(Event("read", 12, 40, "a.txt")) == "reading 12 of 40: a.txt"
    assert describe(Event("read", 0, 3, "web pages")) == "reading 3: web pages"


ARTICLES = load_articles([{"text": BRIDGE}, {"text": FERRY}])
CONFIG = Config(engine="model", model="x", words=60)
SENT = Event("call sent", 0, 1, "direct")


def draft_shown(*events: Event, articles=ARTICLES) -> list[Event]:
    found: list[Event] = []
    draft = FirstDraft(articles, CONFIG, found.append)
    for event in events:
        draft(event)
    for thread in threading.enumerate():
        if thread.name == "summarize-draft":
            thread.join(60)
    return found


def test_it_comes_once_with_the_first_call_and_cites():
    (draft,) = draft_shown(Event("prepare"), SENT, SENT)
    assert draft.stage == "draft"
    lines = draft.detail.splitlines()
    assert len(lines) == draft.done > 0
    assert all(line.endswith(("[1]", "[2]")) for line in lines)


def test_a_run_that_sends_nothing_has_none():
    assert draft_shown(Event("prepare"), Event("cache hit", 1, 1)) == []


@pytest.mark.parametrize(("count", "made"), [(40, 1), (41, 0)])
def test_of_many_articles_no_draft_is_made(count: int, made: int):
    articles = load_articles([{"text": (BRIDGE, FERRY)[number % 2]} for number in range(count)])
    assert len(draft_shown(SENT, articles=articles)) == made


def test_where_nothing_can_be_drafted_nothing_is_shown(monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object, **__: object) -> None:
        raise InputError("nothing")

    monkeypatch.setattr(progress, "summarize", refuse)
    assert draft_shown(SENT) == []
