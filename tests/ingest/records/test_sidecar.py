"""Metadata beside the files: strict, with lines in its errors."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.errors import InputError
from summarize.ingest.records.sidecar import Sidecars, check_fields, is_sidecar, parse_sidecar
from summarize.records import Article


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
