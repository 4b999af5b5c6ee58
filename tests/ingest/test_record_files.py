"""JSON and JSON Lines: every shape, and every way a record can be wrong without costing its neighbours. Tables: a row
an article, a bad row costs itself.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.errors import InputError
from summarize.ingest.record_files import (
    ParsedArticle,
    draft_record,
    looks_like_records,
    read_csv,
    read_records,
    read_rows,
)
from summarize.records import Notice, Skipped
from tests.documents import table

FULL = {
    "text": "The talks went on.",
    "title": "Talks",
    "publisher": "A paper",
    "author": "Staff",
    "published": "2025-02-17",
    "url": "https://example.org/1",
    "language": "en",
    "origin": "an agency",
    "id": "x1",
}


def read(value: object, *, lines: bool = False) -> list[ParsedArticle | Skipped | Notice]:
    return list(read_records(value if isinstance(value, str) else json.dumps(value), "f.json", lines=lines))


def why(value: object) -> str:
    (item,) = read(value)
    assert isinstance(item, Skipped)
    assert item.path == "f.json:record 1"
    return item.why


def codes(item: ParsedArticle | Skipped | Notice) -> list[str]:
    assert isinstance(item, ParsedArticle)
    return [code for code, _ in item.remarks]


def test_every_key_of_a_record_arrives_and_unknown_ones_are_said() -> None:
    draft, notice = read({**FULL, "score": [1, 2], "note": None})
    assert isinstance(draft, ParsedArticle)
    article = draft.article
    assert {key: getattr(article, key) for key in FULL} == FULL
    assert (article.path, article.record, article.stored, article.encoding) == ("f.json", 1, True, "utf-8")
    assert article.sha256 == hashlib.sha256(FULL["text"].encode()).hexdigest()
    assert draft.remarks == ()
    assert notice == Notice("unknown_fields", "f.json: fields that are not read: score, note")


@pytest.mark.parametrize(
    "shape", [[FULL, FULL], {"articles": [FULL, FULL]}, f"{json.dumps(FULL)}\n\n{json.dumps(FULL)}\n"]
)
def test_arrays_wrappers_and_lines_hold_several_records(shape: object) -> None:
    assert [item.article.record for item in read(shape) if isinstance(item, ParsedArticle)] == [1, 2]


def test_an_object_with_a_text_is_a_record_even_when_it_lists_articles() -> None:
    assert len(read({"text": "One.", "articles": [{"text": "Two."}, {"text": "Three."}]})) == 1


def test_null_and_blank_optional_values_are_absent() -> None:
    (draft,) = read({"text": "words", "title": None, "published": "", "author": "  "})
    assert isinstance(draft, ParsedArticle)
    assert (draft.article.title, draft.article.published, draft.article.author) == (None, None, None)
    assert draft.remarks == ()


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"title": "no text"}, 'it has no "text"'),
        ({"text": None}, 'it has no "text"'),
        ({"text": 5}, 'its "text" is a number, not a string'),
        ({"text": ["a"]}, 'its "text" is a list, not a string'),
        ({"text": "a", "title": True}, 'its "title" is true or false, not a string'),
        ({"text": "a", "url": {}}, 'its "url" is an object, not a string'),
        ([["text"]], "a list, not an object"),
        (["text"], "a string, not an object"),
        ([None], "null, not an object"),
        ({"schema": "summarize/1", "claims": [], "text": "a"}, "a summary written by this program"),
        ('{"text": NaN}', 'its "text" is a number, not a string'),
        ('{"text": "a", "text": "b"}', "one of its keys occurs twice"),
    ],
)
def test_a_wrong_record_is_skipped_with_its_reason(value: object, reason: str) -> None:
    assert why(value).startswith(reason)


def test_a_bad_record_costs_itself_only() -> None:
    items = read([{"text": "one"}, {"text": 2}, {"text": "three"}])
    assert [type(item) for item in items] == [ParsedArticle, Skipped, ParsedArticle]
    assert isinstance(items[2], ParsedArticle)
    assert items[2].article.record == 3


def test_a_bad_line_costs_itself_only_and_is_located() -> None:
    deep = "[" * 200_000 + "]" * 200_000
    lines = ['{"text": "one"}', '{"text": "tw', "", deep, '{"text": "f\u2028our"}\r']
    items = read("\n".join(lines), lines=True)
    assert [type(item) for item in items] == [ParsedArticle, Skipped, Skipped, ParsedArticle]
    assert isinstance(items[1], Skipped)
    assert items[1].path == "f.json:record 2"
    assert items[1].why.startswith("line 2: not valid JSON (")
    assert isinstance(items[2], Skipped)
    assert items[2].why == "line 4: not usable JSON (nested too deeply)"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[" * 200_000, "nested too deeply"),
        ('{"a":' * 200_000, "nested too deeply"),
        ("[1", "not valid JSON"),
        ("", "not valid JSON"),
        ("7", "no records"),
        ('"text"', "no records"),
        ("1" * 5000, "thousands of digits"),
    ],
)
def test_a_file_that_holds_no_records_is_refused(text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read_records(text, "f.json")


def test_numbers_that_are_none_and_repeated_keys_elsewhere_do_no_harm() -> None:
    assert codes(read('{"text": "a", "score": NaN, "more": {"k": 1, "k": Infinity}}')[0]) == []


@pytest.mark.parametrize(
    ("escaped", "text"),
    [("a\\ud800b", "a\ufffdb"), ("a\\udc00", "a\ufffd"), ("\\udc00\\ud800", "\ufffd\ufffd"), ("\\ud83d!", "\ufffd!")],
)
def test_a_lone_surrogate_is_replaced_and_said(escaped: str, text: str) -> None:
    (draft,) = read(f'{{"text": "{escaped}"}}')
    assert isinstance(draft, ParsedArticle)
    assert draft.article.text == text
    assert codes(draft) == ["lone_surrogate"]


def test_a_surrogate_pair_is_one_character_without_remark() -> None:
    (draft,) = read('{"text": "\\ud83d\\ude00", "title": "\\ud83d\\ude00"}')
    assert isinstance(draft, ParsedArticle)
    assert (draft.article.text, codes(draft)) == ("\U0001f600", [])


def test_a_lone_surrogate_in_a_title_is_replaced_too() -> None:
    draft = draft_record({"text": "a", "title": "\ud800"}, "input 1")
    assert draft.article.title == "\ufffd"


@pytest.mark.parametrize("date", ["2025-02-17", "2025-02-17T08:30:00", "2025-02-17T08:30Z", "2025-02-17 08:30+01:00"])
def test_iso_dates_are_kept_as_given(date: str) -> None:
    assert draft_record({"text": "a", "published": date}, "input 1").article.published == date


@pytest.mark.parametrize("date", ["17 February 2025", "2025-02-30", "2025-02", "20250217", "2025-W08-1", "x" * 100_000])
def test_other_dates_are_left_out_and_said(date: str) -> None:
    draft = draft_record({"text": "a", "published": date}, "input 1")
    assert draft.article.published is None
    assert codes(draft) == ["bad_date"]
    assert len(draft.remarks[0][1]) < 200


@pytest.mark.parametrize(
    "text",
    ['{"text": "a"}', '[{"text": "a"}]', '\n{"text": "a"}\n{"text": "b"}', '{"text": "a"}\nbroken', '{"title": "t"}'],
)
def test_records_are_recognised(text: str) -> None:
    assert looks_like_records(text)


@pytest.mark.parametrize("text", ["Words.", "[Agency] Words.", "{not json}", "[1, 2]", "[]", "[" * 200_000, ""])
def test_text_is_not_taken_for_records(text: str) -> None:
    assert not looks_like_records(text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*FULL, "articles", "other"]), inner),
        max_leaves=12,
    )
)
def test_any_json_gives_drafts_or_reasons_and_nothing_else(value: object) -> None:
    try:
        items = read(json.dumps(value))
    except InputError:
        return
    for item in items:
        assert isinstance(item, ParsedArticle | Skipped | Notice)
        if isinstance(item, ParsedArticle):
            item.article.text.encode()


def read_table(text: str, column: str = "") -> list[ParsedArticle | Skipped | Notice]:
    return list(read_csv(text, "a.csv", column))


def articles(text: str, column: str = "") -> list[dict[str, object]]:
    return [
        {"n": d.article.record, "text": d.article.text, "title": d.article.title}
        for d in read_table(text, column)
        if isinstance(d, ParsedArticle)
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_is_read_whatever_parts_its_cells(delimiter: str) -> None:
    rows = [["Title", "Text", "Published"], ["One", f'A "word"{delimiter} and\na line.', "2025-02-17"]]
    (draft,) = read_table(table(rows, delimiter).decode())
    assert isinstance(draft, ParsedArticle)
    assert (draft.article.title, draft.article.text) == ("One", f'A "word"{delimiter} and\na line.')
    assert (draft.article.published, draft.article.record, draft.article.stored) == ("2025-02-17", 1, True)


def test_columns_are_known_by_their_names_and_others_are_said() -> None:
    head = "id,headline,link,date,source,byline,origin,lang,body,notes"
    draft, notice = read_table(f"{head}\nx,T,https://e.example,2025-02-17,P,A,O,en,Words.,ignored")
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
        read_table(text, column)
    assert caught.value.message.startswith(why)


def test_a_bad_row_costs_itself_and_an_empty_one_nothing() -> None:
    found = read_table("title,text,published\nshort\n\nT,Words.,17/02/2025\n,,\n")
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
