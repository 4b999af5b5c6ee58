"""A story carried on step by step gives what a single run gives, wherever its plan is made again. What a batch says
of a summary is what the command line says of a single one.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import asdict, replace
from decimal import Decimal

import pytest

from summarize import ScriptedModel, load_articles, render_json, summarize
from summarize.batch import local
from summarize.batch.outputs import facts_of, review_needs
from summarize.batch.steps import (
    OUT_OF_MEMORY,
    PlanStore,
    StepResult,
    WorkOrder,
    answer_of,
    call_of,
    encode,
    error_of,
    pack,
    raised,
    unpack,
)
from summarize.child_process import command
from summarize.config import Config
from summarize.errors import InputError, OutputError, ProviderError, RetryableError, SummarizeError
from summarize.llm import Call, Reply
from summarize.pipeline import plan
from summarize.records import Check, Notice
from summarize.render import BY_SHORT_NAME
from tests.batches import TRAP, articles_of

RAW = json.dumps({"id": "k", "articles": articles_of(1)}).encode()
EMBEDDED = Config(engine="embedded")
MODEL = Config(engine="model", model="m", check="values", stream=False)
USAGE = {
    "usage": {"calls": 1, "cached_calls": 0, "prompt_tokens": 5, "completion_tokens": 2, "cost_usd": 0.5,
              "seconds": 1.0, "reasoning_tokens": 0, "models": []},
    "notices": [{"code": "asked_again", "message": "x", "article": None}], "model": "m", "started": "2026-01-01",
}  # fmt: skip


def order(config: Config = EMBEDDED, **changes) -> WorkOrder:
    given = {"id": "1", "key": "k", "path": "s.jsonl", "lines": True, "settings": asdict(config), "formats": ("json",)}
    return WorkOrder(**(given | changes))


def reply(call) -> Reply:
    return Reply(text="# Bridge closed\n[1] The bridge was closed on Monday after inspectors found 15 cracked bolts.\n")


def test_without_a_model_one_step_finishes_the_story():
    step = PlanStore().advance(order(formats=("json", "md")), RAW)
    summary = summarize(load_articles(articles_of(1)), config=EMBEDDED)
    told = json.loads(step.files["json"])
    assert [each["text"] for each in told["claims"]] == [each.text for each in summary.claims]
    assert set(step.files) == {"json", "md"}
    assert step.calls == ()
    assert step.facts["sentences"] == len(summary.claims)


def test_articles_of_a_line_have_no_file_and_carry_their_texts():
    told = json.loads(PlanStore().advance(order(), RAW).files["json"])
    assert {each["path"] for each in told["articles"]} == {None}
    assert [each["text"] for each in told["articles"]] == [each["text"] for each in articles_of(1)]


def test_a_whole_file_is_read_as_the_file_it_is(tmp_path):
    path = tmp_path / "s.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in articles_of(2)))
    step = PlanStore().advance(order(path=str(path), lines=False), path.read_bytes())
    assert (
        json.loads(step.files["json"])["articles"]
        == json.loads(render_json(summarize(load_articles([path]), config=EMBEDDED)))["articles"]
    )


def test_a_story_with_a_model_asks_goes_on_and_ends():
    plans = PlanStore()
    first = plans.advance(order(MODEL), RAW)
    calls = [call_of(each) for each in first.calls]
    assert calls == list(next(plan(load_articles(articles_of(1)), MODEL)))
    answers = (answer_of([reply(each) for each in calls]),)
    step = plans.advance(order(MODEL, answers=answers), RAW)  # known in full to nobody: made again
    while step.calls:
        answers = (*answers, answer_of([reply(call_of(each)) for each in step.calls]))
        step = plans.advance(order(MODEL, answers=answers), RAW)
    assert step.error is None
    assert step.facts["engine"] == "model"


def carried_on(fresh: bool) -> StepResult:
    """A story to its end, by one store or by another one for each step."""
    plans, answers = PlanStore(), ()
    step = plans.advance(order(MODEL), RAW)
    while step.calls:
        answers = (*answers, answer_of([reply(call_of(each)) for each in step.calls]))
        told = order(MODEL, answers=answers, account=USAGE)
        if fresh:
            step = PlanStore().advance(told, RAW)
        else:
            step = plans.advance(replace(told, answers=answers[-1:], since=len(answers) - 1), b"")
    return step


def test_a_plan_that_is_made_again_gives_the_same_files():
    anew, held = (json.loads(carried_on(fresh=fresh).files["json"]) for fresh in (True, False))
    for told in (anew, held):
        assert told["usage"].pop("seconds") > 1.0  # those of the account and the step's own
    assert anew == held


def test_what_the_calls_cost_stands_in_the_summary():
    told = json.loads(carried_on(fresh=False).files["json"])
    assert told["usage"]["cost_usd"] == 0.5
    assert told["run"]["model"] == "m"
    assert told["run"]["started"] == "2026-01-01"
    assert "asked_again" in {each["code"] for each in told["warnings"]}


def test_the_same_as_a_single_run_with_that_model():
    summary = summarize(load_articles(articles_of(1)), model=ScriptedModel(lambda call: reply(call).text), config=MODEL)
    told = json.loads(carried_on(fresh=False).files["json"])
    assert told["digest"] == summary.digest


def test_who_does_not_hold_the_plan_says_so():
    step = PlanStore().advance(order(MODEL, answers=(answer_of([]),), since=1), b"")
    assert step.lost
    plans = PlanStore()
    plans.advance(order(MODEL), RAW)
    plans.drop("1")
    assert plans.advance(order(MODEL, answers=(answer_of([]),), since=1), b"").lost


def test_a_fault_of_the_provider_is_the_plans_to_judge():
    config = replace(MODEL, fallback="embedded")
    answers = ({"error": error_of(ProviderError("no key", hint="set it"))},)
    step = PlanStore().advance(order(config, answers=answers, account=USAGE), RAW)
    assert step.facts["engine"] == "embedded"
    assert step.partial
    assert json.loads(step.files["json"])["run"]["model"] is None


@pytest.mark.parametrize(
    ("raw", "kind"),
    [(b'{"id": "k", "articles": []}', "InputError"), (b'{"id"', "InputError"), (b"\xff", "InputError")],
)
def test_a_bad_story_is_an_error_and_no_exception(raw, kind):
    step = PlanStore().advance(order(), raw)
    assert step.error["kind"] == kind
    assert step.files == {}


def test_a_bug_is_said_as_one(monkeypatch):
    monkeypatch.setattr("summarize.pipeline.plan", lambda *_: 1 / 0)
    step = PlanStore().advance(order(), RAW)
    assert "internal error: ZeroDivisionError" in step.error["message"]


def test_want_of_memory_is_not_hidden(monkeypatch):
    def plan_of(*_):
        raise MemoryError

    monkeypatch.setattr("summarize.pipeline.plan", plan_of)
    with pytest.raises(MemoryError):
        PlanStore().advance(order(), RAW)


def test_strict_writes_nothing_that_is_incomplete():
    raw = json.dumps({"id": "k", "articles": [*articles_of(1), {"text": ""}]}).encode()
    assert PlanStore().advance(order(), raw).partial == "1 input was not used"
    step = PlanStore().advance(order(replace(EMBEDDED, strict=True)), raw)
    assert isinstance(raised(step.error), InputError)
    assert step.files == {}


@pytest.mark.parametrize("error", [RetryableError("a", hint="b"), OutputError("c"), InputError("d")])
def test_an_error_passes_through_json(error):
    again = raised(json.loads(json.dumps(error_of(error))))
    assert (type(again), str(again)) == (type(error), str(error))


def test_a_name_that_is_no_error_of_ours_makes_none():
    assert type(raised({"kind": "annotations", "message": "x", "hint": ""})) is SummarizeError
    assert type(raised({"kind": "nothing", "message": "x", "hint": ""})) is SummarizeError


def test_steps_and_calls_pass_through_json():
    call = Call(name="direct", messages=(("user", "ä"),), max_tokens=5, optional=True)
    step = StepResult(
        calls=(asdict(call),), files={"json": b"\xff"}, facts={"a": 1}, review_priority=2.0, partial="x", seconds=1.5
    )
    told, blobs = pack(step)
    again = unpack(json.loads(json.dumps(told)), blobs)
    assert call_of(again.calls[0]) == call
    assert (again.files, again.review_priority, again.partial) == (step.files, 2.0, "x")


@pytest.mark.parametrize("name", BY_SHORT_NAME)
def test_every_format_is_written(name):
    written = PlanStore().advance(order(formats=(name,)), RAW).files
    assert set(written) == {name}
    assert b"cracked bolts" in written[name]


def test_money_has_a_decimal_form():
    assert Decimal(str(USAGE["usage"]["cost_usd"])) == Decimal("0.5")


def test_an_order_that_comes_again_from_its_beginning_is_begun_anew():
    plans = PlanStore()
    first = plans.advance(order(MODEL), RAW)
    assert plans.advance(order(MODEL), RAW).calls == first.calls != ()


def failing(summary):
    first = summary.claims[0]
    return replace(summary, claims=(replace(first, checks=(Check("names", "fail"),)), *summary.claims[1:]))


def test_a_failed_check_weighs_more_than_any_warning(summary):
    whole = replace(summary, warnings=(), disagreements=())
    warned = replace(whole, warnings=(Notice("x", "y"),) * 50)
    assert review_needs(whole).weight < review_needs(warned).weight < review_needs(failing(whole)).weight
    assert review_needs(failing(whole)).failed == 1


def test_facts_hold_what_the_index_shows(summary):
    facts = facts_of(summary)
    assert facts["sentences"] == len(summary.claims)
    assert facts["articles"] == 5
    assert facts["headline"] == summary.headline
    assert facts_of(replace(summary, headline=""))["headline"] == summary.claims[0].text


def start(boot: str = local._BOOT) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command(boot), stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def head(raw: bytes = RAW, **changes) -> bytes:
    told = {"order": pack(order())[0], "seconds": 60.0, "memory": 0} | changes
    return encode(told, [raw])


def answer(worker: subprocess.Popen[bytes]) -> tuple[dict, list[bytes]]:
    size = int.from_bytes(worker.stdout.read(4), "big")
    told = json.loads(worker.stdout.read(size))
    return told, [worker.stdout.read(length) for length in told["sizes"]]


def test_a_worker_gives_a_step_for_an_order_and_ends_with_its_input():
    with start() as worker:
        worker.stdin.write(head() + encode({"drop": "nobody's"}) + head())
        worker.stdin.flush()
        for _ in range(2):
            told, blobs = answer(worker)
            assert told["files"] == ["json"]
            assert json.loads(blobs[0])["claims"]
        worker.stdin.close()
        assert worker.wait(60) == 0


def test_a_worker_ends_with_its_parent_in_the_middle_of_a_story():
    with start(TRAP) as worker:
        worker.stdin.write(head(json.dumps({"id": "k", "articles": articles_of(1, "ENDLESS")}).encode()))
        worker.stdin.flush()
        worker.stdin.close()
        assert worker.wait(60) == 0


def test_a_worker_that_needs_too_much_memory_ends_and_says_so():
    with start() as worker:
        worker.stdin.write(head(memory=30_000_000))
        worker.stdin.flush()
        assert worker.wait(60) == OUT_OF_MEMORY
        worker.stdin.close()


def test_a_worker_rings_its_own_alarm(monkeypatch):
    boot = (
        TRAP.replace("serve()", "").rstrip()
        + "\nimport summarize.batch.steps as w\nw._GRACE_SECONDS = 0.2\nw.serve()\n"
    )
    with start(boot) as worker:
        worker.stdin.write(head(json.dumps({"id": "k", "articles": articles_of(1, "ENDLESS")}).encode(), seconds=0.1))
        worker.stdin.flush()
        assert worker.wait(60) < 0
        worker.stdin.close()


@pytest.mark.parametrize("blobs", [[], [b""], [b"a", b"\x00\xff"]])
def test_a_frame_says_how_long_its_parts_are(blobs):
    frame = encode({"a": "ä"}, blobs)
    size = int.from_bytes(frame[:4], "big")
    told = json.loads(frame[4 : 4 + size])
    assert told == {"a": "ä", "sizes": [len(blob) for blob in blobs]}
    assert frame[4 + size :] == b"".join(blobs)


def test_an_order_passes_as_json():
    told, blobs = pack(order())
    assert replace(order(), **{**json.loads(json.dumps(told)), "formats": ("json",), "answers": ()}) == order()
    assert blobs == []
    assert asdict(order())["key"] == told["key"]
