"""The log: silent by default, a line a stage, and no word of an article."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest

from summarize import Event, summarize
from summarize.log import LOGGER, log_event
from tests.scripted import BRIDGE


def test_a_run_is_a_line_a_stage_without_a_word_of_an_article(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "summarize"):
        summarize([{"text": BRIDGE}], words=60)
    assert [each.getMessage().split(" (")[0] for each in caplog.records] == ["prepare", "compose", "check", "end"]
    assert {each.name for each in caplog.records} == {"summarize"}
    assert "bridge" not in caplog.text.lower()


def test_retries_are_warnings_without_what_was_sent(caplog: pytest.LogCaptureFixture) -> None:
    log_event(Event("retry", 1, 4, "write: secret"))
    log_event(Event("words", 8, 0, "secret"))
    ((level, message),) = [(each.levelno, each.getMessage()) for each in caplog.records]
    assert (level, message) == (logging.WARNING, "retry (1 of 4)")


def test_without_a_listener_nothing_is_written() -> None:
    script = "from summarize.log import log_event; from summarize import Event; log_event(Event('retry', 1, 4))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert (done.stdout, done.stderr) == ("", "")
    assert LOGGER.handlers
