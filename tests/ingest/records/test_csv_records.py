"""Tables: a row an article, a bad row costs itself."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.errors import InputError
from summarize.ingest.records.csv_records import read_csv, read_rows
from summarize.ingest.records.record_files import ParsedArticle
from summarize.records import Notice, Skipped
from tests.documents import table


def read(text: str, column: str = "") -> list[ParsedArticle | Skipped | Notice]:
    return list(read_csv(text, "a.csv", column))


def articles(text: str, column: str = "") -> list[dict[str, object]]:
    return [
        {"n": d.article.record, "text": d.article.text, "title": d.article.title}
        for d in read(text, column)
        if isinstance(d, ParsedArticle)
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_is_read_whatever_parts_its_cells(delimiter: str) -> None:
    rows = [["Title", "Text", "Published"], ["One", f'A "word"{delimiter} and\na line.', "2025-02-17"]]
    (draft,) = read(table(rows, delimiter).decode())
    assert isinstance(draft, ParsedArticle)
    assert (draft.article.title, draft.article.text) == ("One", f'A "word"{delimiter} and\na line.')
    assert (draft.article.published, draft.article.record, draft.article.stored) == ("2025-02-17", 1, True)


def test_columns_are_known_by_their_names_and_others_are_said() -> None:
    head = "id,headline,link,date,source,byline,origin,lang,body,notes"
    draft, notice = read(f"{head}\nx,T,https://e.example,2025-02-17,P,A,O,en,Words.,ignored")
    assert isinstance(draft, ParsedArticle)
    a = draft.article
    assert (a.id, a.title, a.url, a.published) == ("x", "T", "https://e.example", "2025-02-17")
    assert (a.publisher, a.author, a.origin, a.language) == ("P", "A", "O", "en")
    assert notice == Notice("unknown_fields", "a.csv: fields that are not read: notes")


def test_the_column_with_the_text_can_be_named_or_counted() -> None:
    text = "Story,Text\nRight.,Wrong.\n"
    assert [a["text"] for a in articles(text, "STORY ")] == ["Right."]
    assert [a["text"] for a in articles("Some words.,x\nOther words.,y\n", "1")] == ["Some words.", "Other words."]
    assert [a["text"] for a in articles("title,x\nT,Words.\n", "2")] == ["Words."]


@pytest.mark.parametrize(
    ("text", "column", "why"),
    [
        ("", "", "no rows"),
        ("a,b\n1,2\n", "", "no column with the text; name it as `column` (its first row is: a, b)"),
        ("a,b\n1,2\n", "story", "no column 'story'; name it as `column`"),
        ("a,b\n1,2\n", "3", "no column '3'"),
        ('text\n"never closed', "", "not a usable table"),
        ('text\n"a"b\n', "", "not a usable table"),
    ],
)
def test_a_table_without_its_column_is_refused(text: str, column: str, why: str) -> None:
    with pytest.raises(InputError) as caught:
        read(text, column)
    assert caught.value.message.startswith(why)


def test_a_bad_row_costs_itself_and_an_empty_one_nothing() -> None:
    found = read("title,text,published\nshort\n\nT,Words.,17/02/2025\n,,\n")
    assert [(one.path, one.why) for one in found if isinstance(one, Skipped)] == [
        ("a.csv:record 1", "the row is too short: it has no text")
    ]
    (draft,) = [one for one in found if isinstance(one, ParsedArticle)]
    assert (draft.article.record, draft.article.published) == (3, None)
    assert [code for code, _ in draft.remarks] == ["bad_date"]


def test_a_cell_of_megabytes_is_read() -> None:
    assert len(str(articles("text\n" + "word " * 1_000_000)[0]["text"])) == 5_000_000


@given(
    st.lists(
        st.lists(
            st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\0")),
            min_size=2,
            max_size=3,
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_a_table_program_wrote_is_read_again(rows: list[list[str]]) -> None:
    stream = io.StringIO()
    csv.writer(stream, quoting=csv.QUOTE_ALL).writerows([["text", "a,b", "c,,,,,d"], *rows])
    assert read_rows(stream.getvalue())[1:] == rows
