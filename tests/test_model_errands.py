"""Work done while a model writes."""

from __future__ import annotations

import asyncio

import pytest

from summarize.model.errands import meanwhile


def test_they_are_done_when_the_block_ends_and_the_list_is_empty() -> None:
    done: list[int] = []
    errands = [lambda: done.append(1), lambda: done.append(2)]

    async def block() -> None:
        async with meanwhile(errands):
            assert errands == []
        assert done == [1, 2]
        async with meanwhile(errands):
            pass

    asyncio.run(block())
    assert done == [1, 2]


def test_they_end_before_a_failure_of_the_block_goes_on() -> None:
    done: list[int] = []

    async def block() -> None:
        async with meanwhile([lambda: done.append(1)]):
            raise LookupError

    with pytest.raises(LookupError):
        asyncio.run(block())
    assert done == [1]


def test_what_they_raise_is_raised() -> None:
    async def block() -> None:
        async with meanwhile([lambda: 1 // 0]):
            pass

    with pytest.raises(ZeroDivisionError):
        asyncio.run(block())
