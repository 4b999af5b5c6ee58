"""Dask with real processes: a scheduler and three workers, one killed, poison, other versions; who runs alone."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from summarize import batch_status
from summarize.batch.dask import _ExclusiveAccess, version_here
from summarize.version import VERSION
from tests.batches import write_stories
from tests.dask_cluster import DaskCluster

REPOSITORY = Path(__file__).parents[2]


def start(path: Path, out: Path, address: str) -> subprocess.Popen[bytes]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "SUMMARIZE_"))}
    command = [sys.executable, "-m", "summarize", "batch", str(path), "--into", str(out), "--dask", address]
    command += ["--format", "json", "--config", "none", "--quiet"]
    with (out.parent / "said").open("wb") as said, (out.parent / "errors").open("wb") as errors:
        return subprocess.Popen(command, cwd=REPOSITORY, env=kept, stdout=said, stderr=errors)


def ended(process: subprocess.Popen[bytes], folder: Path) -> tuple[str, str]:
    process.wait(300)
    return (folder / "said").read_text(), (folder / "errors").read_text()


def below(parent: int) -> list[int]:
    """The processes that a process has started."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = entry.read_text()
        except OSError:
            continue
        if int(told.rpartition(")")[2].split()[1]) == parent:
            found.append(int(entry.parent.name))
    return found


def test_a_worker_is_killed_and_two_stories_are_poison_and_the_others_are_all_done(tmp_path):
    pytest.importorskip("distributed")
    path = write_stories(tmp_path / "s.jsonl", 30, {7: "POISON", 15: "DEADLY"})
    out = tmp_path / "out"
    with DaskCluster(tmp_path, 3) as cluster:
        process = start(path, out, cluster.address)
        while process.poll() is None and len(list(out.glob("story-*.json"))) < 4:
            time.sleep(0.02)
        for child in below(cluster.nannies[0]):
            os.kill(child, signal.SIGKILL)
        said, errors = ended(process, tmp_path)
    status = batch_status(out)
    assert {result.story: result.state for result in status.troubles} == {
        "story-007": "quarantined",
        "story-015": "quarantined",
    }, errors
    assert status.states["done"] == 28
    assert "28 done, 2 quarantined" in said
    assert process.returncode == 3
    reasons = {result.story: result.error for result in status.troubles}
    assert "its process crashed" in reasons["story-007"]
    assert "running alone" in reasons["story-015"]


def test_another_version_on_the_workers_is_said_before_anything_is_done(tmp_path):
    pytest.importorskip("distributed")
    path = write_stories(tmp_path / "s.jsonl", 2)
    with DaskCluster(tmp_path, 1, version="0.0.1") as cluster:
        process = start(path, tmp_path / "out", cluster.address)
        _, errors = ended(process, tmp_path)
    assert process.returncode == 2
    assert "has summarize 0.0.1, this is" in errors
    assert len(errors.splitlines()) == 1


def test_no_scheduler_is_one_line(tmp_path, monkeypatch):
    pytest.importorskip("distributed")
    boot = "import sys, summarize.batch.dask as d; d._MAX_WAIT_SECONDS = 1; "
    boot += "from summarize.cli import main; main(sys.argv[1:])"
    path = write_stories(tmp_path / "s.jsonl", 1)
    arguments = ["batch", str(path), "--into", str(tmp_path / "out"), "--dask", "tcp://127.0.0.1:9", "--quiet"]
    done = subprocess.run(
        [sys.executable, "-c", boot, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 2
    assert "no Dask scheduler" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_without_the_package_the_extra_is_named(tmp_path):
    boot = "import sys; sys.modules['distributed'] = None; from summarize.cli import main; main(sys.argv[1:])"
    path = write_stories(tmp_path / "s.jsonl", 1)
    arguments = ["batch", str(path), "--into", str(tmp_path / "out"), "--dask", "local", "--quiet"]
    done = subprocess.run(
        [sys.executable, "-c", boot, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300
    )
    assert (done.returncode, "summarize[dask]" in done.stderr) == (2, True)


def test_a_suspect_runs_alone_and_the_others_go_on_after_it():
    log: list[str] = []

    async def one(access: _ExclusiveAccess, name: str, alone: bool) -> None:
        async with access.turn(alone=alone):
            log.append(f"+{name}")
            await asyncio.sleep(0.01)
            log.append(f"-{name}")

    async def main() -> None:
        access = _ExclusiveAccess()
        await asyncio.gather(
            *(one(access, name, alone=name.startswith("s")) for name in ("a", "b", "s1", "c", "s2", "d"))
        )

    asyncio.run(main())
    for suspect in ("s1", "s2"):
        at = log.index(f"+{suspect}")
        assert log[at + 1] == f"-{suspect}"
        assert sum(1 if each[0] == "+" else -1 for each in log[:at]) == 0
    assert log[:2] == ["+a", "+b"]  # the others are in at once
    assert len(log) == 12


def test_a_worker_tells_its_version():
    assert version_here() == VERSION
