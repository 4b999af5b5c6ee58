"""Whole runs of the model path from the cassettes, through both drivers, with sockets and DNS closed."""

from __future__ import annotations

import asyncio
import re
import shutil
import socket
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import yaml
from vcr.cassette import Cassette
from vcr.errors import CannotOverwriteExistingCassetteException

from summarize import Summary, errors
from summarize.nlp.tokenize import count_words, words
from summarize.records import Event, Usage
from tests.desk import kind_of
from tests.desk import main as serve_desk
from tests.replay import ENDPOINT, REPOSITORY, Driver, names, playing, scenario

DRIVERS: tuple[Driver, ...] = ("sync", "async")
ENDING = [name for name in names() if not scenario(name).content.get("ends")]
FAILING = [name for name in names() if scenario(name).content.get("ends")]
GOOD = [name for name in names() if scenario(name).content.get("good")]
SAME_REPLY = ["bullets", "mended", "paragraph", "streaming"]


@pytest.fixture(autouse=True)
def _no_names_are_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sockets are closed by the project's pytest settings; a name would still be looked up without one."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a test asked for a host's address")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", refuse)


def play(name: str, driver: Driver = "sync") -> tuple[Summary, Cassette]:
    """A run from its cassette."""
    return _played(name, driver)


@cache
def _played(name: str, driver: Driver) -> tuple[Summary, Cassette]:
    """Each cassette is played once by each driver, for all tests."""
    return scenario(name).play(driver)


def texts(summary: Summary) -> list[str]:
    return [claim.text for claim in summary.claims]


def warned(summary: Summary, code: str) -> list[str]:
    return [notice.message for notice in summary.warnings if notice.code == code]


def kinds(cassette: Cassette) -> Counter[str]:
    """How many requests of a cassette were made for what."""
    return Counter(
        kind_of(request.body if isinstance(request.body, dict) else yaml.safe_load(request.body))
        for request in cassette.requests
    )


def timeless(summary: Summary) -> Summary:
    """A summary without what differs from run to run."""
    return replace(summary, usage=replace(summary.usage, seconds=0), run=replace(summary.run, started=None))


@pytest.mark.parametrize("driver", DRIVERS)
@pytest.mark.parametrize("name", ENDING)
def test_every_claim_of_a_played_run_has_passed_its_checks_on_exact_spans(name: str, driver: Driver):
    summary, cassette = play(name, driver)
    assert cassette.all_played
    assert summary.claims
    assert summary.headline
    sources = {article.id: article.text for article in summary.articles}
    for claim in summary.claims:
        assert claim.evidence, claim.text
        assert [each for each in claim.checks if each.outcome == "fail"] == [], claim.text
        for each in claim.evidence:
            assert sources[each.article][each.start : each.end] == each.text
    assert summary.accounting.used + sum(summary.accounting.omitted.values()) == summary.accounting.sentences


@pytest.mark.parametrize("driver", DRIVERS)
@pytest.mark.parametrize("name", FAILING)
def test_a_run_without_a_usable_reply_ends_with_the_error_its_file_names(name: str, driver: Driver):
    chosen = scenario(name)
    kind = getattr(errors, chosen.content["ends"])
    with (
        playing(chosen.cassette) as cassette,
        pytest.raises(kind, match="no reply of the model could be used") as ended,
    ):
        chosen.run(f"{ENDPOINT}/v1", chosen.model, driver=driver)
    assert type(ended.value) is kind
    assert cassette.all_played


@pytest.mark.parametrize("name", ENDING)
def test_both_drivers_give_the_same_summary(name: str):
    assert timeless(play(name, "sync")[0]) == timeless(play(name, "async")[0])


@pytest.mark.parametrize("name", GOOD)
def test_good_replies_are_kept_without_a_warning_and_within_their_length(name: str):
    summary, _ = play(name)
    assert summary.warnings == ()
    words = sum(count_words(text) for text in texts(summary))
    asked = scenario(name).content.get("settings", {}).get("words", 250)
    assert 0.9 * asked <= words <= 1.1 * asked


def test_one_call_writes_the_summary_of_the_seeds():
    summary, cassette = play("direct")
    assert kinds(cassette)["write"] == 1
    assert {item.article for claim in summary.claims for item in claim.evidence} == {a.id for a in summary.articles}
    assert [each.kind for each in summary.disagreements] == ["contradiction", "contradiction"]
    assert all(len(each.positions) == 2 for each in summary.disagreements)
    assert all(position.evidence for each in summary.disagreements for position in each.positions)


def test_what_a_run_used_is_what_the_server_counted():
    summary, cassette = play("direct")
    counted = [yaml.safe_load(each["body"]["string"])["usage"] for each in cassette.responses]
    usage = Usage(
        calls=len(counted),
        prompt_tokens=sum(each["prompt_tokens"] for each in counted),
        completion_tokens=sum(each["completion_tokens"] for each in counted),
        cost_usd=None,  # nobody knows the desk's price
        seconds=summary.usage.seconds,
    )
    assert replace(summary.usage, models=()) == usage
    (model,) = summary.usage.models
    assert (model.model, model.calls, model.prompt_tokens) == ("desk", usage.calls, usage.prompt_tokens)
    assert summary.usage == replace(usage, models=(model,))


def test_what_was_chosen_from_five_chunks_is_chosen_again_and_written_from():
    summary, cassette = play("selected")
    bodies = [yaml.safe_load(request.body) for request in cassette.requests]
    kinds = Counter(kind_of(body) for body in bodies)
    assert kinds["select"] == 7
    assert kinds["write"] == 1
    (written,) = [body["messages"][-1]["content"] for body in bodies if kind_of(body) == "write"]
    assert written.count("* 2 separate reports") >= 3, "points of several calls that tell the same are one"
    for claim in summary.claims:
        assert any(item.by == "model" for item in claim.evidence), claim.text


