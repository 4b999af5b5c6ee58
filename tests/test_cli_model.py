"""The command with a model behind a server on this machine: what is asked, kept, shown and never shown."""

from __future__ import annotations

import asyncio
import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from summarize import Call
from tests.fault_server import KEY, Act, FaultServer, completion, error, events
from tests.scripted import BRIDGE, FERRY, good

REPOSITORY = Path(__file__).parents[1]
pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]
WORKS = "\n\n".join(
    f"Crew {n} replaced {n + 10} bolts on pier {n} of the bridge over the Nara river on Monday, the ministry said."
    for n in range(1, 31)
)
SMALL = ("works.txt", "--input-tokens", "1500", "--concurrency", "1")  # notes are taken from several parts


@dataclass
class Told:
    code: int
    out: str
    err: str

    @property
    def everything(self) -> str:
        return self.out + self.err


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in (("bridge", BRIDGE), ("ferry", FERRY), ("works", WORKS)):
        Path(f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def answer(body: dict[str, Any]) -> str:
    """What a good model says to a request."""
    return good(Call(name="", messages=tuple((each["role"], each["content"]) for each in body["messages"])))


def helpful(_: int, body: dict[str, Any]) -> Act:
    return Act(body=completion(answer(body)))


async def started(server: FaultServer, *arguments: str, **streams: Any) -> asyncio.subprocess.Process:
    environment = {name: text for name, text in os.environ.items() if not name.startswith(("SUMMARIZE_", "OPENAI_"))}
    environment |= {"PYTHONPATH": str(REPOSITORY), "OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": server.url}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "summarize", "bridge.txt", "ferry.txt", "--model", "writer-1", "--words", "60"),
        *("--cache", "cache.sqlite", *arguments),
        env={
            **environment,
            "PYTHONPATH": str(REPOSITORY),
            "OPENAI_API_KEY": KEY,
            "OPENAI_BASE_URL": server.url,
            "TERM": "xterm",
        },
        **{"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams},
    )


async def ended(process: asyncio.subprocess.Process) -> Told:
    try:
        out, err = await asyncio.wait_for(process.communicate(), 120)
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode is not None
    return Told(process.returncode, out.decode(), err.decode() if err else "")


def run(script: Sequence[Act] | Callable[[int, dict[str, Any]], Act], *arguments: str) -> tuple[Told, FaultServer]:
    async def main() -> tuple[Told, FaultServer]:
        async with FaultServer(script) as server:
            return await ended(await started(server, *arguments)), server

    told, server = asyncio.run(main())
    assert KEY not in told.everything
    assert "Traceback" not in told.err
    return told, server


def test_a_model_writes_the_summary_and_is_not_asked_twice():
    told, server = run(helpful, "--format", "json")
    assert told.code == 0
    summary = json.loads(told.out)
    assert (summary["run"]["engine"], summary["run"]["model"], summary["usage"]["calls"]) == ("model", "writer-1", 2)
    assert summary["usage"]["cost_usd"] is None
    assert KEY not in json.dumps(summary)
    assert "engine model (writer-1 at 127.0.0.1:" in told.err
    assert len(server.requests) == 2  # the headline is written anew, and read

    async def again() -> Told:
        async with FaultServer(helpful) as other:
            other.url = server.url  # the address is part of what a reply is kept under
            return await ended(await started(other, "--format", "json"))

    kept = json.loads(asyncio.run(again()).out)
    assert (kept["usage"]["calls"], kept["usage"]["cached_calls"]) == (0, 2)
    assert kept["claims"] == summary["claims"]


@pytest.mark.parametrize(
    ("acts", "arguments", "code"),
    [
        ([Act(401, error(f"Incorrect API key provided: {KEY}"))], (), 5),
        ([Act(500, error("oops"))], ("--attempts", "1"), 6),
        ([Act(body=completion("[99] It sank.")), Act(body=completion("1 -"))], (), 7),
        (helpful, ("--max-cost", "1"), 2),
        (helpful, ("--max-calls", "1", *SMALL), 8),
    ],
    ids=["key", "server", "nothing", "unknown price", "max calls"],
)
def test_failures_have_their_exit_codes(acts: Any, arguments: tuple[str, ...], code: int):
    told, _ = run(acts, *arguments)
    assert told.code == code
    assert told.out == ""
    assert told.err.count("\n") == 2  # which engine, and what happened


