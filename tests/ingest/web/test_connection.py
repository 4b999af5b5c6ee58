"""The connection beneath: its deadline, and that it goes nowhere by itself. What it does: see test_ingest_fetch."""

from __future__ import annotations

import socket
import ssl

import pytest

from summarize.errors import InputError
from summarize.ingest.web.connection import Deadline, Guarded, Timeout, certificate_fault


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_every_wait_ends_at_the_deadline():
    clock = Clock()
    deadline = Deadline(clock)
    deadline.start(20.0)
    assert (deadline.within(5.0), deadline.within(60.0), deadline.within(None)) == (5.0, 20.0, 15.0)
    clock.now += 18
    assert deadline.within(5.0) == 2.0
    clock.now += 2
    assert deadline.left() == 0
    with pytest.raises(Timeout):
        deadline.within(5.0)


def guarded(connected: list[str], *failing: str, numbers: tuple[str, ...] = ("8.8.8.8", "1.1.1.1")) -> Guarded:
    def connect(number: str, port: int, seconds: float) -> socket.socket:
        connected.append(number)
        if number in failing:
            raise ConnectionRefusedError
        return socket.socket(socket.AF_UNIX)

    deadline = Deadline(Clock())
    deadline.start(30.0)
    return Guarded(deadline, lambda host, port: numbers, connect, allow_private=False)


def test_the_next_number_is_tried_when_one_does_not_answer():
    connected: list[str] = []
    guarded(connected, "8.8.8.8").connect_tcp("news.example", 443).close()
    assert connected == ["8.8.8.8", "1.1.1.1"]


def test_a_host_with_a_hundred_numbers_is_given_up_early():
    connected: list[str] = []
    numbers = tuple(f"8.8.8.{n}" for n in range(100))
    with pytest.raises(Exception, match="no connection"):
        guarded(connected, *numbers, numbers=numbers).connect_tcp("news.example", 443)
    assert len(connected) == 4


def test_what_is_forbidden_is_not_connected_to_and_no_socket_file_is():
    connected: list[str] = []
    guard = guarded(connected, numbers=("8.8.8.8", "10.0.0.1"))
    with pytest.raises(InputError, match="in a private network"):
        guard.connect_tcp("news.example", 443)
    with pytest.raises(Exception, match="no connection"):
        guard.connect_unix_socket("/run/docker.sock")
    assert connected == []


def test_a_certificates_fault_is_found_behind_other_errors():
    inner = ssl.SSLCertVerificationError("hostname mismatch")
    outer = OSError("x")
    outer.__cause__ = inner
    assert certificate_fault(outer) and certificate_fault(inner)
    assert not certificate_fault(OSError("x")) and not certificate_fault(None)
