"""Work done while a model writes."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest

from summarize.llm import background_tasks
from summarize.llm.background_tasks import meanwhile


@pytest.fixture(autouse=True)
def short_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background_tasks, "_HEAD_START", 0.0)


def wait_beside(*work: Callable[[], None], seconds: float = 0.05) -> None:
    async def block() -> None:
        given = list(work)
        async with meanwhile(given):
            assert given == []
            await asyncio.sleep(seconds)

    asyncio.run(block())


def test_they_are_done_in_order_when_the_block_ends() -> None:
    done: list[int] = []
    wait_beside(lambda: done.append(1), lambda: done.append(2))
    assert done == [1, 2]
    wait_beside()


def test_a_block_that_ends_at_once_does_not_wait_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background_tasks, "_HEAD_START", 60.0)
    done: list[int] = []
    wait_beside(lambda: done.append(1), seconds=0)
    assert done == []


@pytest.mark.parametrize("failure", [LookupError, asyncio.CancelledError, KeyboardInterrupt])
def test_a_block_that_fails_ends_at_once(failure: type[BaseException]) -> None:
    begun, release, ended = threading.Event(), threading.Event(), threading.Event()

    def errand() -> None:
        begun.set()
        release.wait(60)  # unless it is let go, which nobody does before the block has ended
        ended.set()

    async def block() -> None:
        async with meanwhile([errand]):
            while not begun.is_set():
                await asyncio.sleep(0.01)
            raise failure

    with pytest.raises(failure):
        asyncio.run(block())
    assert not ended.is_set()
    release.set()
    assert ended.wait(60)


def test_one_that_fails_is_left_to_who_asks_for_its_result() -> None:
    done: list[int] = []

    def fails() -> None:
        raise ZeroDivisionError

    wait_beside(lambda: done.append(1), fails, lambda: done.append(2))
    assert done == [1]