def test_the_embedded_engine_takes_over_only_when_asked_to():
    told, _ = run([Act(401, error(f"Incorrect API key provided: {KEY}"))], "--fallback", "embedded", "--format", "json")
    assert told.code == 3
    summary = json.loads(told.out)
    assert (summary["run"]["engine"], summary["run"]["model"]) == ("embedded", None)
    assert "fallback" in {notice["code"] for notice in summary["warnings"]}
    assert "the embedded engine wrote this summary, because the model could not be used" in told.err


def test_settings_that_a_server_does_not_take_cost_no_run_and_are_told():
    def plain(number: int, body: dict[str, Any]) -> Act:
        for name in ("reasoning_effort", "service_tier"):
            if name in body:
                return Act(400, error(f"Unrecognized request argument supplied: {name}"))
        return helpful(number, body)

    told, server = run(plain, "--reasoning-effort", "low", "--tier", "flex", "--format", "json")
    assert told.code == 0
    assert (server.requests[0]["reasoning_effort"], server.requests[0]["service_tier"]) == ("low", "flex")
    refused = [each for each in json.loads(told.out)["warnings"] if each["code"] == "setting_refused"]
    assert len(refused) == 2
    assert "writer-1 was asked without service_tier flex, which the server does not take" in told.err


def test_a_page_in_place_of_a_reply_is_told_by_its_title():
    page = b"<!doctype html><html><title>Sign in</title><body>Welcome to the portal</body></html>"
    told, _ = run([Act(200, page, kind="text/html")])
    assert told.code == 6
    assert "titled “Sign in”" in told.err and "portal" not in told.err


def test_a_dry_run_makes_no_request():
    told, server = run(helpful, "--dry-run", *SMALL)
    assert (told.code, server.requests) == (0, [])
    assert "select + write" in told.out
    assert not Path("cache.sqlite").exists()


def test_nothing_is_streamed_to_what_is_no_terminal():
    told, _ = run(lambda _, body: Act(body=events(answer(body)), kind="text/event-stream"))
    assert told.code == 0
    assert "not yet checked" not in told.everything
    assert "\x1b" not in told.everything


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_ends_at_once_and_keeps_what_has_come(number: signal.Signals, code: int):
    async def main() -> tuple[Told, list[dict[str, Any]], Told, int]:
        hanging = True

        def script(place: int, body: dict[str, Any]) -> Act:
            return Act(body=completion(answer(body)), wait=600.0 if hanging and place == 1 else 0.0)

        async with FaultServer(script) as server:
            process = await started(server, *SMALL)
            async with asyncio.timeout(120):
                while len(server.requests) < 2:
                    await asyncio.sleep(0.01)
            process.send_signal(number)
            stopped = await ended(process)  # waits two minutes, the server ten
            asked = list(server.requests)
            hanging = False
            finished = await ended(await started(server, *SMALL))
            repeated = sum(asked[0]["messages"] == each["messages"] for each in server.requests[2:])
            return stopped, asked, finished, repeated

    stopped, asked, finished, repeated = asyncio.run(main())
    assert stopped.code == code
    assert stopped.err.count("\n") == 2
    assert KEY not in stopped.everything + finished.everything
    assert len(asked) == 2
    assert finished.code == 0
    assert repeated == 0


@pytest.mark.parametrize(("arguments", "seen"), [((), True), (("--no-stream",), False), (("-q",), False)])
def test_on_a_terminal_sentences_arrive_unchecked_and_are_wiped(arguments: tuple[str, ...], seen: bool):
    """The server's last words wait until the first have been seen, where they are to be seen."""

    async def main() -> tuple[bytes, int]:
        leading, following = pty.openpty()
        shown = bytearray()
        loop = asyncio.get_running_loop()

        def read() -> None:
            try:
                shown.extend(os.read(leading, 65536))
            except OSError:  # the other end is closed
                loop.remove_reader(leading)

        loop.add_reader(leading, read)

        def script(_: int, body: dict[str, Any]) -> Act:
            if not body.get("stream"):
                return Act(body=completion(answer(body)))
            return Act(body=events(*answer(body).partition('"cites"')), kind="text/event-stream")

        async with FaultServer(script) as server:
            process = await started(server, *arguments, stderr=following)
            os.close(following)
            told = await ended(process)
        await asyncio.sleep(0.05)
        loop.remove_reader(leading)
        os.close(leading)
        assert told.out
        return bytes(shown), told.code

    shown, code = asyncio.run(main())
    assert code == 0
    assert (b"not yet checked:" in shown) == seen
    if seen:
        assert b"? Bridge over the Nara river closed" in shown
        assert shown.rpartition(b"\x1b[J")[2].count(b"?") == 0
