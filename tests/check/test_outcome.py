"""What a check found: the worst outcome counts, and it is said in a few words."""

from __future__ import annotations

import pytest

from summarize.check.outcome import Findings, beside, quoted
from summarize.check.passages import Found, Scope
from tests.claims import cite, lookup, story


def findings(**fields: object) -> Findings:
    return Findings("names", "name", **fields)  # type: ignore[arg-type]  # its own fields


@pytest.mark.parametrize(
    ("found", "outcome", "detail"),
    [
        (findings(), "pass", "no names in it"),
        (findings(looked_at=1), "pass", "1 name found in the sources"),
        (findings(looked_at=2), "pass", "2 names found in the sources"),
        (findings(looked_at=2, unclear=["a"]), "unclear", "a"),
        (findings(unclear=["a", "b", "c"]), "unclear", "a; b"),
        (findings(looked_at=2, unclear=["a"], failed=["b"]), "fail", "b"),
        (findings(failed=["a", "b", "c"]), "fail", "a; b"),
    ],
)
def test_the_worst_counts(found: Findings, outcome: str, detail: str) -> None:
    check = found.check()
    assert (check.name, check.outcome, check.detail, check.by) == ("names", outcome, detail, "")


@pytest.mark.parametrize(
    ("scope", "added", "unclear"),
    [
        ("cited", 0, []),
        ("heading", 0, []),
        ("near", 1, []),
        ("article", 1, []),
        ("elsewhere", 0, ["“Bell” is not in [1], only in [2], which is not cited"]),
    ],
)
def test_what_is_taken_by_where_it_was_found(scope: Scope, added: int, unclear: list[str]) -> None:
    text = story("A ferry sank.", "Tom Bell rang.")
    _, where = lookup(text, "Bell rang.", cite(text, "ferry"))
    found = findings()
    found.take("Bell", Found(scope, text.cited(cite(text, "Bell"))), where)
    assert (len(found.passages), found.unclear, found.failed) == (added, unclear, [])


@pytest.mark.parametrize(("text", "shown"), [("Bell", "“Bell”"), ("“no”", "“no”"), ("'no'", "'no'"), ("«no»", "«no»")])
def test_a_token_is_quoted_once(text: str, shown: str) -> None:
    assert quoted(text) == shown


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        ([], ""),
        (["a"], " (the cited passages have “a”)"),
        (["a", "b", "a", "c"], " (the cited passages have “a”, “b”, “c”)"),
        (["a", "b", "c", "d"], " (the cited passages have “a”, “b”, “c”)"),
    ],
)
def test_at_most_three_are_named_each_once(found: list[str], shown: str) -> None:
    assert beside(found) == shown
