"""The whole program over real sockets on this machine: an address given, fetched, summarized, proved, cleared."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web_server import Web, answer

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]

SEED = (Path(__file__).parents[1] / "seeds" / "000_7d7c88ac784f4215.txt").read_text(encoding="utf-8")
PAGE = "".join(f"<p>{line}</p>" for line in SEED.splitlines() if line.strip())


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SUMMARIZE", "OPENAI"))}
    return subprocess.run(
        [sys.executable, "-m", "summarize", *arguments],
        cwd=folder,
        env={**environment, "XDG_CACHE_HOME": str(folder / "cache")},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def test_an_address_is_fetched_summarized_proved_and_kept(tmp_path: Path):
    (tmp_path / "a.txt").write_text(SEED, encoding="utf-8")
    with Web() as web:
        port = web._listener.getsockname()[1]
        host = f"127.0.0.1:{port}"
        web.pages[f"{host}/a"] = answer(PAGE.encode(), cache_control="max-age=600")
        url = f"http://{host}/a"
        done = run(tmp_path, "a.txt", url, "--allow-private", "-o", "out.json")
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
        again = run(tmp_path, "a.txt", url, "--allow-private", "--words", "60")
        assert again.returncode == 0 and [each.path for each in web.requests] == ["/robots.txt", "/a"]
        strict = run(tmp_path, "a.txt", url)
        assert strict.returncode == 3
        assert f"{url}: port {port} is not a web port" in " ".join(strict.stdout.split())
    told = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert [each["url"] for each in told["articles"]] == [None, url]
    proved = run(tmp_path, "verify", "out.json")
    assert proved.returncode == 0 and "[2] is checked against the copy inside the summary only" in proved.stdout
    assert "pages     2 (" in run(tmp_path, "cache").stdout
    assert "2 pages removed" in run(tmp_path, "cache", "--clear").stdout


def test_an_address_alone_that_fails_is_one_line_and_exit_4(tmp_path: Path):
    done = run(tmp_path, "http://169.254.169.254/latest/meta-data/", "--no-cache")
    assert (done.returncode, done.stdout) == (4, "")
    (line,) = done.stderr.splitlines()
    assert "it is a cloud's metadata service" in line


@pytest.mark.parametrize("since", ["soon", "7y", "2026-1-1"])
def test_a_wrong_date_is_told_what_is_allowed(tmp_path: Path, since: str):
    done = run(tmp_path, "a.txt", "--since", since)
    assert done.returncode == 2
    assert "--since" in done.stderr and "7d" in done.stderr