@pytest.mark.parametrize("name", SAME_REPLY)
def test_the_same_reply_gives_the_same_summary_however_it_is_wrapped(name: str):
    summary, _ = play(name)
    assert texts(summary) == texts(play("fenced")[0])


def test_words_of_a_streamed_reply_are_told_as_they_arrive():
    heard: list[Event] = []
    scenario("streaming").play(on_event=heard.append)
    told = "".join(event.detail for event in heard if event.stage == "words")
    assert told.startswith("# Bridge over the Nara river closed")
    assert told.endswith("engineer Paul Brandt said.")


# What a bad reply leaves: no unsupported sentence, and what was done about it is said.


def test_an_unknown_number_is_sent_back_and_mended():
    summary, cassette = play("unknown-number")
    repair = next(r.body.decode() for r in cassette.requests if b"To mend" in r.body)
    assert "it cites 27, which is no number of the material" in repair
    assert "after inspectors found 14 cracked bolts in it." in texts(summary)[0]
    assert summary.warnings == ()


def test_an_invented_figure_gives_way_to_the_cited_sentence():
    summary, _ = play("invented-figure")
    assert not any("35,000" in text for text in texts(summary))
    assert "About 20,000 cars use the bridge every day, according to the transport ministry." in texts(summary)
    (said,) = warned(summary, "sentence_replaced")
    assert "“35,000” is nowhere in the sources" in said


def test_an_altered_quotation_gives_way_to_the_cited_sentence():
    summary, _ = play("altered-quotation")
    assert not any("will ever" in text or "can cross" in text for text in texts(summary))
    assert "“Nobody will cross before every bolt is replaced,” Ortiz told reporters at the town hall." in texts(summary)
    (said,) = warned(summary, "sentence_replaced")
    assert "“Nobody can cross before every bolt is replaced.” is nowhere in the sources" in said


def test_what_nothing_carries_is_not_printed_and_said():
    summary, _ = play("unfounded")
    assert "Adam Lang" not in " ".join([summary.headline, *texts(summary)])
    assert any("Adam Lang" in notice.message for notice in summary.warnings)


def test_of_a_cut_off_reply_the_whole_lines_count_and_it_is_said():
    summary, cassette = play("cut-off")
    assert kinds(cassette)["write"] == 1
    assert len(summary.claims) == 2
    assert len(warned(summary, "reply_cut_off")) == 1


def test_headline_sentence_and_side_are_mended_in_one_call():
    summary, cassette = play("mended")
    (repair,) = [r.body.decode() for r in cassette.requests if b"To mend:\\n" in r.body]
    assert all(wrong in repair for wrong in ("40 cracked bolts", "on Friday", "6 million euros"))
    assert summary.headline == "Bridge over the Nara river closed after inspectors find cracked bolts"
    (found,) = summary.disagreements
    assert found.positions[1].text == "The repair will cost 5 million euros, engineer Paul Brandt said."
    assert summary.warnings == ()


def test_both_spellings_of_a_name_are_one_person():
    summary, _ = play("spellings")
    both = next(claim for claim in summary.claims if "reservations" in claim.text)
    assert {"Zelensky ", "Zelenskyy "} <= {
        item.text.split("expressed")[0].split("did not")[0] for item in both.evidence
    }
    assert both.articles == 1, "the other article tells of the visit, not of reservations"
    (person,) = [each for each in summary.names if "Zelens" in each.name]
    assert {spelling.text for spelling in person.spellings} == {"Zelensky", "Zelenskyy"}
    written = {word for claim in summary.claims for word in words(claim.text) if word.startswith("Zelensk")}
    assert written == {person.name.split()[-1]}, "the program's own words have one spelling"


# Replay proves that the prompts are the recorded ones.


@pytest.mark.parametrize("driver", DRIVERS)
@pytest.mark.parametrize(
    ("name", "template"), [("direct", "write"), ("selected", "select"), ("invented-figure", "repair")]
)
def test_one_changed_word_of_a_template_is_refused_with_the_lines_that_differ(
    tmp_path: Path, name: str, template: str, driver: Driver
):
    shutil.copytree(REPOSITORY / "prompts", tmp_path / "prompts")
    path = tmp_path / "prompts" / f"{template}.prompt.yaml"
    text = path.read_text(encoding="utf-8")
    _, line = re.search(r"content: \|\n( +)(.*)", text).groups()
    changed = line.replace("news", "bulletin", 1)
    path.write_text(text.replace(line, changed, 1), encoding="utf-8")
    with pytest.raises(CannotOverwriteExistingCassetteException) as refused:
        scenario(name).play(driver, prompts=str(tmp_path / "prompts"))
    line, changed = (text.replace("{{ language }}", "English") for text in (line, changed))
    shown = [text.strip() for text in str(refused.value).splitlines()]
    assert f"-{line}" in shown
    assert f"+{changed}" in shown
    assert sum(text.startswith(("-", "+")) for text in shown) <= 6, "the likest request is shown, not all of them"


@pytest.mark.enable_socket
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_the_desk_says_where_it_answers_and_what_to_type(capsys: pytest.CaptureFixture[str]) -> None:
    assert serve_desk(["--seconds", "0"]) == 0
    told = capsys.readouterr().out
    assert re.search(r"export OPENAI_BASE_URL=http://127\.0\.0\.1:\d+/v1 OPENAI_API_KEY=none\n", told)
    assert "summarize seeds/ --model desk" in told
