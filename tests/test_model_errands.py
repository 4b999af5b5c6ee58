"""Work done while a model writes."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable

import pytest

from summarize.model import errands
from summarize.model.errands import meanwhile


@pytest.fixture(autouse=True)
def short_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errands, "_HEAD_START", 0.0)


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
    monkeypatch.setattr(errands, "_HEAD_START", 60.0)
    done: list[int] = []
    wait_beside(lambda: done.append(1), seconds=0)
    assert done == []


@pytest.mark.parametrize("failure", [LookupError, asyncio.CancelledError, KeyboardInterrupt])
def test_a_block_that_fails_ends_at_once(failure: type[BaseException]) -> None:
    release = threading.Event()

    async def block() -> None:
        async with meanwhile([lambda: release.wait(20) and None]):
            await asyncio.sleep(0.05)
            raise failure

    started = time.monotonic()
    with pytest.raises(failure):
        asyncio.run(block())
    assert time.monotonic() - started < 10  # the errand goes on for twenty seconds, unless it is let go
    release.set()


def test_one_that_fails_is_left_to_who_asks_for_its_result() -> None:
    done: list[int] = []

    def fails() -> None:
        raise ZeroDivisionError

    wait_beside(lambda: done.append(1), fails, lambda: done.append(2))
    assert done == [1]
