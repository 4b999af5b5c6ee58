"""When a request is sent again."""

from __future__ import annotations

import email.utils

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.llm.provider_errors import Fault, Kind
from summarize.llm.retry import LONGEST_JITTER, MOST_BILLED, MOST_WAITS, Tries, pause_before, server_delay

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
    assert pause_before(99, fault, lambda: 1.0) == 0.5 + LONGEST_JITTER


@given(st.lists(st.sampled_from(list(Kind)), max_size=12))
def test_no_order_of_faults_gets_more_than_four_requests_or_two_billed_ones(kinds: list[Kind]):
    tries = Tries(4)
    for kind in kinds:
        if tries.made and not tries.may_retry():
            break
        tries.made += 1
        tries.failed(Fault(kind=kind, message=""))
    assert tries.made <= 4
    assert tries.billed <= MOST_BILLED


def test_a_server_that_forbids_a_retry_is_obeyed():
    tries = Tries(4, made=1)
    tries.failed(Fault(kind=Kind.SERVER, message="", again=False))
    assert not tries.may_retry()


def test_waiting_for_room_takes_no_attempt_of_a_patient_call_and_ends():
    full = Fault(kind=Kind.THROTTLED, message="x", unavailable=True)
    for patient, made in ((True, 2 + MOST_WAITS), (False, 2)):
        tries = Tries(2, patient=patient)
        while True:
            tries.made += 1
            tries.failed(full)
            if not tries.may_retry():
                break
        assert tries.made == made
    tries.turn_to("", 3)
    assert (tries.most, tries.tier, tries.last, tries.patient) == (5, "", None, False)
