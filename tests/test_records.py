"""The records: frozen, whole, and shaped as the JSON is."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import get_args

import pytest

from summarize import Article, LoadResult, Summary, records

SCHEMA = json.loads((Path(__file__).parents[1] / "docs" / "summary.schema.json").read_text(encoding="utf-8"))
RECORDS = [value for value in vars(records).values() if dataclasses.is_dataclass(value)]


def article(name: str) -> Article:
    return Article(id=name, text=name, sha256="0")


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_records_are_frozen_have_slots_and_say_what_they_are(record: type) -> None:
    assert record.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert "__slots__" in vars(record)
    assert record.__doc__
    assert not record.__doc__.startswith(record.__name__ + "(")


def test_an_intake_is_the_sequence_of_its_articles() -> None:
    intake = LoadResult((article("a"), article("b"), article("c")))
    assert len(intake) == 3
    assert intake[0].id == "a"
    assert [each.id for each in intake[1:]] == ["b", "c"]
    assert [each.id for each in intake] == ["a", "b", "c"]
    assert intake.articles[-1] in intake


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        article("a").id = "b"  # type: ignore[misc]


def test_a_sentence_is_evidence_with_its_place_and_who_found_it() -> None:
    sentence = records.Sentence("a2", 7, 30, 40, "It is so.", "body", "", 3)
    assert records.Evidence.of(sentence, "match") == records.Evidence("a2", 30, 40, "It is so.", "match")


def test_names_are_the_schemas_names() -> None:
    fields = {field.name for field in dataclasses.fields(Summary)}
    assert set(SCHEMA["properties"]) == fields
    for name in ("Claim", "Evidence", "Check", "Origin", "Omission"):
        (shape,) = [value for key, value in SCHEMA["$defs"].items() if key.lower() == name.lower()]
        assert set(shape["properties"]) == {field.name for field in dataclasses.fields(getattr(records, name))}


def test_reasons_and_outcomes_are_the_schemas() -> None:
    text = json.dumps(SCHEMA)
    for words in (records.OmissionReason, records.Outcome, records.CheckName, records.ClaimKind, records.CitedBy):
        assert all(f'"{word}"' in text for word in get_args(words))
    assert records.SCHEMA in text
