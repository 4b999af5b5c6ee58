"""The names people give to an article's fields, in JSON and in tables alike."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from summarize import load_articles
from summarize.errors import InputError
from summarize.ingest.records.fields import UnknownFields, chosen_fields, field_text, key_of
from summarize.records import Article
from tests.documents import table

TEXT = "The bridge fell."
NAMES = [
    *[(name, "text") for name in ("text", "body", "content", "article", "articleBody", "full text", "Full-Text")],
    *[(name, "title") for name in ("title", "headline", "Headline")],
    *[(name, "published") for name in ("published", "date", "published_at", "datePublished", "publishedAt", "pubDate")],
    *[("link", "url"), ("source", "publisher"), ("byline", "author"), ("lang", "language")],
]
VALUES = {
    "text": TEXT,
    "title": "Bridge falls",
    "published": "2025-03-04",
    "url": "https://a.example/1",
    "publisher": "The Post",
    "author": "A. Moll",
    "language": "en",
}


def read(tmp_path: Path, name: str, content: str) -> Article:
    (tmp_path / name).write_text(content, encoding="utf-8")
    intake = load_articles([tmp_path / name])
    assert (intake.skipped, intake.warnings) == ((), ())
    return intake[0]


@pytest.mark.parametrize(("name", "key"), NAMES)
def test_a_field_is_known_by_every_name_in_json_and_in_a_table(name: str, key: str, tmp_path: Path) -> None:
    record = {"text": TEXT, name: VALUES[key]} if key != "text" else {name: TEXT}
    rows = [list(record), list(record.values())]
    for article in (
        read(tmp_path, "a.json", json.dumps(record)),
        read(tmp_path, "b.jsonl", json.dumps(record) + "\n"),
        read(tmp_path, "c.csv", table(rows).decode()),
        load_articles([record])[0],
    ):
        assert (article.text, getattr(article, key)) == (TEXT, VALUES[key])
    assert key_of(name) == key


def test_our_own_name_goes_before_others_and_a_text_before_a_blank() -> None:
    assert chosen_fields({"content": "other", "Text": TEXT})["text"] == ("Text", TEXT)
    assert chosen_fields({"text": "  ", "body": TEXT})["text"] == ("body", TEXT)
    assert chosen_fields({"content": "second", "body": "first"})["text"] == ("body", "first")
    assert chosen_fields({"headline": None}) == {}


def test_another_name_may_mean_another_thing_and_costs_nothing() -> None:
    record = {"text": TEXT, "date": 1741046400, "content": {"rendered": "x"}, "source": {"id": 7}, "link": ["a", "b"]}
    assert chosen_fields(record) == {"text": ("text", TEXT)}
    with pytest.raises(InputError, match='its "published" is a number, not a string'):
        load_articles([{"text": TEXT, "published": 1741046400}])


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("published", date(2025, 3, 4), "2025-03-04"),
        ("published", datetime(2025, 3, 4, 8, 30, tzinfo=UTC), "2025-03-04T08:30:00+00:00"),
        ("publisher", {"id": None, "name": "The Post"}, "The Post"),
        ("author", ["A. Moll", {"@type": "Person", "name": "I. Brandt"}], "A. Moll, I. Brandt"),
    ],
)
def test_values_that_mean_a_text_are_taken_for_it(key: str, value: object, text: str) -> None:
    assert field_text(key, key, value) == text
    assert getattr(load_articles([{"text": TEXT, key: value}])[0], key) == text


@pytest.mark.parametrize(
    ("key", "value"),
    [("title", date(2025, 3, 4)), ("author", [3]), ("author", []), ("publisher", {"id": 1}), ("text", {"name": "a"})],
)
def test_others_are_refused_by_their_kind(key: str, value: object) -> None:
    with pytest.raises(InputError, match=f'its "{key}" is .*, not a string'):
        field_text(key, key, value)


def test_unknown_fields_are_said_once_for_a_file_and_once_for_all_mappings(tmp_path: Path) -> None:
    records = [{"text": TEXT, "score": 1, "tags": []}, {"text": TEXT, "score": 2, "headline": "A", "\x1b[31m": 0}]
    (tmp_path / "a.json").write_text(json.dumps(records))
    (tmp_path / "b.csv").write_text("text,score,date\nThe bridge fell.,1,2025-03-04\n")
    intake = load_articles([str(tmp_path / "a.json"), str(tmp_path / "b.csv"), *records])
    said = [(each.code, each.message.removeprefix(f"{tmp_path}/")) for each in intake.warnings]
    names = "fields that are not read: score, tags, \\x1b[31m"
    assert said == [
        ("unknown_fields", f"a.json: {names}"),
        ("unknown_fields", "b.csv: fields that are not read: score"),
        ("unknown_fields", f"the mappings given: {names}"),
    ]


def test_a_thousand_unknown_names_are_one_short_line() -> None:
    unknown = UnknownFields()
    unknown.note(f"{n:<60}" for n in range(5_000))
    (notice,) = unknown.notice("a.json")
    assert len(notice.message) < 500 and notice.message.endswith(" …")
