"""JSON values to records: what fits becomes the record, what does not names its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import pytest

from summarize.decoding import Unreadable, decode_record


@dataclass(frozen=True)
class Inner:
    start: int
    by: Literal["a", "b"] = "a"


@dataclass(frozen=True)
class Outer:
    name: str
    items: tuple[Inner, ...] = ()
    pages: tuple[tuple[int, int], ...] = ()
    cost: float | None = 0.0
    counts: dict[str, int] = field(default_factory=dict)
    known: bool = False
    whatever: dict[str, object] = field(default_factory=dict)


def test_a_whole_record_is_read_and_unknown_keys_are_left_out() -> None:
    value = {
        "name": "n",
        "items": [{"start": 1}, {"start": 2, "by": "b"}],
        "pages": [[0, 1], [9, 2]],
        "cost": 3,
        "counts": {"x": 1},
        "known": True,
        "whatever": {"a": [1, {"b": None}]},
        "of a later version": 1,
    }
    assert decode_record(Outer, value) == Outer(
        "n", (Inner(1), Inner(2, "b")), ((0, 1), (9, 2)), 3.0, {"x": 1}, True, {"a": [1, {"b": None}]}
    )


def test_what_is_missing_takes_its_default_or_is_named() -> None:
    assert decode_record(Outer, {"name": "n", "cost": None}) == Outer("n", cost=None)
    with pytest.raises(Unreadable, match=r"^name is missing$"):
        decode_record(Outer, {})


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"name": 1}, "name is not text"),
        ({"name": "n", "items": {}}, "items is not a list"),
        ({"name": "n", "items": [1]}, r"items\[0\] is not an object"),
        ({"name": "n", "items": [{"start": 1}, {"start": True}]}, r"items\[1\].start is not a whole number"),
        ({"name": "n", "items": [{"start": 1.0}]}, r"items\[0\].start is not a whole number"),
        ({"name": "n", "items": [{"start": 1, "by": "c"}]}, r"items\[0\].by is not one of a, b"),
        ({"name": "n", "items": [{"start": 1, "by": ["a"]}]}, r"items\[0\].by is not one of a, b"),
        ({"name": "n", "pages": [[1]]}, r"pages\[0\] has 1 values, not 2"),
        ({"name": "n", "cost": "1"}, "cost is not a number"),
        ({"name": "n", "cost": True}, "cost is not a number"),
        ({"name": "n", "counts": []}, "counts is not an object"),
        ({"name": "n", "counts": {"x": None}}, "counts.x is not a whole number"),
        ({"name": "n", "known": 1}, "known is not true or false"),
        ([], "it is not an object"),
        (None, "it is not an object"),
    ],
)
def test_what_does_not_fit_names_its_place(value: object, message: str) -> None:
    with pytest.raises(Unreadable, match=f"^{message}$"):
        decode_record(Outer, value)
