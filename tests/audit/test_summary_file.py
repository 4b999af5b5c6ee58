"""A summary's file: its JSON or the reason why not, types that are wrong, the record read back, what is gone."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from summarize import (
    InputError,
    Summary,
    load_articles,
    load_summary,
    render_html,
    render_json,
    render_markdown,
    render_text,
    summarize,
    verify_summary,
)
from summarize.audit import summary_file
from summarize.audit.findings import FindingCollector
from summarize.audit.summary_file import check_form, read_summary
from summarize.errors import LimitError


def test_bytes_and_files_give_the_mapping(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_bytes(b'{"a": 1}')
    assert read_summary(b'{"a": 1}') == read_summary(tmp_path / "s.json") == {"a": 1}


def test_a_file_in_another_encoding_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_bytes(b'{"a": "\xe9"}')
    with pytest.raises(InputError, match=r"s\.json: not JSON \(neither UTF-8 nor UTF-16\); give"):
        read_summary(path)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "s.json")
    with pytest.raises(InputError, match="a pipe, not a file"):
        read_summary(tmp_path / "s.json")


def test_too_many_bytes_are_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary_file, "MAX_FILE", 4)
    with pytest.raises(LimitError, match="larger than 4 bytes"):
        read_summary(b'{"a": 1}')


USAGE = {"calls": 0, "cached_calls": 0, "prompt_tokens": 0, "completion_tokens": 0, "cost_usd": 0.5, "seconds": 1}
RUN = {"model": None, "version": "1", "prompts": {}, "config": {}, "started": ""}
RIGHT = {
    "skipped": [{"path": "a", "why": "b"}], "warnings": [{"code": "a", "message": "b", "article": None}],
    "articles": [{"path": None, "title": "x"}], "run": RUN, "usage": USAGE, "claims": [{"paragraph": 2}, {}],
}  # fmt: skip


def messages(data: dict) -> list[str]:
    ledger = FindingCollector()
    check_form(data, ledger)
    return [found.message for found in ledger.found]


def test_the_right_types_are_no_finding() -> None:
    assert messages(RIGHT) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"warnings": "none"}, "warnings is not what the schema says: not a list"),
        ({"warnings": ["x"]}, "warnings is not what the schema says: not an object"),
        ({"warnings": [{"code": 5, "message": "", "article": None}]}, "warnings: code is not what the schema says"),
        ({"skipped": {}}, "skipped is not what the schema says: not a list"),
        ({"skipped": [{"path": "a"}]}, "skipped: why is not what the schema says"),
        ({"usage": []}, "usage is not what the schema says: not an object"),
        ({"usage": USAGE | {"calls": -1}}, "usage: calls is not what the schema says"),
        ({"usage": USAGE | {"calls": True}}, "usage: calls is not what the schema says"),
        ({"usage": USAGE | {"cost_usd": "0"}}, "usage: cost_usd is not what the schema says"),
        ({"usage": USAGE | {"seconds": None}}, "usage: seconds is not what the schema says"),
        ({"articles": [{"title": 5}]}, "articles: title is not what the schema says"),
        ({"claims": [{"paragraph": -1}]}, "claims: paragraph is not what the schema says"),
        ({"claims": [{"paragraph": "2"}]}, "claims: paragraph is not what the schema says"),
        ({"run": RUN | {"version": None}}, "run: version is not what the schema says"),
        ({"run": RUN | {"config": {"a": [float("inf")]}}}, "the number inf is not what the schema says"),
    ],
)
def test_a_wrong_type_is_named(changes: dict, said: str) -> None:
    (found,) = messages(RIGHT | changes)
    assert found.startswith(said)


def test_not_a_number_is_found_and_depth_does_no_harm() -> None:
    deep: list = []
    for _ in range(50_000):
        deep = [deep]
    assert messages(RIGHT | {"extra": deep}) == []
    assert any("the number nan" in said for said in messages(RIGHT | {"usage": USAGE | {"seconds": float("nan")}}))


TEXTS = {
    "a.txt": "The bridge over the Orrin was closed on Monday. Repairs will cost 4.1 million euros, the council said.\n",
    "b.txt": "The council closed the old bridge after an inspection. Lena Brandt, the mayor, asked for patience.\n",
}


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, Summary]:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    summary = summarize(load_articles([tmp_path / name for name in TEXTS]), words=60)
    path = tmp_path / "story.json"
    path.write_text(render_json(summary), encoding="utf-8")
    return path, summary


def test_a_summary_read_back_is_the_same_and_looks_the_same(made: tuple[Path, Summary]) -> None:
    path, summary = made
    loaded = load_summary(path)
    assert loaded == summary
    assert hash(loaded) == hash(summary)
    for render in (render_html, render_json, render_markdown, render_text):
        assert render(loaded) == render(summary)
    assert load_summary(str(path)) == summary


def test_without_the_files_the_cited_passages_stand_where_they_stood(made: tuple[Path, Summary]) -> None:
    path, summary = made
    (path.parent / "a.txt").unlink()
    (path.parent / "b.txt").write_text("Another text.", encoding="utf-8")
    loaded = load_summary(path)
    assert [notice.code for notice in loaded.warnings if notice not in summary.warnings] == ["source_missing"]
    assert "[1], [2]" in loaded.warnings[-1].message
    texts = {article.id: article.text for article in loaded.articles}
    for claim in loaded.claims:
        for span in claim.evidence:
            assert texts[span.article][span.start : span.end] == span.text
    assert loaded.claims == summary.claims
    for render in (render_html, render_json, render_markdown, render_text):
        assert render(loaded)


def test_json_text_bytes_and_mapping_give_the_same(made: tuple[Path, Summary]) -> None:
    text = made[0].read_text(encoding="utf-8")
    assert Summary.from_json(text) == Summary.from_json(text.encode()) == Summary.from_json(json.loads(text))
    assert render_json(Summary.from_json(text)) == text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"claims": None}, "claims is not a list"),
        ({"schema": "summarize/1"}, "its schema is summarize/1, not summarize/2"),
        (
            {"claims": [{"id": "c1", "text": "x", "evidence": [{"article": "a", "start": "0"}]}]},
            r"start is not a whole",
        ),
    ],
)
def test_what_is_no_summary_is_refused_with_its_place(
    made: tuple[Path, Summary], change: dict[str, object], message: str
) -> None:
    path, _ = made
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | change), encoding="utf-8")
    with pytest.raises(InputError, match=message) as refused:
        load_summary(path)
    assert "story.json" in refused.value.message
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("text", ["", "no json", "[]", "null", '{"a":' * 50_000])
def test_hostile_text_is_one_line(text: str) -> None:
    with pytest.raises(InputError) as refused:
        Summary.from_json(text)
    assert len(str(refused.value).splitlines()) == 1


def test_a_passage_beyond_all_bounds_costs_no_memory(made: tuple[Path, Summary]) -> None:
    data = json.loads(made[0].read_text(encoding="utf-8"))
    data["claims"][0]["evidence"][0]["start"] = 10**12
    data["articles"][0]["characters"] = 10**12
    with pytest.raises(InputError, match="beyond any article"):
        Summary.from_json(data)


def test_proof_takes_a_summary_a_path_a_mapping_or_bytes(made: tuple[Path, Summary]) -> None:
    path, summary = made
    raw = path.read_bytes()
    for given in (summary, path, str(path), raw):
        assert not verify_summary(given), given
    assert not verify_summary(json.loads(raw), root=path.parent)
    wrong = json.loads(raw)
    wrong["claims"][0]["text"] += " not"
    assert verify_summary(wrong, root=path.parent)


def test_of_a_json_that_was_changed_it_is_said_and_no_file_is_blamed(made: tuple[Path, Summary]) -> None:
    path, summary = made
    data = json.loads(path.read_text(encoding="utf-8"))
    data["claims"][0]["text"] = "The bridge was blown up."
    path.write_text(json.dumps(data), encoding="utf-8")
    new = [notice for notice in load_summary(path).warnings if notice not in summary.warnings]
    assert [notice.code for notice in new] == ["json_changed"]
    assert "this JSON was changed" in new[0].message
    del data["digest"]
    path.write_text(json.dumps(data), encoding="utf-8")
    assert load_summary(path).warnings == summary.warnings


def test_bytes_are_read_like_a_file(made: tuple[Path, Summary]) -> None:
    path, summary = made
    assert load_summary(path.read_bytes(), root=path.parent) == summary
    with pytest.raises(InputError, match="standard input"):
        load_summary(b"{}")
