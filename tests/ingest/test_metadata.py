"""The names people give to an article's fields, in JSON and in tables alike. Metadata beside the files: strict, with
lines in its errors.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize import load_articles
from summarize.errors import InputError
from summarize.ingest.metadata import (
    Sidecars,
    UnknownFields,
    check_fields,
    chosen_fields,
    field_text,
    is_sidecar,
    key_of,
    parse_sidecar,
)
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


def article(path: str | None, **fields: str) -> Article:
    return Article(id="a1", text="Words.", sha256="", path=path, **fields)


def test_every_field_is_read() -> None:
    text = (
        "a.html:\n  title: T\n  publisher: P\n  author: A\n  published: 2025-02-17T08:00Z\n"
        "  url: https://example.org/a\n  origin: O\n  language: pt-BR\nb.pdf:\n  title: ~\nc.pdf:\n"
    )
    assert parse_sidecar(text, "articles.yaml") == {
        "a.html": {
            "title": "T", "publisher": "P", "author": "A", "published": "2025-02-17T08:00Z",
            "url": "https://example.org/a", "origin": "O", "language": "pt-BR",
        },
        "b.pdf": {},
        "c.pdf": {},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a.html:\n  titel: X\n", "x.yaml:2: 'titel' is not a field of an article (did you mean title?)"),
        ("a.html:\n  zzz: X\n", "x.yaml:2: 'zzz' is not a field of an article (choose from title, publisher,"),
        ("a.html:\n  title: T\n  published: 17.2.2025\n", "x.yaml:3: published: '17.2.2025' is not an ISO date"),
        ("a.html:\n  published: 2025-02-30\n", "x.yaml:2: published: '2025-02-30' is not an ISO date"),
        ("a.html:\n  url: example.org\n", "x.yaml:2: url: 'example.org' is not an address"),
        ("a.html:\n  language: English\n", "x.yaml:2: language: 'English' is not a language code"),
        ("a.html:\n  title: 5\n", "x.yaml:2: title is not text (put it in quotation marks)"),
        ("a.html:\n  title: [a]\n", "x.yaml:2: title is not text"),
        ("\na.html: T\n", "x.yaml:2: 'a.html' needs fields such as"),
        ("- a\n", "x.yaml:1: it holds no file names"),
        ("a: {title: x, title: y}\n", "x.yaml:1: not usable YAML (the key 'title' is given twice"),
        ("a:\n  title: *x\n", "x.yaml:2: not usable YAML (anchors and aliases"),
        ("a: [\n", "x.yaml:2: not usable YAML"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, why: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_sidecar(text, "x.yaml")
    assert caught.value.message.startswith(why)


def test_fields_of_a_program_follow_the_same_rules() -> None:
    assert check_fields({"title": " T ", "author": None, "origin": ""}) == {"title": "T"}
    with pytest.raises(InputError, match="did you mean publisher"):
        check_fields({"publishr": "x"})


@pytest.mark.parametrize("name", ["a.html", "./a.html", "sub/../a.html"])
def test_a_file_is_named_from_the_sidecars_folder(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("articles.yaml").write_text("a.html:\n  title: T\n")
    Path("sub").mkdir()
    Path("sub/articles.yaml").write_text("a.html:\n  title: Wrong\n")
    sidecars = Sidecars(None)
    assert sidecars.complete(article(name if name != "sub/../a.html" else "a.html", author="Own")).title == "T"
    assert sidecars.notices() == []


def test_given_goes_before_beside_before_own(tmp_path: Path) -> None:
    (tmp_path / "articles.yml").write_text("a.html:\n  title: Beside\n  author: Beside\n")
    given = tmp_path / "given.yaml"
    given.write_text("a.html:\n  title: Given\n")
    found = Sidecars(given).complete(article(str(tmp_path / "a.html"), title="Own", author="Own", publisher="Own"))
    assert (found.title, found.author, found.publisher) == ("Given", "Beside", "Own")


def test_a_given_file_may_name_files_of_other_folders_as_the_user_does(tmp_path: Path) -> None:
    (tmp_path / "given.yaml").write_text("d/a.html:\n  title: T\ne/b.html:\n  title: U\n")
    sidecars = Sidecars(str(tmp_path / "given.yaml"))
    assert sidecars.complete(article("d/a.html")).title == "T"
    assert sidecars.complete(article(str(tmp_path / "e" / "b.html"))).title == "U"
    assert sidecars.complete(article(None)).title is None


def test_a_broken_sidecar_beside_is_skipped_once(tmp_path: Path) -> None:
    (tmp_path / "articles.yaml").write_bytes(b"\xff\xfe\x00")
    sidecars = Sidecars(None)
    for name in ("a.html", "b.html"):
        assert sidecars.complete(article(str(tmp_path / name))).title is None
    assert [one.path for one in sidecars.skipped] == [str(tmp_path / "articles.yaml")]


def test_a_name_that_fits_nothing_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "articles.yaml").write_text("a.html:\n  title: T\nb\x07.html:\n  title: U\n".replace("\x07", "x"))
    sidecars = Sidecars({"c.html": {"title": "V"}})
    sidecars.complete(article(str(tmp_path / "a.html")))
    assert sorted(notice.message for notice in sidecars.notices()) == [
        f"{tmp_path}/articles.yaml: bx.html is not one of the files that were read",
        "the metadata given: c.html is not one of the files that were read",
    ]


def test_sidecars_are_told_by_their_names() -> None:
    assert is_sidecar("d/articles.yaml")
    assert is_sidecar("articles.yml")
    assert not is_sidecar("d/my-articles.yaml")


@given(st.text(max_size=60))
def test_any_text_is_metadata_or_an_error_with_its_file(text: str) -> None:
    try:
        assert isinstance(parse_sidecar(text, "x.yaml"), dict)
    except InputError as error:
        assert error.message.startswith("x.yaml")
