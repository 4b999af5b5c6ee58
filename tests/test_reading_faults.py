"""Checkers that fail in every way, through whole runs of both drivers: what is printed, what is said, how it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from summarize import (
    Call,
    Reply,
    Summary,
    asummarize,
    check_draft,
    render_json,
    reread_summary,
    summarize,
    verify_summary,
)
from summarize.cli.delivery import _incomplete
from summarize.errors import ProviderError, RetryableError
from tests.scripted import BRIDGE, FERRY, number_of, said, summary

ARTICLES = [{"text": BRIDGE, "publisher": "Paper One"}, {"text": FERRY, "publisher": "Paper Two"}]
TRUE = "Repairing the bridge would cost 3 million euros, Mayor Lena Ortiz said."
FALSE = "The transport ministry closed the bridge to save money."
INVENTED = "The repair would cost 4 million euros, Mayor Lena Ortiz said."
WORDS = "Mayor Lena Ortiz said the repair would cost 3 million euros."


class Desk:
    """Writes two sentences and answers reading calls as it is told."""

    name = "desk"

    def __init__(self, read: Callable[[Call], str | Reply], *lines: str) -> None:
        self._read, self._lines = read, lines or (TRUE, FALSE)
        self.asked: list[str] = []

    async def complete(self, call: Call) -> Reply:
        self.asked.append(call.name)
        if call.role == "check":
            answer = self._read(call)
            return answer if isinstance(answer, Reply) else Reply(text=answer)
        if call.name == "repair":
            return Reply(text="")
        cost, closed = number_of(call, "3 million"), number_of(call, "closed on Monday")
        return Reply(
            text=summary(*(said(line, cost, closed) for line in self._lines), headline="Bridge closed", cites=[closed])
        )


def run(driver: str, read: Callable[[Call], str | Reply], *lines: str) -> tuple[Summary, Desk]:
    desk = Desk(read, *lines)
    if driver == "sync":
        return summarize(ARTICLES, model=desk, words=40), desk
    return asyncio.run(asummarize(ARTICLES, model=desk, words=40)), desk


def read_line(call: Call) -> str:
    """What the question asks about."""
    return next(line[10:] for line in call.messages[-1][1].splitlines() if line.startswith("Sentence: "))


def supported(call: Call) -> str:
    return (
        f"repair | {WORDS}\nSUPPORTED 1"
        if "cost" in read_line(call)
        else "bridge | The bridge over the Nara river\nSUPPORTED 1"
    )


def careful(call: Call) -> str:
    if "save money" in read_line(call):
        return "to save money | -\nNOT SAID: to save money"
    return supported(call)


def meaning(found: Summary, text: str) -> tuple[str, str]:
    (claim,) = [claim for claim in found.claims if claim.text == text]
    (check,) = [check for check in claim.checks if check.name == "meaning"]
    return check.outcome, check.by


both = pytest.mark.parametrize("driver", ["sync", "async"])


@both
def test_what_a_reader_does_not_find_is_not_printed(driver: str):
    found, desk = run(driver, careful)
    assert meaning(found, TRUE) == ("pass", "desk")
    assert FALSE not in [claim.text for claim in found.claims]
    assert "repair" in desk.asked
    assert found.run.checker == "desk"


@both
def test_a_checker_that_calls_everything_supported_does_not_save_an_invented_figure(driver: str):
    found, _ = run(driver, lambda call: f"x | {WORDS}\nSUPPORTED 1", INVENTED, TRUE)
    assert INVENTED not in [claim.text for claim in found.claims]
    assert meaning(found, TRUE) == ("pass", "desk")


@both
def test_a_checker_that_calls_everything_contradicted_leaves_nothing_that_is_called_supported(driver: str):
    found, _ = run(driver, lambda call: f"{read_line(call)} | -\nCONTRADICTED: {read_line(call)}")
    checks = [check for claim in found.claims for check in claim.checks]
    assert found.claims, "the sources' own sentences stand in their place"
    assert not [check for check in checks if check.name == "meaning" and check.outcome == "pass"]
    assert all(any(c.name == "verbatim" and c.outcome == "pass" for c in claim.checks) for claim in found.claims)


@both
@pytest.mark.parametrize(
    "answer",
    [
        "cost | the mayor said it would cost four million\nSUPPORTED 1",
        "SUPPORTED",
        "The sentence looks fine to me, and I see no problem with it.",
        "",
        "cost | -\nSUPPORTED 1",
    ],
    ids=["words that are not there", "no words", "prose", "empty", "a part not found"],
)
def test_a_verdict_that_shows_nothing_leaves_the_meaning_unclear(driver: str, answer: str):
    found, _ = run(driver, lambda _: answer)
    assert meaning(found, TRUE) == ("unclear", "desk")


@both
@pytest.mark.parametrize("finish", ["length", "refusal", "content_filter"])
def test_a_reply_that_does_not_end_well_is_no_pass_and_is_said(driver: str, finish: str):
    found, _ = run(driver, lambda _: Reply(text=f"cost | {WORDS}\nSUPPORTED", finish=finish))  # type: ignore[arg-type]  # any
    assert meaning(found, TRUE) == ("not_run", "desk")
    assert [notice for notice in found.warnings if notice.code == "not_read"]
    error = _incomplete(found, strict=False)
    assert error is not None and error.exit_code == 3


@both
@pytest.mark.parametrize("error", [RetryableError("HTTP 429: too many requests"), ProviderError("no such model")])
def test_a_checker_that_fails_loses_no_sentence_and_is_said(driver: str, error: Exception):
    def fail(_: Call) -> str:
        raise error

    found, _ = run(driver, fail)
    assert {claim.text for claim in found.claims} == {TRUE, FALSE}
    assert meaning(found, FALSE) == ("not_run", "desk")
    (notice,) = [notice for notice in found.warnings if notice.code == "not_read"]
    assert str(error) in notice.message
    failed = _incomplete(found, strict=False)
    assert failed is not None and failed.exit_code == 3


def test_values_alone_ask_nobody():
    desk = Desk(careful)
    found = summarize(ARTICLES, model=desk, words=40, check="values")
    assert not [name for name in desk.asked if name.startswith("check ")]
    assert {check.outcome for claim in found.claims for check in claim.checks if check.name == "meaning"} == {"not_run"}


def test_a_draft_is_read_and_nothing_of_it_is_changed():
    class Reader:
        name = "desk"

        async def complete(self, call: Call) -> Reply:
            return Reply(text=careful(call))

    found = check_draft(f"{TRUE} {FALSE}", ARTICLES, model=Reader())
    assert [claim.text for claim in found.claims] == [TRUE, FALSE]
    assert meaning(found, TRUE) == ("pass", "desk")
    assert meaning(found, FALSE) == ("fail", "desk")


def test_a_finished_summary_can_be_read_again_by_a_model(tmp_path: Path):
    found, _ = run("sync", careful)
    path = tmp_path / "story.json"
    path.write_text(render_json(found), encoding="utf-8")
    assert verify_summary(path) == ()
    again = reread_summary(path, model=Desk(careful))
    assert again == ()
    assert "supported" in again.counts
    strict = reread_summary(path, model=Desk(lambda call: f"{read_line(call)} | -\nNOT SAID: {read_line(call)}"))
    assert {finding.claim for finding in strict} >= {"c1", "headline"}
    assert all("read by desk" in finding.message for finding in strict)


def test_a_reader_that_fails_proves_nothing(tmp_path: Path):
    found, _ = run("sync", careful)
    path = tmp_path / "story.json"
    path.write_text(render_json(found), encoding="utf-8")

    def fail(_: Call) -> str:
        raise RetryableError("HTTP 503")

    def fail_later(call: Call) -> str:
        return careful(call) if call.name == "check headline" else fail(call)

    with pytest.raises(RetryableError):  # nobody can be asked at all
        reread_summary(path, model=Desk(fail))
    again = reread_summary(path, model=Desk(fail_later))
    assert [finding for finding in again if "not read: HTTP 503" in finding.message]
