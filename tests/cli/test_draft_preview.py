"""The draft that stands on the screen until a model has written."""

from __future__ import annotations

import threading

import pytest

from summarize import Config, Event, load_articles
from summarize.cli import draft_preview
from summarize.cli.draft_preview import FirstDraft
from summarize.errors import InputError
from tests.scripted import BRIDGE, FERRY

ARTICLES = load_articles([{"text": BRIDGE}, {"text": FERRY}])
CONFIG = Config(engine="model", model="x", words=60)
SENT = Event("call sent", 0, 1, "direct")


def shown(*events: Event, articles=ARTICLES) -> list[Event]:
    found: list[Event] = []
    draft = FirstDraft(articles, CONFIG, found.append)
    for event in events:
        draft(event)
    for thread in threading.enumerate():
        if thread.name == "summarize-draft":
            thread.join(60)
    return found


def test_it_comes_once_with_the_first_call_and_cites():
    (draft,) = shown(Event("prepare"), SENT, SENT)
    assert draft.stage == "draft"
    lines = draft.detail.splitlines()
    assert len(lines) == draft.done > 0
    assert all(line.endswith(("[1]", "[2]")) for line in lines)


def test_a_run_that_sends_nothing_has_none():
    assert shown(Event("prepare"), Event("cache hit", 1, 1)) == []


def test_of_many_articles_none_is_made(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(draft_preview, "MOST", 1)
    assert shown(SENT) == []


def test_where_nothing_can_be_drafted_nothing_is_shown(monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object, **__: object) -> None:
        raise InputError("nothing")

    monkeypatch.setattr(draft_preview, "summarize", refuse)
    assert shown(SENT) == []
