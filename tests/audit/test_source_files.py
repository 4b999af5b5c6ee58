"""Reading a summary's sources again: proved texts come back, everything else is a finding."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.audit.findings import FindingCollector
from summarize.audit.source_files import copies_only, read_sources, uncovered
from summarize.ingest.readers.html_page import read_html
from tests.documents import html_page
from tests.page_shapes import TEXTS

TEXT = "The bridge is closed. Ferries run – every hour."


def entry(text: str, /, **changes: object) -> dict[str, object]:
    raw = text.encode()
    item = {"id": "a1", "path": "a.txt", "sha256": hashlib.sha256(raw).hexdigest(), "encoding": "utf-8"}
    return {**item, "characters": len(text), **changes}


def read(item: dict[str, object], root: Path | None) -> tuple[dict[str, str], list[str]]:
    ledger = FindingCollector()
    sources = read_sources({"articles": [item]}, ledger, root=root, max_size=10_000)
    return sources.texts, [found.message for found in ledger.found]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    return tmp_path


def test_an_unchanged_file_is_proved_from_the_root(folder: Path) -> None:
    assert read(entry(TEXT), folder) == ({"a1": TEXT}, [])


def test_a_changed_file_gives_no_text_and_says_so(folder: Path) -> None:
    (folder / "a.txt").write_bytes(TEXT.replace("hour", "week").encode())
    texts, messages = read(entry(TEXT), folder)
    assert texts == {}
    assert messages == ["source [1] a.txt has changed: its SHA-256 is not the summary's"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"path": "b.txt"}, "b.txt"),
        ({"encoding": "no-such"}, "not a text encoding"),
        ({"encoding": "idna"}, "not a text encoding"),
        ({"encoding": 5}, "not a text encoding"),
        ({"characters": 3}, "the summary says 3"),
        ({"path": None}, "neither a path nor a text"),
    ],
)
def test_each_thing_that_does_not_fit_is_named(folder: Path, change: dict[str, object], said: str) -> None:
    texts, messages = read(entry(TEXT, **change), folder)
    assert texts == {}
    assert any(said in message for message in messages), messages


def test_a_stored_text_is_proved_by_its_own_hash(tmp_path: Path) -> None:
    stored = entry(TEXT, path="-", text=TEXT)
    assert read(stored, tmp_path) == ({"a1": TEXT}, [])
    texts, messages = read({**stored, "text": TEXT.replace("hour", "week")}, tmp_path)
    assert texts == {}
    assert any("SHA-256" in message for message in messages)


def test_a_record_must_still_stand_in_its_file(tmp_path: Path) -> None:
    (tmp_path / "wire.jsonl").write_text(json.dumps({"text": "Other."}) + "\n" + json.dumps({"text": TEXT}) + "\n")
    item = entry(TEXT, path="wire.jsonl", record=2, text=TEXT)
    assert read(item, tmp_path) == ({"a1": TEXT}, [])
    texts, messages = read({**item, "record": 1}, tmp_path)
    assert texts == {}
    assert any("record 1 of the file is no longer this text" in message for message in messages)


def test_an_id_used_twice_is_a_finding(folder: Path) -> None:
    ledger = FindingCollector()
    read_sources({"articles": [entry(TEXT), entry(TEXT)]}, ledger, root=folder, max_size=10_000)
    assert any("used twice" in found.message for found in ledger.found)


def test_a_file_over_the_limit_is_not_read(folder: Path) -> None:
    ledger = FindingCollector()
    assert read_sources({"articles": [entry(TEXT)]}, ledger, root=folder, max_size=10).texts == {}
    assert ledger.found


def test_uncovered_gives_the_words_between_spans() -> None:
    text = "One. Two words. 33 - . Four."
    assert [text[a:b] for a, b in uncovered(text, [(0, 4), (23, 28)])] == ["Two words. 33 - ."]
    assert list(uncovered(text, [(0, 28)])) == []


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4))
def test_uncovered_runs_lie_outside_all_spans(text: str, spans: list[tuple[int, int]]) -> None:
    spans = [(a, b) for a, b in spans if a <= b <= len(text)]
    for start, end in uncovered(text, spans):
        assert text[start:end].strip() == text[start:end]
        assert not any(a < end and start < b for a, b in spans if a < b)


def test_articles_without_a_file_are_numbered() -> None:
    paths: list[object] = ["a.txt", None, "-", "-:record 2", "./-", 5]
    assert copies_only({"articles": [{"path": path} for path in paths]}) == (2, 3, 4, 6)
    assert copies_only({"articles": "none"}) == ()


PAGE = html_page("A headline", TEXTS)


def document(raw: bytes = PAGE, path: str | None = "a.html", **changes: object) -> dict[str, object]:
    """An article of a page, as a summary's JSON has it."""
    found = read_html(raw)
    item = {"id": "a1", "path": path, "sha256": hashlib.sha256(raw).hexdigest(), "reader": found.reader, "pages": []}
    item |= {"text": found.text, "text_sha256": hashlib.sha256(found.text.encode()).hexdigest()}
    return {**item, "characters": len(found.text), "encoding": "utf-8", **changes}


def rehashed(text: str, **changes: object) -> dict[str, object]:
    """The same with another text, made to look right."""
    return document(text=text, text_sha256=hashlib.sha256(text.encode()).hexdigest(), characters=len(text), **changes)


def test_a_document_is_proved_by_its_file_and_by_reading_it_again(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    item = document()
    assert read(item, tmp_path) == ({"a1": item["text"]}, [])


def test_a_changed_document_and_a_changed_text_are_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE.replace(b"noon", b"dusk"))
    assert any("has changed" in message for message in read(document(), tmp_path)[1])
    (tmp_path / "a.html").write_bytes(PAGE)
    texts, messages = read(document(text="Other words."), tmp_path)
    assert texts == {}
    assert any("the text in the summary has changed" in message for message in messages)
    texts, messages = read(rehashed("A forged text."), tmp_path)
    assert texts == {}
    assert any("is not what html, trafilatura" in message for message in messages)
    assert any("is not what html" in message for message in read(document(pages=[[0, 1]]), tmp_path)[1])


def test_another_version_of_the_reader_is_a_limit_not_a_finding(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    ledger = FindingCollector()
    items = [rehashed("As the old one read it.", reader="html, trafilatura 0.1")]
    sources = read_sources({"articles": items}, ledger, root=tmp_path, max_size=10_000)
    assert (ledger.found, sources.read_otherwise) == ([], (1,))
    assert sources.texts == {"a1": "As the old one read it."}


def test_a_fetched_page_is_proved_by_the_copy_and_counted_so(tmp_path: Path) -> None:
    item = document(path=None)
    assert read(item, tmp_path) == ({"a1": item["text"]}, [])
    assert copies_only({"articles": [item]}) == (1,)


@pytest.mark.parametrize("label", ["exe, 1", 5, "", "html2, x"])
def test_an_unknown_reader_is_named(tmp_path: Path, label: object) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    texts, messages = read(document(reader=label), tmp_path)
    assert texts == {}
    assert any("from an unknown reader" in message for message in messages)


def test_a_row_of_a_table_must_still_stand_in_its_file(tmp_path: Path) -> None:
    for head in ("title,text\n", ""):
        (tmp_path / "t.csv").write_text(f'{head}One,"Other."\nTwo,"{TEXT}"\n')
        item = entry(TEXT, path="t.csv", record=2, text=TEXT)
        assert read(item, tmp_path) == ({"a1": TEXT}, [])
    assert read({**item, "record": 3}, tmp_path)[0] == {}
