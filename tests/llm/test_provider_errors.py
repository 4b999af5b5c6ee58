"""What a failed request means, and that nothing of the key is left in what is said about it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.errors import LimitError, ProviderError, RetryableError
from summarize.llm.provider_errors import Fault, Kind, as_error, fault_of_status, redact, without_page
from tests.growth import assert_linear

KEY = "abcde-0123456789-fghij"


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (401, "", Kind.KEY),
        (403, "", Kind.FORBIDDEN),
        (404, "", Kind.NOT_FOUND),
        (408, "", Kind.SERVER),
        (413, "", Kind.CONTEXT),
        (418, "", Kind.BAD_REQUEST),
        (498, "", Kind.THROTTLED),
        (529, "", Kind.SERVER),
        (400, '{"error": {"code": 400, "message": "the request exceeds the available context size"}}', Kind.CONTEXT),
        (500, '{"error": {"code": 500, "type": "exceed_context_size_error", "n_ctx": 256}}', Kind.CONTEXT),
        (429, "", Kind.THROTTLED),
        (429, '{"error": {"code": "insufficient_quota"}}', Kind.QUOTA),
        (429, '{"error": {"type": "insufficient_quota", "code": null}}', Kind.QUOTA),
        (429, '{"error": {"type": "insufficient_quota", "code": "other"}}', Kind.QUOTA),
        (400, '{"error": {"message": "This model\'s maximum context length is 8192"}}', Kind.CONTEXT),
        (400, '{"code": "content_filter"}', Kind.FILTERED),
        (400, '{"error": "model is not loaded"}', Kind.BAD_REQUEST),
        (307, "", Kind.REDIRECT),
        (599, "", Kind.SERVER),
        (500, "[" * 100_000, Kind.SERVER),
    ],
)
def test_status_and_code_give_the_kind(status: int, body: str, kind: Kind):
    fault = fault_of_status(status, body)
    assert fault.kind is kind and fault.status == status
    assert str(status) in fault.message


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<html><title>Gone &amp; away</title>", "a web page, titled “Gone & away”"),
        ("<!-- x --><!DOCTYPE HTML><title>\n A\n</title>", "a web page, titled “A”"),
        ("<html><p>no title", "a web page without a title"),
        ("<html><title", "a web page without a title"),
        ("<html><title>cut off", "a web page, titled “cut off”"),
        ("<?xml version='1.0'?><Error>no</Error>", "<?xml version='1.0'?><Error>no</Error>"),
        ("x" * 1_000 + "<html><title>late</title>", "x" * 1_000 + "<html><title>late</title>"),
    ],
)
def test_a_web_page_is_named_by_its_title(body: str, shown: str):
    assert without_page(body) == shown


def test_kinds_are_all_different():
    assert len(Kind.__members__) == len(list(Kind))  # equal values would be one kind with two names


def test_what_may_have_been_billed_is_retried_as_an_error_that_may_pass():
    assert all(kind.error is RetryableError for kind in Kind if kind.again)


def test_an_error_names_model_call_status_request_and_attempts():
    fault = fault_of_status(429, '{"error": {"message": "slow down"}}', request_id="req_1")
    error = as_error(fault, call="extract 3/8", model="some-model", attempts=4)
    assert type(error) is RetryableError and error.exit_code == 6
    assert error.message == (
        "some-model, extract 3/8: the server answered 429 Too Many Requests (slow down) (4 attempts, request req_1)"
    )
    assert type(as_error(Fault(kind=Kind.KEY, message=""), call="", model="", attempts=1)) is ProviderError
    assert type(as_error(Fault(kind=Kind.TOO_LARGE, message=""), call="", model="", attempts=1)) is LimitError


@given(before=st.text(max_size=300), after=st.text(max_size=300))
def test_the_key_never_shows(before: str, after: str):
    for body in (before + KEY + after, json.dumps({"error": {"message": before + KEY + after, "code": KEY}})):
        shown = fault_of_status(401, body, request_id=before + KEY, secret=KEY)
        assert KEY not in shown.message and KEY[:9] not in shown.message and KEY not in shown.request_id


@pytest.mark.parametrize(
    "text", ["sk-proj-abcdefghij", "sk-ab****wxyz", "Authorization: Bearer abc.def.ghi", f"{KEY[:6]}*****{KEY[-4:]}"]
)
def test_what_looks_like_a_key_never_shows(text: str):
    assert redact(f"bad key {text}, sorry", KEY).removeprefix("bad key ").startswith(("[key]", "Authorization: [key]"))


def test_a_short_key_never_shows_either():
    assert redact("no abc123!", "abc123") == "no [key]!"


def test_a_message_is_one_printable_line_of_at_most_200_characters():
    shown = redact("a\x1b[31m\n\u202e b" * 100)
    assert len(shown) <= 200 and shown.isprintable()


@pytest.mark.parametrize("unit", ["sk-", "<html>", "<title", "bearer ", "a", "*", "sk-****", "context length", "\x00"])
def test_redaction_takes_linear_time_on_hostile_text(unit: str):
    assert_linear(lambda text: fault_of_status(400, text, secret=KEY), unit)


@pytest.mark.parametrize(
    ("status", "body", "full"),
    [
        (429, '{"error": {"message": "Resource unavailable, try later"}}', True),
        (429, '{"error": {"message": "x", "code": "resource_unavailable"}}', True),
        (498, '{"error": {"message": "x", "code": "capacity_exceeded"}}', True),
        (429, '{"error": {"message": "Rate limit reached"}}', False),
        (503, '{"error": {"message": "Resource unavailable"}}', False),
    ],
)
def test_a_tier_without_room_is_told_from_our_own_pace(status, body, full):
    assert fault_of_status(status, body).unavailable is full
