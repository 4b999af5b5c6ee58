from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarize.cli import main
from summarize.cli.token_table import ZONES, count_zones
from summarize.records import Article, Zone
from summarize.tokens import count_tokens
from tests.documents import set_in_print, table
from tests.page_shapes import TEXTS

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(["tokens", "--config", "none", *arguments])
    assert isinstance(end.value.code, int)
    return end.value.code


def test_a_table_of_articles_and_zones_adds_up(capsys: pytest.CaptureFixture[str]):
    assert run(*map(str, SEEDS)) == 0
    head, *rows, total = (line.split() for line in capsys.readouterr().out.splitlines())
    assert head == ["article", *ZONES, "total"]
    assert [row[0] for row in rows] == [str(path) for path in SEEDS]
    for column in range(1, len(head)):
        figures = [int(row[column].replace(",", "")) for row in rows]
        assert int(total[column].replace(",", "")) == sum(figures)
    assert [int(row[-1].replace(",", "")) for row in rows] == [count_tokens(path.read_text("utf-8")) for path in SEEDS]


def test_json_for_programs(capsys: pytest.CaptureFixture[str]):
    assert run("--json", str(SEEDS[0])) == 0
    found = json.loads(capsys.readouterr().out)
    zones = found["articles"][str(SEEDS[0])]
    assert found["total"] == zones
    assert abs(sum(count for kind, count in zones.items() if kind != "total") - zones["total"]) <= 2


def test_every_character_is_counted_in_one_zone():
    text = "Title\n\nOne body line.\n\nAnd another.\n"
    article = Article(id="a", text=text, sha256="")
    zones = (Zone(0, 5, "title"), Zone(7, 21, "body"), Zone(23, 35, "body"))
    counts = count_zones(article, zones)
    assert counts["title"] == count_tokens("Title\n\n")
    assert counts["title"] + counts["body"] == counts["total"] == count_tokens(text)
    assert count_zones(article, ())["total"] == counts["total"]


def test_a_skipped_input_is_said_and_exit_3(capsys: pytest.CaptureFixture[str]):
    assert run(str(SEEDS[0]), "missing.txt") == 3
    shown = capsys.readouterr()
    assert shown.out.startswith("article")
    assert "summarize: missing.txt: skipped" in shown.err


def test_nothing_usable_is_exit_4(capsys: pytest.CaptureFixture[str]):
    assert run("missing.txt") == 4
    assert capsys.readouterr().out == ""


def test_paths_are_needed(capsys: pytest.CaptureFixture[str]):
    assert run() == 2
    assert "Missing argument" in capsys.readouterr().err


def test_documents_and_every_row_of_a_table_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.chdir(tmp_path)
    Path("a.pdf").write_bytes(set_in_print("A headline", TEXTS))
    Path("b.csv").write_bytes(table([["story"], [TEXTS[0]], [TEXTS[1]]]))
    assert run("--json", "--column", "story", "a.pdf", "b.csv") == 0
    counts = json.loads(capsys.readouterr().out)["articles"]
    assert {name: row["total"] for name, row in counts.items()} == {
        "a.pdf": count_tokens("\n\n".join(["A headline", *TEXTS])),
        "b.csv:record 1": count_tokens(TEXTS[0]),
        "b.csv:record 2": count_tokens(TEXTS[1]),
    }


def test_metadata_that_cannot_be_used_is_a_usage_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.chdir(tmp_path)
    Path("m.yaml").write_text("a.txt:\n  date: 2025-02-17\n")
    assert run("--metadata", "m.yaml", str(SEEDS[0])) == 2
    assert "m.yaml:2: 'date' is not a field of an article" in capsys.readouterr().err


def test_a_large_file_is_read_with_the_option_that_its_refusal_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = tmp_path / "long.txt"
    file.write_text("Zorbel the goat walked through Tolsund. " * 50)
    assert run(str(file), "--max-size", "1kB") == 4
    assert "raise max_size (--max-size) to read it" in capsys.readouterr().err
    assert run(str(file), "--max-size", "1MB") == 0
