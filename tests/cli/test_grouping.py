from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest

from benchmarks.corpus import make_pile
from summarize import load_articles
from summarize.cli import main

SAGAS = Path(__file__).parents[1] / "data" / "sagas" / "pile.jsonl"
SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


def run(*arguments: str, verb: str = "group") -> int:
    with pytest.raises(SystemExit) as end:
        main([*([verb] if verb else []), "--config", "none", *arguments])
    assert isinstance(end.value.code, int)
    return end.value.code


@pytest.fixture
def pile(tmp_path: Path) -> str:
    """Records of two stories of our own and the five seeds."""
    records = [
        {"id": f"own-{n}", "publisher": "Paper", "published": f"2025-03-0{n + 1}", "author": "A. Quast"}
        for n in range(3)
    ]
    for record, text in zip(
        records, ("Zorbel the goat left the zoo of Tolsund", "The goat Zorbel is back", "Rain"), strict=True
    ):
        record["text"] = (
            f"{text}. Zorbel the goat walked through Tolsund on Monday and ate roses, keepers of the zoo said; "
            "children fed it bread."
        )
    records[2]["text"] = (
        "Rain fell on the vineyards of Marwen for eleven days; growers fear mildew, mud and a late harvest "
        "of sour grapes."
    )
    records += [
        {"text": path.read_text("utf-8"), "id": path.stem, "url": f"https://example.org/{path.stem}"} for path in SEEDS
    ]
    file = tmp_path / "pile.jsonl"
    file.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return str(file)


def test_the_table_names_each_story(pile: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(pile) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "8 articles in 3 stories"
    assert shown[2].split() == ["story", "articles", "days", "title"]
    assert shown[3].split()[:2] == ["1", "5"]
    assert shown[5].split()[:5] == ["2", "2", "2025-03-01", "–", "2025-03-02"]
    assert "Zorbel" in shown[6]
    assert shown[7].split()[:3] == ["3", "1", "2025-03-03"]
    assert len(shown) == 8  # a story of one article shares nothing


def test_each_story_becomes_a_file_that_summarize_reads(
    pile: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(pile, "--into", str(tmp_path / "new" / "stories")) == 0
    files = sorted((tmp_path / "new" / "stories").iterdir())
    assert [file.name for file in files] == ["story-001.jsonl", "story-002.jsonl", "story-003.jsonl"]
    before = {article.id: article for article in load_articles([pile])}
    again = [article for file in files for article in load_articles([str(file)])]
    assert {article.id for article in again} == set(before)
    for article in again:
        for name in ("text", "title", "publisher", "author", "published", "url", "language", "origin"):
            assert getattr(article, name) == getattr(before[article.id], name)
    assert "story-002.jsonl" in capsys.readouterr().out
    assert run(str(files[0]), "--words", "60", "-q", verb="") == 0


def test_the_table_shows_threads(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(SAGAS)) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "30 articles in 12 stories, 3 threads (events of one saga)"
    assert shown[2].split() == ["story", "thread", "articles", "days", "title"]
    rows = [line.split() for line in shown[3:] if line[:5].strip()]
    assert [row[:3] for row in rows[:5]] == [
        ["1", "1", "3"],
        ["2", "1", "2"],
        ["3", "1", "3"],
        ["4", "1", "2"],
        ["5", "2", "3"],
    ]
    assert rows[9][:3] == ["10", "2", "2031-03-08"]  # of no thread: two articles
    assert max(map(len, shown)) <= 100


def test_json_tells_the_stories_of_each_thread(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(SAGAS), "--json") == 0
    listing = json.loads(capsys.readouterr().out)
    assert [story["thread"] for story in listing["stories"]] == [1, 1, 1, 1, 2, 2, 2, 3, 3, None, None, None]
    assert listing["threads"][0] == {
        "thread": 1,
        "stories": [1, 2, 3, 4],
        "articles": 10,
        "since": "2031-03-03",
        "until": "2031-04-10",
    }
    assert [thread["stories"] for thread in listing["threads"][1:]] == [[5, 6, 7], [8, 9]]


def test_the_files_of_a_thread_carry_its_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(SAGAS), "--into", str(tmp_path)) == 0
    names = sorted(file.name for file in tmp_path.iterdir())
    assert names[:5] == [*(f"story-00{n}-thread-001.jsonl" for n in (1, 2, 3, 4)), "story-005-thread-002.jsonl"]
    assert names[-1] == "story-012.jsonl"
    thread = load_articles(sorted(map(str, tmp_path.glob("*-thread-002.jsonl"))))
    assert len(thread) == 8
    assert "story-005-thread-002.jsonl" in capsys.readouterr().out


def test_threads_of_small_stories_are_counted_as_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(SAGAS), "--least", "3", "--json") == 0
    listing = json.loads(capsys.readouterr().out)
    assert [(thread["thread"], thread["articles"]) for thread in listing["threads"]] == [(1, 6), (2, 6), (3, 6)]
    assert run(str(SAGAS), "--least", "4") == 0
    assert capsys.readouterr().out.startswith("0 articles in 0 stories; 30 in smaller stories are not shown\n")


