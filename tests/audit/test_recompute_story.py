from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from summarize import load_articles, render_json, summarize
from summarize.audit import verify_summary

SEEDS = Path(__file__).parents[2] / "seeds"
FIRST = "At least 18 people were killed when the bus fell into a ravine near Harrow Pass.\n\nThe driver survived it."
SECOND = (
    "The accident killed 31 people on the bus, the fire service of Harrow Pass said.\n\n"
    "The mayor of Ellerfeld closed the road to trucks."
)
CLAIM = "At least 18 people were killed when the bus fell into a ravine near Harrow Pass."


def data_of(folder: Path, *texts: str) -> dict[str, Any]:
    """The JSON of a summary of files with these texts."""
    for number, text in enumerate(texts, 1):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    found: dict[str, Any] = json.loads(render_json(summarize(load_articles([str(folder)]), words=40)))
    return found


def findings(data: dict[str, Any]) -> list[str]:
    return [each.message for each in verify_summary(data)]


def test_what_was_not_touched_is_found_again(tmp_path: Path):
    assert findings(data_of(tmp_path, FIRST, SECOND)) == []


@pytest.mark.parametrize(
    "change",
    [
        {"name": "The Other Wire"},
        {"confidence": "given"},
        {"articles": ["a5", "a1"]},
    ],
)
def test_a_changed_origin_is_named(tmp_path: Path, change: dict[str, Any]):
    data = data_of(tmp_path, *[path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))])
    assert findings(data) == []
    data["origins"][-1] |= change
    assert any("a5 is one origin (stated, The Associated Press)" in message for message in findings(data))


def test_parted_rewrites_are_named(tmp_path: Path):
    data = data_of(tmp_path, *[path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))])
    joined = data["origins"][1]
    data["origins"][1:2] = [joined | {"articles": ["a2"]}, joined | {"id": "o9", "articles": ["a3"]}]
    assert any("a2, a3 is one origin (inferred)" in message for message in findings(data))


def test_a_disagreement_that_was_taken_out_is_named(tmp_path: Path):
    data = data_of(tmp_path, FIRST, SECOND)
    data["disagreements"] = []
    assert any("read again, the articles differ: How many were killed" in message for message in findings(data))


def test_a_claim_that_takes_a_side_is_named(tmp_path: Path):
    data = data_of(tmp_path, FIRST, SECOND)
    claim = data["claims"][0]
    start = FIRST.index(CLAIM)
    claim |= {"text": CLAIM, "attributed_to": None}
    claim["evidence"] = [{"article": "a1", "start": start, "end": start + len(CLAIM), "text": CLAIM, "by": "engine"}]
    assert any("takes a side: How many were killed" in message for message in findings(data))


def test_what_is_told_differently_is_found_again(tmp_path: Path):
    data = data_of(tmp_path, *[path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))])
    first = data["told_differently"][0]
    data["told_differently"] = data["told_differently"][1:]
    assert any(f"{first['point']} is not listed as found again" in message for message in findings(data))
    data["told_differently"].insert(0, first | {"point": "Who won"})
    assert any("'Who won' is not found again as it is listed" in message for message in findings(data))


@pytest.mark.parametrize("value", [None, 3, "o1", [3], [{"articles": 3}], [{"positions": [{"evidence": [{}, 3]}]}]])
def test_hostile_shapes_are_findings_never_errors(tmp_path: Path, value: object):
    data = data_of(tmp_path, FIRST, SECOND)
    data["origins"] = data["disagreements"] = value
    assert findings(data)


@pytest.mark.parametrize("more", [{"origin": "Harbour desk"}, {"publisher": "Reuters"}, {"published": "2031-05-02"}])
def test_what_the_user_says_of_an_article_is_proved_too(tmp_path: Path, more: dict[str, str]):
    articles = [{"text": FIRST, **more}, {"text": SECOND}]
    assert findings(json.loads(render_json(summarize(articles, words=40)))) == []


@pytest.mark.parametrize("place", ["why", "alignments"])
def test_a_changed_reason_of_an_origin_is_named(tmp_path: Path, place: str):
    data = data_of(tmp_path, *[path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))])
    data["origins"][1][place] = "they credit Reuters" if place == "why" else []
    assert any("a2, a3 is one origin" in message for message in findings(data))


def test_values_of_no_kind_are_findings(tmp_path: Path):
    data = data_of(tmp_path, FIRST, SECOND)
    data["origins"][0]["confidence"] = []
    data["balance"]["origins"][0]["id"] = []
    data["timeline"] = [{"when": [], "as_written": "Monday", "text": "Monday", "evidence": []}]
    assert findings(data)


def test_figures_of_articles_in_another_language_are_not_compared_here_either(tmp_path: Path):
    """Read as English, "die" is a fate."""
    known = (
        "At least 18 people were killed when the Linden Express bus fell into a ravine near Harrow Pass, the Ellerfeld "
        "fire service said.\n\nThe driver was taken to a hospital, and it is not known when he will be heard.",
        "The accident of the Linden Express killed 18 people near Harrow Pass, the fire service of Ellerfeld said.\n\n"
        "It was not the first time that a bus has been in an accident there, and the police have asked for a wall.",
    )
    foreign = (
        "Am Harrow Pass bei Ellerfeld suchen Helfer nach dem Unfall des Linden Express 31 Menschen, die im Bus waren "
        "und nicht gefunden sind.\n\nDie Straße ist am Abend für den Verkehr gesperrt, und die Polizei sucht weiter."
    )
    data = data_of(tmp_path, *known, foreign)
    assert "other_language" in [each["code"] for each in data["warnings"]]
    assert findings(data) == []


def test_two_sentences_that_take_a_side_only_together_are_no_claim(tmp_path: Path):
    first = (
        "The Linden Express bus fell into a deep ravine near Harrow Pass on its way down. It killed 18 of them, "
        "which made it the worst day since the opening of the line in spring.\n\nThe fire service of Ellerfeld counted "
        "18 people killed in the accident of the Linden Express bus near Harrow Pass."
    )
    second = (
        "Near Harrow Pass 31 people were killed in the Linden Express bus, the police in Ellerfeld said.\n\n"
        "The road over Harrow Pass is shut to trucks."
    )
    data = data_of(tmp_path, first, second)
    assert len(data["disagreements"]) == 1
    assert not any("It killed 18" in claim["text"] for claim in data["claims"])
    assert findings(data) == []
