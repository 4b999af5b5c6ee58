from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summarize import records
from summarize.records import Accounting, Article, Omission, Run, Summary, Usage
from summarize.render.json_text import render_json

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "summary.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
REASONS = records.OmissionReason.__args__

COUNTS = st.integers(0, 10**9)
CONFIG = st.dictionaries(
    st.text(max_size=5), st.none() | st.booleans() | st.integers() | st.text(max_size=5), max_size=3
)
PROMPTS = st.dictionaries(
    st.text(max_size=5), st.fixed_dictionaries({"version": st.text(max_size=3), "sha256": st.text(max_size=3)})
)
SPANS = st.tuples(st.builds(records.Evidence, start=COUNTS, end=COUNTS))
CLAIMS = st.builds(records.Claim, evidence=SPANS, articles=COUNTS, origins=COUNTS)
SUMMARIES = st.builds(
    Summary,
    headline_evidence=SPANS,
    claims=st.lists(CLAIMS, max_size=2).map(tuple),
    articles=st.lists(
        st.builds(Article, sha256=st.just("0" * 64), record=st.none() | st.integers(1, 9)), max_size=2
    ).map(tuple),
    origins=st.tuples(st.builds(records.Origin, evidence=SPANS)),
    disagreements=st.tuples(
        st.builds(records.Disagreement, positions=st.tuples(st.builds(records.Position, evidence=SPANS)))
    ),
    told_differently=st.tuples(
        st.builds(records.Disagreement, positions=st.tuples(st.builds(records.Position, evidence=SPANS)))
    ),
    timeline=st.tuples(st.builds(records.TimelineEntry, evidence=SPANS)),
    accounting=st.builds(
        Accounting, sentences=COUNTS, used=COUNTS, omitted=st.dictionaries(st.sampled_from(REASONS), COUNTS)
    ),
    omitted=st.lists(st.builds(Omission, start=COUNTS, end=COUNTS), max_size=3).map(tuple),
    run=st.builds(Run, config=CONFIG, prompts=PROMPTS),
    usage=st.builds(
        Usage, calls=COUNTS, cached_calls=COUNTS, prompt_tokens=COUNTS, completion_tokens=COUNTS,
        cost_usd=st.none() | st.floats(0, 1e9), seconds=st.floats(0, 1e9), reasoning_tokens=COUNTS,
        models=st.lists(st.builds(records.ModelUsage, calls=COUNTS, reasoning_tokens=COUNTS), max_size=2).map(tuple),
    ),
    skipped=st.tuples(st.builds(records.Skipped)),
    warnings=st.tuples(st.builds(records.Notice)),
    schema=st.just("summarize/2"),
    digest=st.just("") | st.just("0" * 64),
)  # fmt: skip


def small(**more: object) -> Summary:
    known = {
        "headline": "Rain", "headline_evidence": (), "claims": (), "articles": (), "origins": (),
        "accounting": Accounting(0, 0), "omitted": (), "run": Run(engine="embedded", model=None, version="1"),
    }  # fmt: skip
    return Summary(**{**known, **more})  # type: ignore[arg-type]


def as_data(value: Any) -> Any:
    """What a record's JSON should hold, written apart from the code under test."""
    if hasattr(value, "__dataclass_fields__"):
        return {field.name: as_data(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [as_data(item) for item in value]
    return value


def test_the_schema_is_a_schema_and_describes_every_field() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    objects = [SCHEMA, *(part for part in SCHEMA["$defs"].values() if part.get("properties"))]
    for part in objects:
        assert part["additionalProperties"] is False
        for name, field in part["properties"].items():
            assert field.get("description") or SCHEMA["$defs"][field["$ref"].rpartition("/")[2]]["description"], name


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SUMMARIES)
def test_every_summary_fits_the_schema_and_loses_nothing(summary: Summary) -> None:
    data = json.loads(render_json(summary))
    VALIDATOR.validate(data)
    expected = as_data(summary)
    for article, record in zip(data["articles"], expected["articles"], strict=True):
        assert article.pop("characters") == len(record["text"])
        if not record.pop("stored"):
            del record["text"]
    assert data == expected


def test_keys_stand_in_one_order_with_the_long_list_last() -> None:
    keys = list(json.loads(render_json(small())))
    assert keys[:4] == ["schema", "headline", "headline_evidence", "claims"] and keys[-1] == "omitted"
    assert sorted(keys) == sorted(field.name for field in fields(Summary))


def test_equal_summaries_give_equal_bytes_and_usage_alone_tells_runs_apart() -> None:
    assert render_json(small()) == render_json(small())
    first = render_json(small(usage=Usage(seconds=1))).splitlines()
    second = render_json(small(usage=Usage(seconds=2))).splitlines()
    (different,) = (line for line, other in zip(first, second, strict=True) if line != other)
    assert different.startswith('  "seconds"')


def test_the_text_of_an_article_is_written_only_when_no_file_gives_it_back() -> None:
    articles = (
        Article(id="a", text="kept", sha256="0" * 64, stored=True),
        Article(id="b", text="left out", sha256="1" * 64, path="b.txt"),
    )
    first, second = json.loads(render_json(small(articles=articles)))["articles"]
    assert first["text"] == "kept" and first["characters"] == 4
    assert "text" not in second and second["characters"] == 8


def test_an_omitted_sentence_is_one_line() -> None:
    omitted = (Omission("a", 0, 5, "duplicate", "c1", 'as "c1"\n'), Omission("b", 5, 9, "budget"))
    lines = render_json(small(omitted=omitted)).splitlines()
    at = lines.index(' "omitted": [')
    assert json.loads(lines[at + 1].rstrip(","))["detail"] == 'as "c1"\n'
    assert json.loads(lines[at + 2])["of"] is None


@pytest.mark.parametrize(
    ("value", "written"), [(float("inf"), None), (float("nan"), None), (Path("p"), "p"), ((1, 2), [1, 2])]
)
def test_settings_that_json_has_no_form_for_are_still_written(value: object, written: object) -> None:
    run = Run(engine="embedded", model=None, version="1", config={"x": value})
    assert json.loads(render_json(small(run=run)))["run"]["config"]["x"] == written


def test_lone_surrogates_and_terminal_controls_do_not_reach_the_file() -> None:
    text = render_json(small(headline="a\ud800b\x9bc\u202ed\x1be", omitted=(Omission("\udfff", 0, 1, "budget"),)))
    text.encode("utf-8")
    assert not any("\x7f" <= char <= "\x9f" or char in "\x1b\u202e" for char in text)
    data = json.loads(text)
    assert data["headline"] == "a\ufffdb\x9bc\u202ed\x1be" and data["omitted"][0]["article"] == "\ufffd"


def test_readable_characters_are_not_escaped() -> None:
    assert "Zelenskyy’s 中文" in render_json(small(headline="Zelenskyy’s 中文"))
