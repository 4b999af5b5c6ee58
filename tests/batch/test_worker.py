"""The worker's frames, and a real one at the other end of a pipe."""

from __future__ import annotations

import json
import subprocess
from dataclasses import asdict, replace

import pytest

from summarize.batch import local
from summarize.batch.steps import pack
from summarize.batch.worker import OUT_OF_MEMORY, encode
from summarize.child_process import command
from tests.batch.test_steps import RAW, order
from tests.batches import TRAP, articles_of


def start(boot: str = local._BOOT) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command(boot), stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def head(raw: bytes = RAW, **changes) -> bytes:
    told = {"order": pack(order())[0], "seconds": 60.0, "memory": 0} | changes
    return encode(told, [raw])


def answer(worker: subprocess.Popen[bytes]) -> tuple[dict, list[bytes]]:
    size = int.from_bytes(worker.stdout.read(4), "big")
    told = json.loads(worker.stdout.read(size))
    return told, [worker.stdout.read(length) for length in told["sizes"]]


def test_a_worker_gives_a_step_for_an_order_and_ends_with_its_input():
    with start() as worker:
        worker.stdin.write(head() + encode({"drop": "nobody's"}) + head())
        worker.stdin.flush()
        for _ in range(2):
            told, blobs = answer(worker)
            assert told["files"] == ["json"]
            assert json.loads(blobs[0])["claims"]
        worker.stdin.close()
        assert worker.wait(60) == 0


def test_a_worker_ends_with_its_parent_in_the_middle_of_a_story():
    with start(TRAP) as worker:
        worker.stdin.write(head(json.dumps({"id": "k", "articles": articles_of(1, "ENDLESS")}).encode()))
        worker.stdin.flush()
        worker.stdin.close()
        assert worker.wait(60) == 0


def test_a_worker_that_needs_too_much_memory_ends_and_says_so():
    with start() as worker:
        worker.stdin.write(head(memory=30_000_000))
        worker.stdin.flush()
        assert worker.wait(60) == OUT_OF_MEMORY
        worker.stdin.close()


def test_a_worker_rings_its_own_alarm(monkeypatch):
    boot = (
        TRAP.replace("serve()", "").rstrip()
        + "\nimport summarize.batch.worker as w\nw._GRACE_SECONDS = 0.2\nw.serve()\n"
    )
    with start(boot) as worker:
        worker.stdin.write(head(json.dumps({"id": "k", "articles": articles_of(1, "ENDLESS")}).encode(), seconds=0.1))
        worker.stdin.flush()
        assert worker.wait(60) < 0
        worker.stdin.close()


@pytest.mark.parametrize("blobs", [[], [b""], [b"a", b"\x00\xff"]])
def test_a_frame_says_how_long_its_parts_are(blobs):
    frame = encode({"a": "ä"}, blobs)
    size = int.from_bytes(frame[:4], "big")
    told = json.loads(frame[4 : 4 + size])
    assert told == {"a": "ä", "sizes": [len(blob) for blob in blobs]}
    assert frame[4 + size :] == b"".join(blobs)


def test_an_order_passes_as_json():
    told, blobs = pack(order())
    assert replace(order(), **{**json.loads(json.dumps(told)), "formats": ("json",), "answers": ()}) == order()
    assert blobs == []
    assert asdict(order())["key"] == told["key"]
