"""The twenty lines that check a summary without this package."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / "docs" / "verify_by_hand.py"


def run(path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-I", str(SCRIPT), str(path)], capture_output=True, text=True, check=False)


def write(folder: Path, **changes: object) -> Path:
    text = "Café talks opened. “No,” she said."
    (folder / "a.txt").write_text(text, encoding="utf-8")
    raw = text.encode()
    file = {"id": "a1", "path": "a.txt", "record": None, "sha256": hashlib.sha256(raw).hexdigest()}
    file |= {"characters": len(text), "encoding": "utf-8"}
    stored = file | {"id": "a2", "path": "b.jsonl", "record": 3, "text": text}
    span = {"article": "a1", "start": 19, "end": 34, "text": text[19:34]}
    data = {
        "articles": [file, stored], "headline_evidence": [span], "claims": [{"evidence": [span]}], "timeline": [],
        "origins": [{"evidence": [span | {"article": "a2"}]}], "disagreements": [{"positions": [{"evidence": [span]}]}],
        "omitted": [{"article": "a1", "start": 0, "end": 18}],
    }  # fmt: skip
    path = folder / "summary.json"
    path.write_text(json.dumps(data | changes), encoding="utf-8")
    return path


def test_it_accepts_a_correct_summary_and_prints_counts(tmp_path: Path) -> None:
    done = run(write(tmp_path))
    assert (done.returncode, done.stdout) == (
        0,
        "2 sources (1 by the copy in the summary only), 4 citations, 1 omissions: 0 wrong\n",
    ), done.stderr


def test_it_finds_a_wrong_span_and_an_impossible_omission(tmp_path: Path) -> None:
    wrong = {"article": "a1", "start": 18, "end": 33, "text": "“No,” she said."}
    done = run(write(tmp_path, headline_evidence=[wrong], omitted=[{"article": "a2", "start": 0, "end": 99}]))
    assert done.returncode == 1
    assert "a1, characters 18-33" in done.stdout
    assert "a2 has no characters 0-99" in done.stdout


def test_it_finds_a_changed_source(tmp_path: Path) -> None:
    path = write(tmp_path)
    (tmp_path / "a.txt").write_text("Café talks closed. “No,” she said.", encoding="utf-8")
    done = run(path)
    assert done.returncode == 1
    assert "a.txt has changed or is missing" in done.stdout


def test_a_text_beside_a_files_path_is_not_believed(tmp_path: Path) -> None:
    path = write(tmp_path)
    data = json.loads(path.read_text(encoding="utf-8"))
    data["articles"][0]["text"] = "Café talks closed. “No,” she said."
    path.write_text(json.dumps(data), encoding="utf-8")
    assert run(path).returncode == 0
    data["headline_evidence"][0] |= {"start": 0, "end": 17, "text": "Café talks closed"}
    path.write_text(json.dumps(data), encoding="utf-8")
    assert run(path).returncode == 1


@pytest.mark.parametrize("content", [None, "nope", "[]", "{}", "5"])
def test_what_is_no_summary_is_one_line(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "nope"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    done = run(path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith("give the .json file of a summary (")


def test_what_is_told_differently_is_proved_too(tmp_path: Path) -> None:
    span = {"article": "a1", "start": 0, "end": 4, "text": "Cafe"}
    done = run(write(tmp_path, told_differently=[{"positions": [{"evidence": [span]}]}]))
    assert (done.returncode, "a1, characters 0-4" in done.stdout) == (1, True)


def test_a_document_is_proved_by_its_file_and_the_stored_text(tmp_path: Path) -> None:
    raw, text = b"<p>Caf&eacute; talks</p>", "Café talks"
    (tmp_path / "a.html").write_bytes(raw)
    item = {"id": "a1", "path": "a.html", "record": None, "sha256": hashlib.sha256(raw).hexdigest(), "text": text}
    item |= {"characters": len(text), "encoding": "utf-8", "reader": "html, x 1"}
    item |= {"text_sha256": hashlib.sha256(text.encode()).hexdigest()}
    span = {"article": "a1", "start": 0, "end": 4, "text": "Café"}
    rest = {"headline_evidence": [span], "claims": [], "origins": [], "disagreements": [], "omitted": []}
    assert run(write(tmp_path, articles=[item], **rest)).returncode == 0
    fetched = run(write(tmp_path, articles=[item | {"path": None}], **rest))
    assert fetched.returncode == 0, fetched.stdout
    forged = run(write(tmp_path, articles=[item | {"text": "Cafe talks"}], **rest | {"headline_evidence": []}))
    assert "a.html has changed" in forged.stdout
    (tmp_path / "a.html").write_bytes(raw + b" ")
    assert "a.html has changed" in run(write(tmp_path, articles=[item], **rest)).stdout
