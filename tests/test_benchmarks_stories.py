"""The figures of sorted piles are right on cases counted by hand, and the parts of a pile are what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import stories
from summarize.prepare.clustering import days

PILE = str(Path(__file__).parent / "data" / "sagas" / "pile.jsonl")


def test_pairs_and_b_cubed_are_counted() -> None:
    known = stories.places([1, 1, 1, 2, 2], ["a", "a", "b", "b", "b"])
    assert stories.precision(known) == pytest.approx(2 / 4)
    assert stories.recall(known) == pytest.approx(2 / 4)
    right, whole = (2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5, (1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5
    assert stories.b_cubed(known) == pytest.approx(2 * right * whole / (right + whole))


def test_what_is_alone_everywhere_is_no_error() -> None:
    known = stories.places([1, 2], ["a", "b"])
    assert (stories.precision(known), stories.recall(known), stories.b_cubed(known)) == (0.0, 0.0, 1.0)


def test_the_interval_holds_the_figure_and_is_narrow_where_all_stories_are_alike() -> None:
    known = stories.places([1, 1, 2, 2, 3, 4], ["a", "a", "b", "b", "c", "c"])
    low, high = stories.interval(stories.b_cubed, known)
    assert low < stories.b_cubed(known) < high <= 1
    assert stories.interval(stories.recall, stories.places([1, 1], ["a", "a"])) == (1.0, 1.0)


def test_the_halves_share_no_story_and_lose_nothing() -> None:
    pile = stories.read([PILE])
    one, other = stories.halves(pile)
    assert not {record["story"] for record in one} & {record["story"] for record in other}
    assert sorted(record["id"] for record in [*one, *other]) == sorted(record["id"] for record in pile)
    assert abs(len(one) - len(other)) <= 4


def test_days_are_taken_away_from_a_share() -> None:
    pile = [{"text": "x", "story": "a", "published": "2020-01-01"}] * 100
    assert 30 <= sum("published" in record for record in stories.undated(pile, 0.5)) <= 70
    assert not any("published" in record for record in stories.undated(pile))


def test_the_tables_of_a_pile(capsys: pytest.CaptureFixture[str]) -> None:
    assert stories.main([PILE]) == 0
    shown = capsys.readouterr().out
    assert "| as given | 30 | 12 (12) | 3 | 1.000 (1.000–1.000) | 1.000 (1.000–1.000) | 1.000 (1.000–1.000) |" in shown
    assert "| threads |" in shown


def test_a_plateau_leaves_the_constants_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stories, "PLATEAU", {(days, "_APART"): (0.1, days._APART)})
    rows = stories.plateau(stories.read([PILE]))
    assert [row[1] for row in rows[1:]] == ["0.1", f"**{days._APART:g}**"]
    assert float(rows[1][3]) < float(rows[2][3]) == 1.0
    assert days._APART == 2.5


def test_a_file_without_stories_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "none.jsonl"
    file.write_text('{"text": "x"}\n')
    with pytest.raises(SystemExit, match="2"):
        stories.main([str(file)])
