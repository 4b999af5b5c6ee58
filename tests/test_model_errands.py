"""Work done while a model writes."""

from __future__ import annotations

import asyncio
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


def test_what_has_begun_ends_before_a_failure_of_the_block_goes_on() -> None:
    done: list[int] = []

    async def block() -> None:
        async with meanwhile([lambda: done.append(1)]):
            await asyncio.sleep(0.05)
            raise LookupError

    with pytest.raises(LookupError):
        asyncio.run(block())
    assert done == [1]


def test_what_they_raise_is_raised() -> None:
    def fails() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        wait_beside(fails)
