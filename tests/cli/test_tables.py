"""The tables of settings, of what is kept and what it cost, and of tokens; and the same as JSON."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from summarize.cli import main
from summarize.cli.tables import ZONES, _age, count_zones
from summarize.config import setting_names
from summarize.ingest.web.page_cache import KeptPage, PageCache
from summarize.llm import Call, Reply
from summarize.llm.reply_cache import ReplyCache
from summarize.records import Article, Zone
from summarize.tokens import count_tokens
from tests.documents import set_in_print, table
from tests.page_shapes import TEXTS


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUMMARIZE_LANGUAGE", "pt-BR")
    Path("config.yaml").write_text("# mine\nstrict: true\n")


def test_each_setting_is_shown_with_its_origin(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as end:
        main(["config", "--max-size", "5MB"])
    assert end.value.code == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [row[0] for row in rows] == list(setting_names())
    assert ["words", "250", "default"] in rows
    assert ["language", "pt-BR", "SUMMARIZE_LANGUAGE"] in rows
    assert ["strict", "true", "config.yaml:2"] in rows
    assert ["max_size", "5000000", "--max-size"] in rows


def test_an_empty_value_is_visible(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SUMMARIZE_LANGUAGE")
    with pytest.raises(SystemExit):
        main(["config", "--config", "none"])
    assert 'language          ""        default\n' in capsys.readouterr().out


def test_settings_as_json(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        main(["config", "--json"])
    table = json.loads(capsys.readouterr().out)
    assert table["strict"] == {"value": True, "origin": "config.yaml:2"}
    assert list(table) == list(setting_names())


def test_a_wrong_setting_is_one_line_and_exit_2(capsys: pytest.CaptureFixture[str]):
    Path("config.yaml").write_text("wrods: 100\n")
    with pytest.raises(SystemExit) as end:
        main(["config"])
    assert end.value.code == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("summarize: config.yaml:1: wrods is not a setting (did you mean words?)")
    assert shown.err.count("\n") == 1


CALL = Call(name="direct", messages=(("user", "hello"),))


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache with one reply, one call that was paid and one whose outcome nobody saw."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    path = tmp_path / "summarize" / "replies.sqlite"
    cache = ReplyCache(path, now=lambda: time.time() - 7200)
    cache.put("k", CALL, "writer-1", Reply(text="hello"))
    cache.answered(cache.sent("run", "k", CALL, "writer-1"), Reply(text="hello", prompt_tokens=9), 0.25)
    cache.sent("run", "l", CALL, "writer-1")
    cache.close()
    pages = PageCache(path, now=time.time)
    pages.put(KeptPage("https://news.example/", "text/html", "", "", 0.0, b"page"))
    pages.close()
    return path


def run_cache(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(["cache", *arguments])
    assert isinstance(end.value.code, int)
    return end.value.code


def test_it_shows_the_file_the_replies_and_what_calls_have_cost(kept: Path, capsys: pytest.CaptureFixture[str]):
    assert run_cache() == 0
    shown = capsys.readouterr().out
    assert f"file      {kept}\n" in shown
    assert "replies   1 (" in shown
    assert "2 h to 2 h old" in shown
    assert "calls     2 sent, 1 of them with unknown outcome\n" in shown
    assert "cost      $0.2500\n" in shown
    assert "pages     1 (" in shown


def test_clear_removes_replies_and_ledger(capsys: pytest.CaptureFixture[str]):
    assert run_cache("--clear") == 0
    assert "1 replies and 1 pages removed, and the ledger\n" in capsys.readouterr().out
    assert run_cache("--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["replies"], found["sent"], found["cost_usd"], found["removed"]) == (0, 0, 0.0, 0)
    assert found["pages"]["pages"] == 0


def test_another_cache_can_be_named_and_none_is_an_error(capsys: pytest.CaptureFixture[str]):
    assert run_cache("--cache", "other.sqlite") == 0
    assert "replies   0 (0 characters)\n" in capsys.readouterr().out
    assert run_cache("--cache", "none") == 2
    assert "nothing is kept" in capsys.readouterr().err


def test_a_file_that_is_no_cache_is_one_line(capsys: pytest.CaptureFixture[str]):
    Path("text.sqlite").write_text("no database " * 100)
    assert run_cache("--cache", "text.sqlite") == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("summarize: text.sqlite: cannot be used as the cache (")
    assert shown.err.count("\n") == 1


@pytest.mark.parametrize(
    ("seconds", "text"), [(-5, "0 s"), (59.9, "59 s"), (60, "1 min"), (7200, "2 h"), (200_000, "2 d")]
)
def test_ages_are_said_in_their_largest_unit(seconds: float, text: str):
    assert _age(seconds) == text


SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


def run_tokens(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(["tokens", "--config", "none", *arguments])
    assert isinstance(end.value.code, int)
    return end.value.code


def test_a_table_of_articles_and_zones_adds_up(capsys: pytest.CaptureFixture[str]):
    assert run_tokens(*map(str, SEEDS)) == 0
    head, *rows, total = (line.split() for line in capsys.readouterr().out.splitlines())
    assert head == ["article", *ZONES, "total"]
    assert [row[0] for row in rows] == [str(path) for path in SEEDS]
    for column in range(1, len(head)):
        figures = [int(row[column].replace(",", "")) for row in rows]
        assert int(total[column].replace(",", "")) == sum(figures)
    assert [int(row[-1].replace(",", "")) for row in rows] == [count_tokens(path.read_text("utf-8")) for path in SEEDS]


def test_tokens_as_json(capsys: pytest.CaptureFixture[str]):
    assert run_tokens("--json", str(SEEDS[0])) == 0
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
    assert run_tokens(str(SEEDS[0]), "missing.txt") == 3
    shown = capsys.readouterr()
    assert shown.out.startswith("article")
    assert "summarize: missing.txt: skipped" in shown.err


def test_nothing_usable_is_exit_4(capsys: pytest.CaptureFixture[str]):
    assert run_tokens("missing.txt") == 4
    assert capsys.readouterr().out == ""


def test_paths_are_needed(capsys: pytest.CaptureFixture[str]):
    assert run_tokens() == 2
    assert "Missing argument" in capsys.readouterr().err


def test_documents_and_every_row_of_a_table_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.chdir(tmp_path)
    Path("a.pdf").write_bytes(set_in_print("A headline", TEXTS))
    Path("b.csv").write_bytes(table([["story"], [TEXTS[0]], [TEXTS[1]]]))
    assert run_tokens("--json", "--column", "story", "a.pdf", "b.csv") == 0
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
    assert run_tokens("--metadata", "m.yaml", str(SEEDS[0])) == 2
    assert "m.yaml:2: 'date' is not a field of an article" in capsys.readouterr().err


def test_a_large_file_is_read_with_the_option_that_its_refusal_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = tmp_path / "long.txt"
    file.write_text("Zorbel the goat walked through Tolsund. " * 50)
    assert run_tokens(str(file), "--max-size", "1kB") == 4
    assert "raise max_size (--max-size) to read it" in capsys.readouterr().err
    assert run_tokens(str(file), "--max-size", "1MB") == 0
