"""Types of what nothing else reads: a wrong one is a finding that names the field."""

from __future__ import annotations

import pytest

from summarize.audit.findings import FindingCollector
from summarize.audit.schema_check import check_form

USAGE = {"calls": 0, "cached_calls": 0, "prompt_tokens": 0, "completion_tokens": 0, "cost_usd": 0.5, "seconds": 1}
RUN = {"model": None, "version": "1", "prompts": {}, "config": {}, "started": ""}
RIGHT = {
    "skipped": [{"path": "a", "why": "b"}], "warnings": [{"code": "a", "message": "b", "article": None}],
    "articles": [{"path": None, "title": "x"}], "run": RUN, "usage": USAGE, "claims": [{"paragraph": 2}, {}],
}  # fmt: skip


def messages(data: dict) -> list[str]:
    ledger = FindingCollector()
    check_form(data, ledger)
    return [found.message for found in ledger.found]


def test_the_right_types_are_no_finding() -> None:
    assert messages(RIGHT) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"warnings": "none"}, "warnings is not what the schema says: not a list"),
        ({"warnings": ["x"]}, "warnings is not what the schema says: not an object"),
        ({"warnings": [{"code": 5, "message": "", "article": None}]}, "warnings: code is not what the schema says"),
        ({"skipped": {}}, "skipped is not what the schema says: not a list"),
        ({"skipped": [{"path": "a"}]}, "skipped: why is not what the schema says"),
        ({"usage": []}, "usage is not what the schema says: not an object"),
        ({"usage": USAGE | {"calls": -1}}, "usage: calls is not what the schema says"),
        ({"usage": USAGE | {"calls": True}}, "usage: calls is not what the schema says"),
        ({"usage": USAGE | {"cost_usd": "0"}}, "usage: cost_usd is not what the schema says"),
        ({"usage": USAGE | {"seconds": None}}, "usage: seconds is not what the schema says"),
        ({"articles": [{"title": 5}]}, "articles: title is not what the schema says"),
        ({"claims": [{"paragraph": -1}]}, "claims: paragraph is not what the schema says"),
        ({"claims": [{"paragraph": "2"}]}, "claims: paragraph is not what the schema says"),
        ({"run": RUN | {"version": None}}, "run: version is not what the schema says"),
        ({"run": RUN | {"config": {"a": [float("inf")]}}}, "the number inf is not what the schema says"),
    ],
)
def test_a_wrong_type_is_named(changes: dict, said: str) -> None:
    (found,) = messages(RIGHT | changes)
    assert found.startswith(said)


def test_not_a_number_is_found_and_depth_does_no_harm() -> None:
    deep: list = []
    for _ in range(50_000):
        deep = [deep]
    assert messages(RIGHT | {"extra": deep}) == []
    assert any("the number nan" in said for said in messages(RIGHT | {"usage": USAGE | {"seconds": float("nan")}}))
