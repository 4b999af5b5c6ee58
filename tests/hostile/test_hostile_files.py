"""Every hostile file costs at most itself: the good ones among them are read, memory and time stay bounded."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from summarize import load_articles
from summarize.errors import InputError
from summarize.ingest import documents
from summarize.ingest.documents import extract
from summarize.ingest.extracted import Limits
from tests.hostile.kit import HOSTILE, PAGE, WORDS, Hostile

GOOD = "zz-good.html"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda one: ascii(one.name))
def test_a_hostile_file_costs_itself_only_and_says_why(hostile: Hostile) -> None:
    Path(hostile.name).write_bytes(hostile.make())
    Path(GOOD).write_bytes(PAGE)
    intake = load_articles([f"./{hostile.name}", GOOD])
    assert intake[-1].path == GOOD
    if hostile.why:
        ((path, why),) = [(one.path, one.why) for one in intake.skipped]
        assert path == f"./{hostile.name}"
        assert hostile.why in why
        assert "\n" not in why
        assert "passwd" not in why
    else:
        assert intake.skipped == ()
        assert "ords" in intake[0].text or "word" in intake[0].text
        assert "root:" not in intake[0].text


def test_all_of_them_in_one_folder_stay_under_500_megabytes() -> None:
    os.mkfifo("pipe.html")
    Path("loop.pdf").symlink_to("loop.pdf")
    Path("zero.docx").symlink_to("/dev/zero")
    with Path("sparse.pdf").open("wb") as stream:
        stream.truncate(10 * 2**30)
    for hostile in HOSTILE:
        Path(hostile.name).write_bytes(hostile.make())
    code = (
        "import resource, sys\n"
        "from summarize import load_articles\n"
        "from summarize.ingest.documents import close_workers\n"
        "found = load_articles(['.'])\n"
        "close_workers()\n"
        "whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)\n"
        "own, children = (resource.getrusage(who).ru_maxrss for who in whose)\n"
        "if sys.platform == 'linux':\n"  # there a process begins with the peak of the one that started it: these tests
        "    own = next(int(line.split()[1]) for line in open('/proc/self/status') if line.startswith('VmHWM'))\n"
        "print(len(found), len(found.skipped), own, children)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300)
    read, skipped, own, children = map(int, done.stdout.split())
    assert (read, skipped) == (
        sum(not one.why for one in HOSTILE),
        sum(bool(one.why) for one in HOSTILE) + 4,
    )
    unit = 1 if sys.platform == "darwin" else 1_024
    assert own * unit < 500_000_000
    assert children * unit < 500_000_000


def test_a_line_of_200_megabytes_is_refused_by_its_size_and_read_when_allowed(tmp_path: Path) -> None:
    with Path("line.txt").open("wb") as stream:
        for _ in range(200):
            stream.write(b"word " * 200_000)
    Path("good.txt").write_bytes(WORDS)
    intake = load_articles(["line.txt", "good.txt"])
    (skipped,) = intake.skipped
    assert skipped.why == "200.0 MB, more than 20.0 MB; raise max_size (--max-size) to read it"


def test_a_file_that_changes_while_it_is_read_is_one_state_of_it_or_a_reason() -> None:
    path, stop = Path("changing.html"), threading.Event()
    path.write_bytes(PAGE)

    def change() -> None:
        while not stop.is_set():
            path.write_bytes(PAGE[: len(PAGE) // 2])
            path.write_bytes(PAGE)

    thread = threading.Thread(target=change)
    thread.start()
    try:
        for _ in range(20):
            try:
                (article,) = load_articles(["changing.html"])
            except InputError:
                continue
            assert article.text_sha256
    finally:
        stop.set()
        thread.join()


def test_a_page_that_takes_for_ever_costs_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_START_SECONDS", 5.0)
    page = b"<html><body><article>" + b"<p><b>some</b> <i>words</i></p>" * 100_000
    documents.close_workers()
    with pytest.raises(InputError, match=r"longer than 0\.2 s|of memory"):
        extract(page, "html", limits=Limits(seconds=0.2))
    assert documents._pool.worker is None
    assert extract(PAGE, "html").title == "A headline"
