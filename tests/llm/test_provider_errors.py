"""What a failed request means, and that nothing of the key is left in what is said about it. When a request is sent
again.
"""

from __future__ import annotations

import email.utils
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.errors import LimitError, ProviderError, RetryableError
from summarize.llm.provider_errors import (
    Fault,
    Kind,
    Tries,
    as_error,
    fault_of_status,
    is_secret,
    pause_before,
    redact,
    server_delay,
    without_page,
)
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
        ("<title>A</title><html>", "a web page, titled “A”"),
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


@pytest.mark.parametrize(
    ("key", "secret"),
    [
        ("a1234", False),  # five characters
        ("a12345", True),
        ("localserver", False),  # eleven letters may be a word
        ("localservers", True),
    ],
)
def test_what_must_be_hidden(key: str, secret: bool):
    assert is_secret(key) is secret
    assert redact(f"no {key}!", key) == ("no [key]!" if secret else f"no {key}!")


@pytest.mark.parametrize(("key", "hidden"), [("ab1de678fgh", False), ("ab1de678fghi", True)])
def test_a_key_of_twelve_characters_may_be_masked_in_its_middle(key: str, hidden: bool):
    assert redact(f"bad {key[:5]}****{key[-2:]}", key) == ("bad [key]" if hidden else f"bad {key[:5]}****{key[-2:]}")


@pytest.mark.parametrize(("length", "shown"), [(200, "x" * 200), (201, "x" * 199 + "…")])
def test_200_characters_of_a_message_are_shown(length: int, shown: str):
    assert redact("x" * length) == shown
    title = without_page(f"<html><title>{'x' * length}</title>")
    assert title == f"a web page, titled “{'x' * 200}”"


@pytest.mark.parametrize(("before", "page"), [(994, True), (1_000, False)])
def test_a_web_page_shows_near_its_beginning_that_it_is_one(before: int, page: bool):
    assert without_page("x" * before + "<html><title>late").startswith("a web page") is page


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


NOW = 1_800_000_000.0


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after": email.utils.formatdate(NOW + 30, usegmt=True)}, 30),
        ({"retry-after": email.utils.formatdate(NOW - 30, usegmt=True)}, None),
        ({"retry-after": "0"}, None),
        ({"retry-after-ms": "0", "retry-after": "9"}, 9),
        ({}, None),
        ({"retry-after": ""}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "9" * 400}, None),
        ({"retry-after": email.utils.formatdate(NOW, usegmt=True)}, None),
        ({"retry-after": "Sun, 99 Nov 9999 99:99:99 GMT"}, None),
    ],
)
def test_retry_after_in_all_its_forms(headers: dict[str, str], seconds: float | None):
    assert server_delay(headers, NOW) == seconds


@given(st.text())
def test_no_header_breaks_it(text: str):
    delay = server_delay({"retry-after": text, "retry-after-ms": text[::-1]}, NOW)
    assert delay is None or delay > 0


@given(st.floats(0, 1), st.floats(0, 500), st.integers(2, 9))
def test_a_pause_is_never_shorter_than_the_server_asks(chance: float, asked: float, attempt: int):
    fault = Fault(kind=Kind.THROTTLED, message="", retry_after=asked)
    assert asked <= pause_before(attempt, fault, lambda: chance) <= asked * 1.11 + 0.11


def test_without_a_wish_it_waits_half_a_second_and_the_jitter_above_it_doubles():
    fault = Fault(kind=Kind.SERVER, message="")
    assert [pause_before(attempt, fault, lambda: 0.0) for attempt in (2, 3, 4)] == [0.5, 0.5, 0.5]
    assert [pause_before(attempt, fault, lambda: 1.0) for attempt in (2, 3, 4)] == [1, 1.5, 2.5]
    assert pause_before(99, fault, lambda: 1.0) == 20.5


def test_a_servers_wait_is_lengthened_by_up_to_a_tenth():
    fault = Fault(kind=Kind.THROTTLED, message="", retry_after=10)
    assert [pause_before(2, fault, lambda chance=chance: chance) for chance in (0.0, 1.0)] == [10, 11.1]


@given(st.lists(st.sampled_from(list(Kind)), max_size=12))
def test_no_order_of_faults_gets_more_than_four_requests_or_two_billed_ones(kinds: list[Kind]):
    tries = Tries(4)
    for kind in kinds:
        if tries.made and not tries.may_retry():
            break
        tries.made += 1
        tries.failed(Fault(kind=kind, message=""))
    assert tries.made <= 4
    assert tries.billed <= 2


def test_a_call_is_sent_again_after_one_request_that_may_have_been_billed_and_not_after_two():
    tries, fault = Tries(4, made=1), Fault(kind=Kind.LOST, message="")
    assert fault.may_be_billed
    tries.failed(fault)
    assert tries.may_retry()
    tries.failed(fault)
    assert not tries.may_retry()


def test_a_server_that_forbids_a_retry_is_obeyed():
    tries = Tries(4, made=1)
    tries.failed(Fault(kind=Kind.SERVER, message="", again=False))
    assert not tries.may_retry()


def test_waiting_for_room_takes_no_attempt_of_a_patient_call_and_ends():
    full = Fault(kind=Kind.THROTTLED, message="x", unavailable=True)
    for patient, made in ((True, 8), (False, 2)):
        tries = Tries(2, patient=patient)
        while True:
            tries.made += 1
            tries.failed(full)
            if not tries.may_retry():
                break
        assert tries.made == made
    tries.turn_to("", 3)
    assert (tries.most, tries.tier, tries.last, tries.patient) == (5, "", None, False)
