"""Lines by files: a case on either side of both limits."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from summarize.batch.packing import MOST_BYTES, MOST_LINES, Limits, custom_id, line_of, packed


@dataclass(frozen=True)
class Sized:
    size: int


def sizes(lines: list[int], limits: Limits) -> list[list[int]]:
    return [[line.size for line in file] for file in packed(map(Sized, lines), limits)]


@pytest.mark.parametrize(
    ("count", "files"), [(0, []), (1, [1]), (2, [2]), (3, [3]), (4, [3, 1]), (6, [3, 3]), (7, [3, 3, 1])]
)
def test_a_file_has_at_most_so_many_lines(count, files):
    assert [len(file) for file in sizes([1] * count, Limits(3, 1_000))] == files


@pytest.mark.parametrize(
    ("lines", "files"),
    [([50, 50], [[50, 50]]), ([50, 51], [[50], [51]]), ([100], [[100]]), ([1, 99, 1], [[1, 99], [1]])],
)
def test_a_file_has_at_most_so_many_bytes(lines, files):
    assert sizes(lines, Limits(10, 100)) == files


def test_the_limits_are_the_providers():
    assert (Limits().lines, Limits().size) == (MOST_LINES, MOST_BYTES) == (50_000, 200_000_000)


def test_a_line_is_one_json_object():
    body = {"model": "m", "messages": [{"role": "user", "content": "a\nb"}]}
    line = line_of(custom_id("abc", 7), "/v1/chat/completions", json.dumps(body))
    assert line.count(b"\n") == 1
    told = json.loads(line)
    assert told == {"custom_id": "abc-7", "method": "POST", "url": "/v1/chat/completions", "body": body}
