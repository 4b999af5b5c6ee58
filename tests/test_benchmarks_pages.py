"""The comparison of page readers: it counts what is kept, lost and wrong, on pages made for it."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from benchmarks import pages
from benchmarks.__main__ import main
from tests.documents import html_page
from tests.page_shapes import TEXTS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    head = '<meta property="article:published_time" content="2025-03-04T08:00:00Z">'
    (tmp_path / "a.html").write_bytes(html_page("A headline", TEXTS, head))
    known = {"has": [*TEXTS, "Words that stand nowhere."], "lacks": ["Home", "© The Example"], "title": "A headline"}
    (tmp_path / "a.json").write_text(json.dumps({**known, "published": "2025-03-04"}))
    (tmp_path / "b.html").write_bytes(b"<html></html>")
    return tmp_path


def test_every_reader_has_its_row(folder: Path) -> None:
    head, *rows = pages.compared(argparse.Namespace(folder=folder, quick=True))
    assert head[0] == "2 pages"
    assert [row[0] for row in rows] == list(pages.READERS)
    ours = rows[0]
    assert ours[1:6] == ("5 of 6", "0 of 2", "1", "1 right, 0 wrong, 0 none", "1 right, 0 wrong, 0 none")
    fast = rows[1]
    assert (fast[1], fast[5], fast[6]) == ("5 of 6", "0 right, 0 wrong, 1 none", "1.00")


def test_what_the_library_alone_keeps_is_listed() -> None:
    sample = pages.Sample("a", "", has=("One two.", "Three four."))
    both, one = pages.Reading("One two. Three four."), pages.Reading("One, two!")
    assert pages.lost([sample], [one], [both]) == {"a": ["Three four."]}
    assert pages.lost([sample], [both], [one]) == {}


def test_it_runs_as_a_part_and_wants_a_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pages", "--quick", "--folder", str(folder)]) == 0
    assert "| this reader | 5 of 6 |" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["pages"])
    assert "name a folder" in capsys.readouterr().err
