"""A server's answer, read piece by piece, whatever it is."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.llm import Reply
from summarize.llm.provider_errors import Failed, Kind
from summarize.llm.response_parser import Answer
from tests.fault_server import completion, events

STREAM, WHOLE = "text/event-stream; charset=utf-8", "application/json"


def read(body: bytes, kind: str, cuts: list[int] | None = None, most: int = 1_000_000, secret: str = "") -> Reply:
    answer, start = Answer(secret, kind, most), 0
    for cut in sorted(cut for cut in cuts or [] if cut < len(body)):
        answer.feed(body[start:cut])
        start = cut
    answer.feed(body[start:])
    return answer.reply()


@given(st.lists(st.text(max_size=8), max_size=6), st.lists(st.integers(0, 900), max_size=12))
def test_a_stream_reads_the_same_however_it_is_cut_into_pieces(texts: list[str], cuts: list[int]):
    body = events("x", *texts)
    assert read(body, STREAM, cuts) == Reply(text="x" + "".join(texts), prompt_tokens=7, completion_tokens=3)
    whole = completion("x" + "".join(texts))
    assert read(whole, WHOLE, cuts) == read(body, STREAM)


def test_lines_may_end_as_on_windows_and_hold_comments():
    body = b": ping\r\nevent: x\r\nid: 1\r\n" + events("a").replace(b"\n", b"\r\n")
    assert read(body, STREAM).text == "a"


@pytest.mark.parametrize(
    ("body", "kind", "fault"),
    [
        (b"", WHOLE, Kind.MALFORMED),
        (b"{}", WHOLE, Kind.MALFORMED),
        (b"", STREAM, Kind.LOST),
        (events("a", finish=None, done=False), STREAM, Kind.LOST),
        (events(), STREAM, Kind.EMPTY),
        (b"data: {}\n", STREAM, Kind.MALFORMED),
        (b'data: {"error": {"message": "x"}}\n', STREAM, Kind.SERVER),
        (events("a", finish=None, done=False) + b'data: {"error": {"message": "x"}}\n', STREAM, Kind.SERVER),
        (events("a", finish=None, done=False) + b'data: {"error": {"code": 401}}\n', STREAM, Kind.KEY),
        (b'{"error": "x"}', WHOLE, Kind.SERVER),
        (b'{"error": {"code": 429}}', WHOLE, Kind.THROTTLED),
        (b"x" * 2_000_000, WHOLE, Kind.TOO_LARGE),
        (completion("<think>never ends"), WHOLE, Kind.EMPTY),
    ],
)
def test_what_is_no_answer_is_a_fault(body: bytes, kind: str, fault: Kind):
    with pytest.raises(Failed) as failed:
        read(body, kind)
    assert failed.value.fault.kind is fault


@pytest.mark.parametrize("code", [429, 500, 503])
def test_an_error_inside_a_200_may_have_been_charged(code: int):
    with pytest.raises(Failed) as failed:
        read(json.dumps({"error": {"code": code}}).encode(), WHOLE)
    assert failed.value.fault.may_be_billed and failed.value.fault.worth_retrying


def test_a_web_page_is_named_by_its_title_and_not_shown():
    with pytest.raises(Failed, match=r"not a JSON object \(a web page, titled “Sign in & go”\)") as failed:
        read(b"<!DOCTYPE html><html><head><title>Sign in &amp; go</title></head><p>Secret", "text/html")
    assert "<" not in str(failed.value) and "Secret" not in str(failed.value)


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (["a", "b"], ["a", "b"]),
        (["<th", "ink>hm", " hm</thi", "nk>", "a", "b"], ["", "", "", "", "a", "b"]),
        (["<", "b>"], ["", "<b>"]),
        (["", "\n", "a"], ["", "", "a"]),
    ],
)
def test_words_are_shown_as_they_come_but_not_the_reasoning_before_them(texts: list[str], shown: list[str]):
    answer = Answer("", STREAM, 10_000)
    given = [
        answer.feed(f"data: {json.dumps({'choices': [{'delta': {'content': text}}]})}\n".encode()) for text in texts
    ]
    assert given == shown
    answer.feed(b"data: [DONE]\n")
    assert answer.reply().text.strip() == "".join(shown)


SECRET = "sk-test-SECRET-123"


@given(st.lists(st.integers(1, len(SECRET) - 1), max_size=6), st.sampled_from([" is it", "", "sk-", "sk-test"]))
def test_the_key_is_in_no_words_that_are_shown_however_it_is_cut(cuts: list[int], after: str):
    places = [0, *sorted(set(cuts)), len(SECRET)]
    pieces = [SECRET[a:b] for a, b in pairwise(places)]
    answer = Answer(SECRET, STREAM, 1_000_000)
    shown = "".join(answer.feed(line + b"\n") for line in events("The key ", *pieces, after).split(b"\n"))
    assert shown == answer.reply().text == f"The key [key]{after}"


def test_a_key_that_is_written_in_escapes_is_hidden_and_a_plain_word_is_no_key():
    escaped = SECRET.replace("-", "\\u002d").replace("k", "\\u006B")
    assert read(completion(f'{{"headline": "{escaped}"}}'), WHOLE, secret=SECRET).text == '{"headline": "[key]"}'
    for word in ("x", "text", "ollama"):
        assert read(completion('{"text": "ollama"}'), WHOLE, secret=word).text == '{"text": "ollama"}'


def test_a_stream_that_said_its_end_but_not_done_is_whole():
    assert read(events("a", done=False), STREAM).text == "a"


@pytest.mark.parametrize("usage", [None, [], {"prompt_tokens": -1}, {"prompt_tokens": "7"}, {"prompt_tokens": True}])
def test_token_counts_that_are_none_count_as_missing(usage: object):
    body = json.dumps({"choices": [{"message": {"content": "a"}}], "usage": usage}).encode()
    assert read(body, WHOLE) == Reply(text="a")


def test_the_providers_own_cache_is_reported():
    usage = {"prompt_tokens": 9, "completion_tokens": 1, "prompt_tokens_details": {"cached_tokens": 8}}
    body = json.dumps({"choices": [{"message": {"content": "a"}}], "usage": usage}).encode()
    assert read(body, WHOLE).cached_prompt_tokens == 8


def counted(usage: dict[str, object], **message: object) -> Reply:
    body = {"choices": [{"message": {"content": "a", **message}}], "usage": usage, "service_tier": "flex"}
    return read(json.dumps(body).encode(), WHOLE)


@pytest.mark.parametrize(
    ("usage", "written", "reasoning"),
    [
        ({"prompt_tokens": 9, "completion_tokens": 50, "total_tokens": 59}, 50, 0),
        ({"completion_tokens": 50, "completion_tokens_details": {"reasoning_tokens": 40}}, 50, 40),
        ({"completion_tokens": 50, "completion_tokens_details": {"reasoning_tokens": -1}}, 50, 0),
        ({"completion_tokens": 50, "completion_tokens_details": None}, 50, 0),
        (  # xAI: the reply's tokens do not hold the reasoning, the total does
            {"prompt_tokens": 9, "completion_tokens": 5, "total_tokens": 54,
             "completion_tokens_details": {"reasoning_tokens": 40}}, 45, 40,
        ),
        ({"prompt_tokens": 9, "completion_tokens": 5, "total_tokens": 54}, 45, 40),  # Gemini: only the total tells
        ({"prompt_tokens": 9, "total_tokens": 54}, 0, 0),
    ],
)  # fmt: skip
def test_tokens_of_reasoning_are_tokens_of_the_reply(usage: dict[str, object], written: int, reasoning: int):
    reply = counted(usage)
    assert (reply.completion_tokens, reply.reasoning_tokens) == (written, reasoning)


@pytest.mark.parametrize("field", ["reasoning", "reasoning_content"])
def test_reasoning_that_is_shown_and_not_counted_is_counted_here(field: str):
    assert counted({"completion_tokens": 50}, **{field: "hm, " * 20}).reasoning_tokens == 20
    assert counted({"completion_tokens": 9}, **{field: "hm, " * 20}).reasoning_tokens == 9
    assert counted({"completion_tokens": 50}, content="<think>" + "hm, " * 20 + "</think>a").reasoning_tokens == 23


def test_what_was_written_to_the_cache_and_the_tier_are_reported():
    reply = counted({"prompt_tokens": 9, "prompt_tokens_details": {"cache_write_tokens": 8}})
    assert (reply.written_prompt_tokens, reply.tier) == (8, "flex")
    body = json.dumps({"choices": [{"message": {"content": "a"}}], "service_tier": "\x1b[1m"}).encode()
    assert read(body, WHOLE).tier == ""


@pytest.mark.parametrize("field", ["content", "reasoning"])
@pytest.mark.parametrize(("kind", "part"), [(WHOLE, "message"), (STREAM, "delta")])
def test_a_reply_has_a_longest_text_however_it_is_packed(kind: str, part: str, field: str):
    def body(length: int) -> bytes:
        pieces = [length // 2, length - length // 2] if kind == STREAM else [length]
        documents = [
            json.dumps({"choices": [{part: {field: "x" * size}, "finish_reason": "length"}]}) for size in pieces
        ]
        return "".join(f"data: {each}\n" if kind == STREAM else each for each in documents).encode()

    def taken(length: int) -> Reply:
        answer = Answer("", kind, 1_000_000, most_text=100)
        answer.feed(body(length))
        return answer.reply()

    assert len(taken(100).text) == (100 if field == "content" else 0)
    with pytest.raises(Failed, match="longer than 100 characters") as failed:
        taken(101)
    assert failed.value.fault.kind is Kind.TOO_LARGE


@pytest.mark.parametrize(("kind", "body"), [(WHOLE, completion("kra")), (STREAM, events("kra"))])
def test_an_answer_has_a_largest_size_to_the_byte(kind: str, body: bytes):
    assert read(body, kind, [9], most=len(body)).text == "kra"
    with pytest.raises(Failed, match="larger than") as failed:
        read(body, kind, [9], most=len(body) - 1)
    assert failed.value.fault.kind is Kind.TOO_LARGE


def test_content_in_parts_is_joined():
    parts = [{"type": "text", "text": "a"}, {"type": "image"}, "?", {"type": "text", "text": "b"}]
    assert read(json.dumps({"choices": [{"message": {"content": parts}}]}).encode(), WHOLE).text == "ab"


ANY = st.none() | st.booleans() | st.integers() | st.text(st.characters()) | st.sampled_from(["", " ", "\ud800"])
FIELDS = ["choices", "message", "delta", "content", "usage", "error", "code", "finish_reason", "refusal"]
DOCUMENTS = st.recursive(ANY, lambda x: st.lists(x) | st.dictionaries(st.sampled_from(FIELDS), x))
MESSAGES = st.fixed_dictionaries({"content": ANY}, optional={"refusal": ANY})
CHOICES = st.fixed_dictionaries({"message": MESSAGES, "delta": MESSAGES}, optional={"finish_reason": ANY})
FAULTS = st.fixed_dictionaries({"error": st.fixed_dictionaries({"code": ANY | st.integers(300, 700)})})


@given(DOCUMENTS | st.fixed_dictionaries({"choices": st.lists(CHOICES, max_size=2)}, optional={"usage": ANY}) | FAULTS)
def test_no_document_breaks_it(document: object):
    for body, kind in (
        (json.dumps(document).encode(), WHOLE),
        (b"data: " + json.dumps(document).encode() + b"\n", STREAM),
    ):
        try:
            reply = read(body, kind)
        except Failed as failed:
            assert failed.fault.message
            assert failed.fault.status == 200 or 400 <= failed.fault.status <= 599
        else:
            assert isinstance(document, dict) and (kind == STREAM or document["choices"])
            assert reply.text.strip() or reply.finish != "stop"
            assert (reply.finish == "refusal") is bool(reply.refusal)
            assert f"{reply.text}{reply.refusal}".encode()
