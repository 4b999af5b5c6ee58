"""Ids that change with what shapes a story and with nothing else; names that every file system takes."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.batch.jobs import RESERVED, Source, job_id, safe_name, shape_of, unique_name
from summarize.config import Config
from summarize.errors import InputError

SHAPE = shape_of(Config(), ("json",))


@pytest.mark.parametrize("change", [{"words": 120}, {"language": "pt"}, {"strict": True}, {"check": "values"}])
def test_what_shapes_the_outputs_changes_the_id(change: dict[str, object]):
    assert shape_of(replace(Config(), **change), ("json",)) != SHAPE


@pytest.mark.parametrize(
    "change", [{"concurrency": 3}, {"max_cost": 9.0}, {"rpm": 5}, {"tier": "flex"}, {"cache": "none"}, {"attempts": 2}]
)
def test_how_fast_how_dear_and_where_does_not(change: dict[str, object]):
    assert shape_of(replace(Config(), **change), ("json",)) == SHAPE


def test_formats_models_and_prompts_shape_the_outputs():
    others = [
        shape_of(Config(), ("json", "html")),
        shape_of(Config(), ("json",), ["openai gpt"]),
        shape_of(Config(), ("json",), (), {"write": "ab"}),
    ]
    assert len({SHAPE, *others}) == 4
    assert shape_of(Config(), ("html", "json")) == shape_of(Config(), ("json", "html"))


def test_another_text_is_another_job():
    assert job_id(Source("a", "1"), SHAPE) != job_id(Source("a", "2"), SHAPE)
    assert job_id(Source("a", "1"), SHAPE) == job_id(Source("elsewhere/a", "1"), SHAPE)


def test_a_source_gives_its_bytes_and_refuses_changed_ones(tmp_path):
    path = tmp_path / "s.jsonl"
    path.write_bytes(b"one\ntwo\nthree\n")
    spans = ((0, 4), (8, 6))
    source = Source(str(path), hashlib.sha256(b"one\nthree\n").hexdigest(), spans)
    assert source.read(100) == b"one\nthree\n"
    assert Source.from_json(source.to_json()) == source
    path.write_bytes(b"one\ntwo\nTHREE\n")
    with pytest.raises(InputError, match="changed while"):
        source.read(100)


def test_a_source_that_has_gone_says_so(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        Source(str(tmp_path / "gone"), "0", ((0, 1),)).read(100)


@pytest.mark.parametrize("key", ["story-001", "a.b_c", "2025-02-17-abc", "x" * 80])
def test_a_plain_key_is_its_own_name(key: str):
    assert safe_name(key) == key


@pytest.mark.parametrize(
    "key", ["x" * 81, "a b", "../up", "index", "Ledger", "con", "nul.x", "", "ä", ".hidden", "a/b"]
)
def test_any_other_key_gets_a_name_of_its_own(key: str):
    assert safe_name(key) == unique_name(key) != key


@given(st.text())
def test_no_key_leads_out_of_the_folder(key: str):
    name = safe_name(key)
    assert name
    assert name.isascii()
    assert not set(name) & set("/\\: \0")
    assert not name.startswith(".")
    assert name.lower() not in RESERVED
    assert len(name) <= 80


def test_keys_that_look_alike_get_different_names():
    assert len({safe_name(key) for key in ("a b", "a_ b", "a/b", "a\\b", "a  b")}) == 5
