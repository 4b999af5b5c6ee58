"""Forged accounts, reports, disagreements and names: what is found again speaks against them."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from summarize import load_articles, render_json, summarize, verify_summary
from summarize.audit.findings import FindingCollector
from summarize.audit.recompute import Dispositions, is_ours, recompute_dispositions
from summarize.audit.source_files import Sources
from summarize.prepare.preparation import prepare_story
from summarize.records import Article
from summarize.report.accounting import digest_of
from summarize.version import VERSION

ROOT = Path(__file__).parents[2]
NOTE = "The bridge over the river was closed on Monday after a barge hit it. Ferries will run every hour until May."


@pytest.fixture(scope="module")
def finished() -> dict:
    """A real summary of the seeds, as parsed JSON."""
    articles = load_articles([ROOT / "seeds"])
    return json.loads(render_json(summarize(articles)))


def found(data: dict) -> list[str]:
    return [str(finding) for finding in verify_summary(data | {"digest": digest_of(data)}, root=ROOT)]


def move(data: dict, old: str, new: str) -> None:
    """Change one omission's reason together with the counts, so that all sums still fit."""
    next(item for item in data["omitted"] if item["reason"] == old)["reason"] = new
    counts = data["accounting"]["omitted"]
    counts[old] -= 1
    counts[new] = counts.get(new, 0) + 1


def test_an_untouched_summary_has_no_findings(finished: dict) -> None:
    assert found(finished) == []


def test_so_has_one_that_keeps_boilerplate(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{NOTE}\n\nSubscribe to our newsletter\n", encoding="utf-8")
    summary = summarize(load_articles([tmp_path / "a.txt"]), keep_boilerplate=True)
    assert verify_summary(json.loads(render_json(summary)), root=tmp_path) == ()


@pytest.mark.parametrize(("old", "new"), [("budget", "boilerplate"), ("boilerplate", "budget"), ("budget", "title")])
def test_a_reason_moved_together_with_its_count_is_found(finished: dict, old: str, new: str) -> None:
    data = copy.deepcopy(finished)
    move(data, old, new)
    (said,) = found(data)
    assert said.startswith(f"omitted: the reason {new} does not fit characters")


def test_used_and_sentences_raised_together_are_found(finished: dict) -> None:
    data = copy.deepcopy(finished)
    data["accounting"]["used"] += 1
    data["accounting"]["sentences"] += 1
    assert [said.partition(" is ")[0] for said in found(data)] == ["accounting: sentences", "accounting: used"]


def test_a_changed_kind_and_a_removed_speaker_are_found(finished: dict) -> None:
    data = copy.deepcopy(finished)
    claim = next(claim for claim in data["claims"] if claim["attributed_to"])
    claim["attributed_to"] = None
    claim["kind"] = "fact" if claim["kind"] == "quote" else "quote"
    said = found(data)
    assert len(said) == 2
    assert all("read again it is" in each and claim["id"] in each for each in said)


def test_another_version_is_not_recounted(finished: dict) -> None:
    data = copy.deepcopy(finished)
    data["run"]["version"] = "0.0.0"
    move(data, "budget", "boilerplate")
    assert found(data) == []
    assert is_ours({"version": VERSION})
    assert not is_ours(data["run"])


@pytest.mark.parametrize("config", [[], {}, {"language": 5, "keep_boilerplate": False}, {"language": "en"}])
def test_a_strange_configuration_never_raises(finished: dict, config: object) -> None:
    data = copy.deepcopy(finished)
    data["run"]["config"] = config
    found(data)


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


def test_a_disagreement_that_lost_a_side_is_named(tmp_path: Path):
    data = data_of(tmp_path, FIRST, SECOND)
    data["disagreements"][0]["positions"][1] = data["disagreements"][0]["positions"][0]
    assert any("read again, the articles differ: How many were killed" in message for message in findings(data))


@pytest.mark.parametrize(("start", "used"), [(0, 1), (-1, 2)])
def test_a_passage_from_the_blank_before_a_sentence_uses_that_sentence_only(start: int, used: int):
    story = prepare_story([Article(id="a1", text=NOTE, sha256="")], language="en")
    first, second = story.sentences
    cited, ledger = {"a1": [(first.end + start, second.end)]}, FindingCollector()
    said = Dispositions(cited=cited, omitted={}, counts=(2, used))
    recompute_dispositions(story, Sources(names={"a1": "[1]"}), said, {"engine": "draft"}, ledger)
    assert not [finding for finding in ledger.found if finding.message.startswith("accounting")]


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