def test_a_large_file_is_refused_with_the_option_that_reads_it(
    pile: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small = tmp_path / "small.txt"
    small.write_text("Zorbel the goat walked through Tolsund on Monday and ate roses.")
    assert run(pile, str(small), "--max-size", "1kB") == 3
    shown = capsys.readouterr()
    assert shown.out.startswith("1 article in 1 story\n")
    assert "more than 1,000 bytes; raise max_size (--max-size) to read it" in shown.err
    assert run(pile, str(small), "--max-size", "1MB") == 0
    assert run(pile, "--max-size", "much") == 2
    assert "--max-size: much is not allowed" in capsys.readouterr().err


def test_nothing_is_overwritten_without_force(pile: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "story-003.jsonl").write_text("mine")
    assert run(pile, "--into", str(tmp_path)) == 74
    assert not (tmp_path / "story-001.jsonl").exists()
    assert (tmp_path / "story-003.jsonl").read_text() == "mine"
    assert "--force" in capsys.readouterr().err
    (tmp_path / "story-004.jsonl").write_text("older")
    assert run(pile, "--into", str(tmp_path), "--force") == 0
    assert (tmp_path / "story-003.jsonl").read_text() != "mine"
    assert "story-004.jsonl: not of this run" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_exit_74(pile: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(pile, "--into", str(tmp_path / "pile.jsonl" / "x")) == 74
    assert "cannot be created" in capsys.readouterr().err


def test_small_stories_can_be_left_out(pile: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(pile, "--least", "2", "--into", str(tmp_path / "s")) == 0
    assert capsys.readouterr().out.startswith("7 articles in 2 stories; 1 in smaller stories are not shown\n")
    assert len(list((tmp_path / "s").iterdir())) == 2


def test_json_lists_every_story_and_every_skipped_input(pile: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(pile, "missing.txt", "--json") == 3
    shown = capsys.readouterr()
    listing = json.loads(shown.out)
    assert [len(story["articles"]) for story in listing["stories"]] == [5, 2, 1]
    assert listing["stories"][1]["since"] == "2025-03-01"
    assert listing["stories"][0]["articles"][0]["url"] == f"https://example.org/{SEEDS[0].stem}"
    assert [each["path"] for each in listing["skipped"]] == ["missing.txt"]
    assert "missing.txt: skipped" in shown.err


def test_nothing_usable_is_exit_4(tmp_path: Path) -> None:
    assert run(str(tmp_path)) == 4


def test_no_article_steers_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    title = "\x1b[31mRed \u202eright\u2066 שלום \U000e0041 " + "長い題名" * 60
    (tmp_path / "a.json").write_text(json.dumps({"text": "Goats. \ud800", "title": title, "id": "a"}), "utf-8")
    for arguments in ([], ["--json"], ["--into", str(tmp_path / "out")]):
        assert run(str(tmp_path / "a.json"), *arguments) == 0
        shown = capsys.readouterr().out
        assert not any(unicodedata.category(char) == "Cc" or char == "\u202e" for char in shown.replace("\n", ""))
        assert arguments == ["--json"] or max(map(len, shown.splitlines())) <= 110
    (article,) = load_articles([str(tmp_path / "out" / "story-001.jsonl")])
    assert (article.title, article.text) == (title, "Goats. \ufffd")


@pytest.mark.parametrize(("columns", "width"), [(0, 100), (99, 99), (101, 100), (41, 41), (39, 40)])
def test_the_table_is_as_wide_as_the_terminal_within_limits(
    columns: int, width: int, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("summarize.cli.grouping.size_of", lambda _: (columns, 24))
    (tmp_path / "a.json").write_text(json.dumps({"text": "Rain fell.", "title": "x" * 200, "id": "a"}), "utf-8")
    assert run(str(tmp_path / "a.json")) == 0
    assert max(map(len, capsys.readouterr().out.splitlines()[2:])) == width


def test_the_titles_stand_under_each_other_behind_two_days(pile: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(pile) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[2].index("title") == shown[5].index("2025-03-02") + len("2025-03-02  ")


def test_a_pile_of_several_events_says_so_and_offers_to_sort_it(pile: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(pile, "--words", "60", verb="") == 3
    shown = " ".join(capsys.readouterr().out.split())
    assert "8 articles tell of 3 events" in shown
    assert "summarize group" in shown
    assert run(pile, "--words", "60", "--strict", verb="") == 4


def test_a_large_pile_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "pile.jsonl"
    records = make_pile(60, seed=5)
    file.write_text("".join(json.dumps({"text": each["text"]}) + "\n" for each in records), "utf-8")
    assert run(str(file), "--words", "60", verb="") == 3
    shown = " ".join(capsys.readouterr().out.split())
    events = re.search(r"these 60 articles tell of (\d+) events: the \d+ like \[\d+\] are summarized", shown)
    assert events
    assert int(events[1]) > 5
    assert shown.count("another event") == 0
