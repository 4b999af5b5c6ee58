"""Lines by files: a case on either side of both limits. A file of answers, as hostile as any. Lines in the ledger:
what is wanted, sent, answered, lost; money; what is told again after a restart.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal

import pytest

from summarize.batch import file_calls
from summarize.batch.file_calls import (
    MOST_BYTES,
    MOST_LINES,
    MOST_TRIES,
    AnswerLine,
    Limits,
    Line,
    Lines,
    SubmittedFile,
    answers_in,
    custom_id,
    line_of,
    packed,
)
from summarize.batch.ledger import Ledger
from summarize.batch.stories import Source, Story
from summarize.errors import LimitError, OutputError, ProviderError
from summarize.llm import Call, Reply


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


def read(tmp_path, *lines: bytes) -> list[AnswerLine]:
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"\n".join(lines))
    return list(answers_in(path))


GOOD = json.dumps({"custom_id": "m-1", "response": {"status_code": 200, "request_id": "q", "body": {"a": 1}}}).encode()


def test_an_answer_is_read(tmp_path):
    assert read(tmp_path, GOOD, b"") == [AnswerLine(custom_id="m-1", status=200, body=b'{"a": 1}', request_id="q")]


@pytest.mark.parametrize(
    "line",
    [b"", b"{", b"[]", b"null", b"7", b'{"custom_id": 7}', b'{"custom_id": null}', b"{}", b"\xff\xfe", b"[" * 100_000],
)
def test_what_is_no_answer_costs_itself_only(tmp_path, line):
    assert read(tmp_path, GOOD, line, GOOD) == read(tmp_path, GOOD) * 2


@pytest.mark.parametrize(
    ("error", "why"),
    [
        ({"code": "batch_expired", "message": "too late"}, "too late"),
        ({"code": "batch_cancelled"}, "batch_cancelled"),
        ({}, "no reason given"),
        (None, "no answer and no reason given"),
        ("oops", "no answer and no reason given"),
    ],
)
@pytest.mark.parametrize("response", [None, {}, {"status_code": "200"}, {"status_code": True}, {"status_code": 99}, []])
def test_a_line_without_an_answer_says_why(tmp_path, error, why, response):
    line = json.dumps({"custom_id": "m-1", "response": response, "error": error}).encode()
    assert read(tmp_path, line) == [AnswerLine(custom_id="m-1", why=why)]


@pytest.mark.parametrize(("spare", "read_too"), [(1, 3), (0, 3), (-1, 2)])
def test_a_line_that_is_too_long_is_passed_over(tmp_path, monkeypatch, spare, read_too):
    long = json.dumps({"custom_id": "m-2", "response": None, "error": {"message": "x" * 5_000}}).encode()
    monkeypatch.setattr(file_calls, "_MAX_LINE_BYTES", len(long) + 1 + spare)
    assert len(read(tmp_path, GOOD, long, GOOD)) == read_too


CALL = Call(name="direct", messages=(("user", "x"),), schema={"type": "object"}, role="check", optional=True)
REPLY = Reply(text="a", prompt_tokens=100, completion_tokens=5)
MOST = Decimal("0.20")


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path) as found:
        found.register([Story(key, Source("f", key)) for key in "ab"], "shape", lambda name: True)
        yield found


def sent(lines: Lines, mark: str = "mark") -> Line:
    """A line that is under way."""
    lines.want("a", "key", "", CALL, "{}", 99)
    (line,) = lines.wanted("")
    lines.send(SubmittedFile(mark, ""), "m", [(line, MOST)])
    (line,) = lines.of(mark)
    return line


def test_a_call_is_wanted_then_sent_then_answered(ledger):
    lines = Lines(ledger)
    assert not lines.awaits("a")
    assert not lines.known("key")
    line = sent(lines)
    assert (line.call, line.body, line.size, line.tries) == (CALL, "{}", 99, 0)
    assert (lines.awaits("a"), lines.awaits("b"), lines.sent()) == (True, False, 1)
    assert lines.outcome("key") is None
    assert ledger.spent() == MOST
    assert lines.one_of("mark", line.id) == line
    assert lines.one_of("other", line.id) is None
    lines.answer(line, REPLY, Decimal("0.15"))
    assert lines.outcome("key") == REPLY
    assert ledger.spent() == Decimal("0.15")
    assert lines.one_of("mark", line.id) is None  # a second answer finds nothing
    assert not lines.awaits("a")


def test_a_posting_is_remembered_until_it_has_ended(ledger):
    lines = Lines(ledger)
    sent(lines)
    assert lines.postings() == [SubmittedFile("mark", "")]
    lines.uploaded("mark", "file")
    lines.submitted("mark", "batch")
    assert Lines(ledger).postings() == [SubmittedFile("mark", "", "file", "batch")]
    lines.end("mark")
    assert lines.postings() == []


@pytest.mark.parametrize(("billed", "cost"), [(True, MOST), (False, Decimal(0))])
def test_a_line_that_is_lost_is_wanted_again_and_fails_in_the_end(ledger, billed, cost):
    lines = Lines(ledger)
    for number in range(MOST_TRIES):
        line = sent(lines, f"mark {number}")
        assert line.tries == number
        lines.lose(line, "it is gone", billed=billed)
    assert ledger.spent() == cost * MOST_TRIES
    error = lines.outcome("key")
    assert isinstance(error, ProviderError)
    assert error.refused
    assert "3 times" in error.message
    assert "it is gone" in error.message
    assert list(lines.wanted("")) == []


def test_an_error_is_told_as_it_was(ledger):
    lines = Lines(ledger)
    lines.fail(sent(lines), LimitError("too long", hint="cut it"))
    error = lines.outcome("key")
    assert (type(error), str(error), error.refused) == (LimitError, "too long; cut it", False)
    assert Lines(ledger).outcome("key") is None  # its story is to be tried again


def test_a_line_that_is_put_otherwise_has_not_been_tried(ledger):
    lines = Lines(ledger)
    lines.put_otherwise(sent(lines), "{1}", 3)
    (line,) = lines.wanted("")
    assert (line.body, line.size, line.tries) == ("{1}", 3, 0)


def test_only_what_a_story_waits_for_is_wanted(ledger):
    lines = Lines(ledger)
    lines.want("a", "1", "", CALL, "{}", 9)
    lines.want("b", "2", "", CALL, "{}", 9)
    lines.want("b", "3", "check", CALL, "{}", 9)
    assert [line.key for line in lines.wanted("")] == ["1", "2"]
    assert [line.key for line in lines.wanted("check")] == ["3"]
    ledger.register([Story("b", Source("f", "b"))], "shape", lambda name: True)
    assert [line.key for line in lines.wanted("")] == ["2"]
    lines.want("b", "1", "", CALL, "{}", 9)  # another story asks the same
    assert [line.key for line in lines.wanted("")] == ["1", "2"]


def test_more_lines_than_are_read_at_once_are_all_read(ledger):
    lines = Lines(ledger)
    with ledger.together():
        for number in range(1_203):
            lines.want("a", str(number), "", CALL, "{}", 9)
    assert [line.key for line in lines.wanted("")] == [str(number) for number in range(1_203)]


def test_replies_of_finished_stories_are_dropped(ledger):
    from summarize.batch.ledger import Outcome

    lines = Lines(ledger)
    lines.keep("a", "1", CALL, REPLY)
    lines.keep("b", "2", CALL, REPLY)
    ledger.finish("a", "done", Outcome())
    lines.forget_finished()
    assert (lines.outcome("1"), lines.outcome("2")) == (None, REPLY)


def test_what_goes_together_is_written_all_or_not_at_all(ledger):
    lines = Lines(ledger)
    line = sent(lines)
    with pytest.raises(OutputError), ledger.together():
        lines.answer(line, REPLY, Decimal("0.15"))
        ledger.run("SELECT * FROM nothing")
    assert lines.outcome("key") is None
    assert ledger.spent() == MOST
