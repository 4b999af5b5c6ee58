"""The examples run as they are, each in a process of its own."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
EXAMPLES = REPOSITORY / "examples"
ENVIRONMENT = os.environ | {"PYTHONPATH": str(REPOSITORY), "PYTHONUTF8": "1"}
TEXT = "The city closed the old harbour bridge on Monday after inspectors found cracks in two of its pillars."


def run(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(EXAMPLES / name), *arguments]
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture(scope="module")
def service() -> Iterator[socket.socket]:
    """A connection to the running service; its socket's path must be short, hence no `tmp_path`."""
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as connection:
        path = str(Path(folder) / "s")
        process = subprocess.Popen([sys.executable, str(EXAMPLES / "async_service.py"), path], env=ENVIRONMENT)
        try:
            for _ in range(1_200):
                if connection.connect_ex(path) == 0:
                    break
                time.sleep(0.05)
            connection.settimeout(60)
            yield connection
        finally:
            process.kill()
            process.wait()


def ask(service: socket.socket, line: bytes) -> dict[str, object]:
    service.sendall(line + b"\n")
    with service.makefile("rb") as replies:
        answer: dict[str, object] = json.loads(replies.readline())
    return answer


def test_every_example_is_tested():
    assert {path.name for path in EXAMPLES.glob("*.py")} == {
        "async_service.py",
        "library.py",
        "mapping_input.py",
        "own_provider.py",  # tests/test_examples_own_provider.py
    }


def test_the_library_example_shows_every_sentence_with_its_spans():
    done = run("library.py", str(REPOSITORY / "seeds"))
    assert done.returncode == 0, done.stderr
    assert "quotes: pass" in done.stdout
    assert ", characters " in done.stdout


def test_the_library_example_says_what_to_do_when_nothing_can_be_read(tmp_path: Path):
    done = run("library.py", str(tmp_path))
    assert done.returncode == 4
    assert done.stderr.count("\n") == 1


def test_articles_from_memory_keep_what_is_known_about_them():
    done = run("mapping_input.py")
    assert done.returncode == 0, done.stderr
    assert "Coast News, 2026-03-02" not in done.stdout
    assert re.search(r"Coast News, .+ · 2026-03-03", done.stdout)
    assert "Coast Agency holds wire-7, wire-8" in done.stdout


def test_the_service_answers_story_after_story(service: socket.socket):
    story = json.dumps({"articles": [{"text": TEXT}], "words": 40}).encode()
    for _ in range(2):
        summary = ask(service, story)
        assert [claim["text"] for claim in summary["claims"]] == [TEXT]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"no json", 2),
        (b"[]", 2),
        (b'{"articles": ["/etc/passwd"]}', 2),
        (b'{"articles": [{"text": "a b c"}], "words": -1}', 2),
        (b'{"articles": []}', 4),
    ],
)
def test_the_service_survives_what_is_no_story(service: socket.socket, line: bytes, code: int):
    answer = ask(service, line)
    assert answer["code"] == code
    assert answer["error"]


@pytest.mark.parametrize("name", ["library.py", "async_service.py", "own_provider.py"])
def test_an_example_without_its_arguments_says_how_it_is_called(name: str):
    done = run(name)
    assert done.returncode == 1
    assert done.stderr.startswith(f"usage: python examples/{name} ") and done.stderr.count("\n") == 1
