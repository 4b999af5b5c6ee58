"""What cassettes hold and what they never hold; the desk they are recorded from."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from vcr.errors import CannotOverwriteExistingCassetteException
from vcr.request import Request

from tests.desk import Desk, kind_of, lines_of, prompt_hash
from tests.recording import record
from tests.replay import (
    CASSETTES,
    DESK,
    ENDPOINT,
    KEPT_OF_REQUEST,
    KEPT_OF_RESPONSE,
    Readable,
    canonical_request,
    canonical_response,
    names,
    recorder,
    same_body,
    scenario,
)

KEYS = {
    "keys": re.compile(
        r"\b(?:sk|pk|rk|key|api|ghp|gsk|xai|AIza|AKIA)[-_][A-Za-z0-9_-]{12,}|AKIA[A-Z0-9]{12,}|AIza\w{20,}"
    ),
    "bearer tokens": re.compile(r"(?i)\bbearer\s+\S{6,}"),
    "organisations and projects": re.compile(r"(?i)\b(?:org|proj)[-_][a-z0-9]{6,}|openai-(?:organization|project)"),
    "cookies and credentials": re.compile(r"(?i)\b(?:set-)?cookie\b|\bauthorization\b|\bpassword\b|__cf_bm"),
    "tokens": re.compile(r"\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}"),
    "paths of a machine": re.compile(r"(?<![\w.])/(?:work|tmp|root|home|Users|var|private|mnt|opt|usr|etc)/|[A-Z]:\\"),
    "hosts": re.compile(r"(?:https?://(?!endpoint\.invalid/))|\b127\.0\.0\.1\b|\blocalhost\b"),
    "agents": re.compile(r"(?i)x-stainless|user-agent|x-request-id|x-ratelimit"),
}
SECRETS = {
    "keys": "sk-proj-abcdefgh12345678",
    "bearer tokens": "Bearer abcdef123",
    "organisations and projects": "org-a1b2c3d4",
    "cookies and credentials": "Set-Cookie: a=b",
    "tokens": "eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0",
    "paths of a machine": "see /home/me/x",
    "hosts": "http://127.0.0.1:8000/v1",
    "agents": "x-stainless-os: Linux",
}
FILES = sorted([*CASSETTES.glob("*"), *DESK.rglob("*.*")])


@cache
def interactions(name: str) -> list[dict[str, Any]]:
    """The interactions of a cassette as they stand in the file."""
    text = (CASSETTES / f"{name}.yaml").read_text(encoding="utf-8")
    loaded: list[dict[str, Any]] = yaml.load(text, Loader=yaml.CSafeLoader)["interactions"]
    return loaded


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_file_holds_anything_that_looks_like_a_key_or_names_this_machine(path: Path):
    text = path.read_text(encoding="utf-8")
    found = {what: match.group() for what, pattern in KEYS.items() if (match := pattern.search(text))}
    if path.name == "README.md":  # names the variable and the provider's address
        found.pop("hosts", None)
    assert found == {}


@pytest.mark.parametrize("what", KEYS)
def test_the_scan_finds_what_it_looks_for(what: str):
    assert KEYS[what].search(f"body: {SECRETS[what]}")


def test_every_scenario_has_a_cassette_and_every_cassette_a_scenario():
    assert {path.stem for path in CASSETTES.glob("*.yaml")} == set(names())


@pytest.mark.parametrize("name", names())
def test_a_cassette_is_canonical(name: str):
    path = CASSETTES / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    assert Readable.serialize(Readable.deserialize(text)) == text, "sorted and written by the serializer"
    for each in interactions(name):
        assert each["request"]["uri"].startswith(f"{ENDPOINT}/v1/")
        assert set(each["request"]["headers"]) <= KEPT_OF_REQUEST
        assert set(each["response"]["headers"]) <= KEPT_OF_RESPONSE
        assert isinstance(each["request"]["body"], dict), "bodies are mappings, to be read and compared"


@pytest.mark.parametrize("name", names())
def test_every_reply_was_written_for_the_very_prompt_it_answers(name: str):
    answered = {answer["prompt"] for answer in scenario(name).content["answers"]}
    good = [
        each
        for each in interactions(name)
        if each["response"]["status"]["code"] == 200 and kind_of(each["request"]["body"]) != "check"
    ]
    assert {prompt_hash(each["request"]["body"]["messages"]) for each in good} == answered


@pytest.mark.parametrize("name", names())
def test_what_a_stored_citation_quotes_stands_on_that_line_of_its_prompt(name: str):
    lines = {prompt_hash(m): lines_of(m) for each in interactions(name) for m in [each["request"]["body"]["messages"]]}
    for answer in scenario(name).content["answers"]:
        for cite in cites_of({key: value for key, value in answer.items() if key != "prompt"}):
            number, words = cite.split(" ", 1)
            assert lines[answer["prompt"]][int(number)].startswith(words)


def cites_of(answer: Any) -> Iterator[str]:
    """All citations of an answer that show the words they cite."""
    if isinstance(answer, str) and re.match(r"\d+ \S", answer):
        yield answer
    elif isinstance(answer, list | dict):
        values = (value for key, value in answer.items() if key != "text") if isinstance(answer, dict) else answer
        for each in values:
            yield from cites_of(each)


# The recorder


def sent(body: dict[str, Any], **headers: str) -> Request:
    return Request("POST", "http://127.0.0.1:4711/v1/chat/completions", json.dumps(body).encode(), headers)


BODY = {"model": "m", "messages": [{"role": "user", "content": "One.\nTwo."}], "max_tokens": 9}


def test_a_request_is_kept_without_its_headers_and_host():
    kept = canonical_request(sent(BODY, Authorization="Bearer sk-test", **{"Content-Type": "application/json"}))
    assert kept.uri == f"{ENDPOINT}/v1/chat/completions"
    assert dict(kept.headers) == {"Content-Type": "application/json"}


def test_the_two_names_of_a_reply_limit_are_one():
    other = {"max_completion_tokens": 9, **{key: value for key, value in BODY.items() if key != "max_tokens"}}
    assert json.loads(canonical_request(sent(other)).body) == BODY


def test_a_response_is_kept_without_identifiers():
    body = {"id": "chatcmpl-1", "created": 1, "system_fingerprint": "fp", "choices": [], "usage": {}}
    headers = {"Content-Type": ["application/json"], "Set-Cookie": ["a=b"], "x-request-id": ["req_1"]}
    kept = canonical_response({"status": {}, "headers": headers, "body": {"string": json.dumps(body).encode()}})
    assert kept["headers"] == {"content-type": ["application/json"]}
    assert json.loads(kept["body"]["string"]) == {"choices": [], "usage": {}}


def test_a_packed_response_is_kept_readable():
    packed = {
        "status": {"code": 200, "message": "OK"},
        "headers": {"content-encoding": ["gzip"], "content-type": ["application/json"]},
        "body": {"string": gzip.compress(b'{"choices": []}')},
    }
    kept = recorder().get_merged_config()["before_record_response"](packed)
    assert kept["body"]["string"] == b'{"choices": []}'
    assert "content-encoding" not in kept["headers"]


def test_bodies_are_compared_as_json_and_the_difference_is_shown():
    turned = {"max_tokens": 9, "messages": BODY["messages"], "model": "m"}
    same_body(sent(turned), sent(BODY))
    other = {**BODY, "messages": [{"role": "user", "content": "One.\nThree."}]}
    with pytest.raises(AssertionError, match=r"(?s)-Two\..*\+Three\."):
        same_body(sent(other), sent(BODY))


def test_playing_refuses_to_record():
    assert recorder().record_mode.value != "all"
    with pytest.raises(CannotOverwriteExistingCassetteException, match="Can't play back this request"):
        scenario("direct").play(words=120)


# The desk


def asked(material: str, first: str = "You choose sentences.") -> dict[str, Any]:
    messages = [{"role": "system", "content": first}, {"role": "user", "content": f"<<<f\n{material}\n>>>f"}]
    return {"model": "desk", "messages": messages}


def content(response: tuple[int, str, bytes]) -> str:
    return str(json.loads(response[2])["choices"][0]["message"]["content"])


def answer(body: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"template": "select", "prompt": prompt_hash(body["messages"]), **more}


def test_the_desk_writes_a_prompt_that_nobody_answered_to_a_file_and_refuses_it(tmp_path: Path):
    desk = Desk([], tmp_path)
    status, _, body = desk.respond(asked("1 A bridge fell."))
    assert status == 404
    (path,) = desk.unanswered
    assert path.name in body.decode()
    assert "1 A bridge fell." in path.read_text(encoding="utf-8")


def test_the_desk_answers_only_the_very_prompt_a_reply_was_written_for(tmp_path: Path):
    body = asked("1 A bridge fell.")
    desk = Desk([answer(body, points=[["1 A bridge"]])], tmp_path)
    assert content(desk.respond(body)) == "1"
    assert desk.respond(asked("1 A bridge fell!"))[0] == 404


def test_the_desk_streams_a_refusal_as_one(tmp_path: Path):
    body = {**asked("1 A bridge fell."), "stream": True}
    _, kind, events = Desk([answer(body, refusal="No.")], tmp_path).respond(body)
    assert kind == "text/event-stream"
    assert b'"delta": {"refusal": "No."}' in events
    assert events.endswith(b"data: [DONE]\n\n")


def test_accepting_finds_the_cited_words_again_under_other_numbers(tmp_path: Path):
    old = {"template": "select", "prompt": "old", "points": [["1 A bridge fell.", 99]]}
    desk = Desk([old], tmp_path, accept=True)
    assert content(desk.respond(asked("1 Rain.\n2 A bridge fell."))) == "2,99"
    assert desk.respond(asked("1 Rain.\n2 A ferry sank."))[0] == 404, "words that are not there are not guessed"


def test_accepting_deals_points_out_anew_when_the_chunks_are_others(tmp_path: Path):
    old = {"template": "select", "prompt": "old", "points": [["1 A bridge fell."], ["2 A ferry sank."]]}
    desk = Desk([old], tmp_path, accept=True)
    assert content(desk.respond(asked("1 A ferry sank."))) == "1"
    assert content(desk.respond(asked("1 A bridge fell."))) == "1"


STYLES = {
    "plain": "# It fell [1]\n[1,2] ~ A bridge fell.\n! when | [1] Monday | [2] Tuesday",
    "bullets": "**Headline:** It fell\n- A bridge fell. [1][2]\n! when | [1] Monday | [2] Tuesday",
    "paragraph": "**Headline:** It fell\nA bridge fell [1][2].\n! when | [1] Monday | [2] Tuesday",
}


@pytest.mark.parametrize("style", STYLES)
def test_the_desk_writes_in_every_style(tmp_path: Path, style: str):
    sides = [{"text": "Monday", "cites": [1]}, {"text": "Tuesday", "cites": [2]}]
    body = asked("1 A bridge fell.", "You write one neutral summary.")
    whole = answer(
        body,
        style=style,
        headline={"text": "It fell", "cites": [1]},
        sentences=[{"text": "A bridge fell.", "cites": [1, 2], "minor": True}],
        disagreements=[{"point": "when", "positions": sides}],
    )
    assert content(Desk([whole], tmp_path).respond(body)) == STYLES[style]


def test_the_desk_mends_and_gives_up(tmp_path: Path):
    body = asked("1 A bridge fell.", "You mend sentences.")
    mended = [{"item": 1, "text": "It fell.", "cites": [1]}, {"item": 2, "text": "", "cites": []}]
    assert content(Desk([answer(body, mended=mended)], tmp_path).respond(body)) == "1 [1] It fell.\n2 -"


def test_a_sentence_is_read_by_what_was_written_for_it(tmp_path: Path):
    desk = Desk([], tmp_path, readings={"A bridge sank.": "NOT SAID", "*": "SUPPORTED"})
    ask = "You check whether passages say a sentence."
    passages = "#1 Post\nA bridge over the Nara fell on Monday.\nSentence: {}"
    quote = "A bridge over the Nara fell"
    sank = content(desk.respond(asked(passages.format("A bridge sank."), ask)))
    assert sank == f"A bridge sank. | {quote}\nNOT SAID", "beside its verdict it quotes what is there"
    assert content(desk.respond(asked(passages.format("It fell."), ask))) == f"It fell. | {quote}\nSUPPORTED"
    assert Desk([], tmp_path).respond(asked("It fell.", ask))[0] == 404


def test_the_template_of_a_request_is_known_by_its_first_words():
    kinds = [kind_of(each["request"]["body"]) for each in interactions("selected")]
    assert set(kinds) == {"select", "write", "check"}
    assert {kind_of(each["request"]["body"]) for each in interactions("mended")} == {"write", "repair", "check"}


@pytest.mark.enable_socket
@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.parametrize("name", ["streaming", "selected", "invented-figure"])
def test_recording_again_gives_the_same_file(name: str, tmp_path: Path):
    assert record(scenario(name), into=tmp_path) == 0
    assert (tmp_path / f"{name}.yaml").read_bytes() == (CASSETTES / f"{name}.yaml").read_bytes()
