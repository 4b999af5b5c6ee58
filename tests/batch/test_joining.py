"""A file of answers, as hostile as any."""

from __future__ import annotations

import json

import pytest

from summarize.batch import joining
from summarize.batch.joining import Answered, answers_in


def read(tmp_path, *lines: bytes) -> list[Answered]:
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"\n".join(lines))
    return list(answers_in(path))


GOOD = json.dumps({"custom_id": "m-1", "response": {"status_code": 200, "request_id": "q", "body": {"a": 1}}}).encode()


def test_an_answer_is_read(tmp_path):
    assert read(tmp_path, GOOD, b"") == [Answered(custom_id="m-1", status=200, body=b'{"a": 1}', request_id="q")]


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
    assert read(tmp_path, line) == [Answered(custom_id="m-1", why=why)]


@pytest.mark.parametrize(("spare", "read_too"), [(1, 3), (0, 3), (-1, 2)])
def test_a_line_that_is_too_long_is_passed_over(tmp_path, monkeypatch, spare, read_too):
    long = json.dumps({"custom_id": "m-2", "response": None, "error": {"message": "x" * 5_000}}).encode()
    monkeypatch.setattr(joining, "_LONGEST", len(long) + 1 + spare)
    assert len(read(tmp_path, GOOD, long, GOOD)) == read_too
