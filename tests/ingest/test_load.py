"""`load_articles`: every input ends up once, among the articles or among the skipped."""

from __future__ import annotations

import hashlib
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize import render_json, summarize, verify_summary
from summarize.errors import InputError, UsageError
from summarize.ingest import load_articles
from summarize.ingest.web.settings import WebSettings
from summarize.records import LoadResult
from tests.documents import html_page
from tests.page_shapes import WALLS

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    signal.alarm(20)  # an opening that waits would wait for ever
    yield
    signal.alarm(0)


def write(name: str, content: str | bytes = "Some words.") -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return name


def codes(intake: LoadResult) -> list[str]:
    return [notice.code for notice in intake.warnings]


def test_the_seeds_are_read_in_order_and_can_be_proved_from_their_files() -> None:
    intake = load_articles([SEEDS])
    assert [a.id for a in intake] == ["a1", "a2", "a3", "a4", "a5"]
    assert [Path(a.path or "").name for a in intake] == sorted(p.name for p in SEEDS.iterdir())
    assert (intake.skipped, intake.warnings) == ((), ())
    for article in intake:
        raw = Path(article.path or "").read_bytes()
        assert raw.decode(article.encoding, "replace") == article.text
        assert hashlib.sha256(raw).hexdigest() == article.sha256
        assert (article.stored, article.title, article.record) == (False, None, None)


@pytest.mark.parametrize("name", ["a.txt", "a.text", "a.md", "a.MARKDOWN", "a", "a.unknown", "README", "-a.txt"])
def test_anything_textual_is_plain_text_with_its_newlines(name: str) -> None:
    (article,) = load_articles([write(name, b"\xef\xbb\xbfOne.\r\nTwo.\rThree.")])
    assert (article.text, article.encoding, article.path) == ("One.\r\nTwo.\rThree.", "utf-8-sig", name)


def test_paths_are_as_the_user_gave_them() -> None:
    write("d/x.txt")
    assert [a.path for a in load_articles(["./d"])] == ["./d/x.txt"]
    assert [a.path for a in load_articles([Path("d"), "d/../d/x.txt"])] == ["d/x.txt"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("a.pdf", "a damaged PDF"),
        ("a.docx", "a damaged document: its ZIP archive cannot be opened"),
        ("a.ODT", "a damaged document: its ZIP archive cannot be opened"),
        ("a.rtf", "not a Rich Text document"),
        ("a.doc", "an old Word document (.doc), which is not read; save it as .docx"),
        ("a.xlsx", "a spreadsheet, which is not read; save it as .csv"),
        ("a.epub", "an e-book, which is not read; save it as plain text (.txt), HTML or PDF"),
    ],
)
def test_what_is_not_of_its_format_or_of_one_not_read_costs_itself(name: str, why: str) -> None:
    intake = load_articles([write("good.txt"), write(name)])
    assert [one.path for one in intake.skipped] == [name]
    assert intake.skipped[0].why.startswith(why)


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a", "a.txt", "page.php"])
def test_a_page_is_read_by_its_first_bytes_whatever_its_name(name: str) -> None:
    (article,) = load_articles([write(name, html_page("A headline", ["Words of the page.", "And some more of them."]))])
    assert article.text == "A headline\n\nWords of the page.\n\nAnd some more of them."
    assert (article.title, article.path, article.stored) == ("A headline", name, True)
    assert article.sha256 == hashlib.sha256(Path(name).read_bytes()).hexdigest()
    assert article.text_sha256 == hashlib.sha256(article.text.encode()).hexdigest()
    assert (article.reader or "").startswith("html, trafilatura ")


def test_a_page_on_standard_input_is_read() -> None:
    page = html_page("A headline", ["Words of the page.", "And some more of them."])
    (article,) = load_articles(["-"], stdin=io.BytesIO(page))
    assert article.text.startswith("A headline")
    assert article.path == "-"


def test_a_wall_is_said_and_not_read_as_news() -> None:
    page, why = WALLS["a paywalled teaser"]
    intake = load_articles([write("good.txt"), write("wall.html", page)])
    assert [(one.path, one.why) for one in intake.skipped] == [("wall.html", f"{why}, not the article")]


def test_metadata_beside_a_file_goes_before_its_own_and_given_metadata_before_both() -> None:
    write("d/a.html", html_page("Own headline", ["Words of the page."], head='<meta name="author" content="Ada Own">'))
    write("d/articles.yaml", "a.html:\n  title: Beside\n  publisher: The Beside\n  published: 2025-02-17\n")
    (article,) = load_articles(["d"], metadata={"d/a.html": {"publisher": "The Given"}})
    assert (article.title, article.publisher, article.published) == ("Beside", "The Given", "2025-02-17")
    assert article.author == "Ada Own"


def test_a_wrong_sidecar_costs_itself_and_a_wrong_given_one_the_run() -> None:
    write("d/a.txt")
    write("d/articles.yaml", "a.txt:\n  titel: X\n")
    intake = load_articles(["d"])
    assert [one.path for one in intake.skipped] == ["d/articles.yaml"]
    assert intake.skipped[0].why == "d/articles.yaml:2: 'titel' is not a field of an article (did you mean title?)"
    with pytest.raises(UsageError, match=r"d/articles\.yaml:2: 'titel' is not a field"):
        load_articles(["d/a.txt"], metadata="d/articles.yaml")
    with pytest.raises(UsageError, match="no such file"):
        load_articles(["d/a.txt"], metadata="no.yaml")


def test_a_name_in_a_sidecar_that_no_file_bears_is_a_warning() -> None:
    write("d/a.txt")
    write("d/articles.yaml", "b.txt:\n  title: X\n")
    (notice,) = load_articles(["d"]).warnings
    assert (notice.code, notice.message) == (
        "unused_metadata",
        "d/articles.yaml: b.txt is not one of the files that were read",
    )


def test_a_table_gives_an_article_a_row() -> None:
    intake = load_articles([write("a.csv", "Headline,Story\nOne,Words.\nTwo,More words.\n")], column="story")
    assert [(a.title, a.text, a.record, a.stored) for a in intake] == [
        ("One", "Words.", 1, True),
        ("Two", "More words.", 2, True),
    ]


def test_a_missing_file_of_such_a_format_is_missing() -> None:
    assert load_articles([write("good.txt"), "no.pdf"]).skipped[0].why == "no such file"


def test_addresses_that_must_not_be_asked_for_are_skipped_without_a_connection() -> None:
    web = WebSettings(cache="none")
    given = ["http://127.0.0.1/a", "file:///etc/passwd", "https://me:secret@news.example/x?y@z"]
    intake = load_articles([write("good.txt"), *given], web=web)
    assert [one.path for one in intake.skipped] == [*given[:2], "https://…@news.example/x?y@z"]
    assert intake.skipped[0].why == "not asked for: it is this machine; --allow-private reads it"


def hostile_folder() -> None:
    write("d/good.txt")
    write("d/empty.txt", "")
    write("d/blank.txt", " \n\t\u3000\n")
    write("d/dashes.txt", "--- *** ---")
    write("d/picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(100))
    write("d/data", bytes(range(256)) * 10)
    write("d/new\nline.txt", b"\x00\x01")
    write("d/.hidden.txt")
    write("d/sub/deep.json", "[" * 200_000)
    write("d/sub/records.jsonl", '{"text": "A record."}\n{"text": ""}\n{"title": "x"}\nnonsense')
    write("d/line.txt", "word " * 200_000)
    os.mkfifo("d/pipe")
    Path("d/loop").symlink_to("loop")
    Path("d/up").symlink_to("..")
    Path("d/zero").symlink_to("/dev/zero")
    with Path("d/giant.txt").open("wb") as stream:
        stream.truncate(10 * 2**30)


def test_a_hostile_folder_costs_only_its_bad_files() -> None:
    hostile_folder()
    intake = load_articles(["d"])
    assert [a.path for a in intake] == ["d/good.txt", "d/line.txt", "d/sub/records.jsonl"]
    reasons = {one.path: one.why for one in intake.skipped}
    assert len(reasons) == len(intake.skipped)
    assert {path: why.split(",")[0].split(";")[0] for path, why in reasons.items()} == {
        "d/blank.txt": "empty",
        "d/dashes.txt": "no words in it",
        "d/data": "binary data",
        "d/empty.txt": "empty",
        "d/giant.txt": "10",
        "d/loop": "a link that leads back to itself",
        "d/new\nline.txt": "binary data",
        "d/picture.txt": "a PNG image",
        "d/pipe": "a pipe",
        "d/sub/deep.json": "not usable JSON (nested too deeply)",
        "d/sub/records.jsonl:record 2": "empty",
        "d/sub/records.jsonl:record 3": 'it has no "text"',
        "d/sub/records.jsonl:record 4": "line 4: not valid JSON (Expecting value",
        "d/up": "a link to a folder",
        "d/zero": "a device",
    }


def test_size_is_limited_by_the_setting() -> None:
    write("big.txt", "word " * 100)
    intake = load_articles([write("a.txt"), "big.txt", "-"], max_size=100, stdin=io.BytesIO(b"x" * 101))
    assert [one.path for one in intake.skipped] == ["big.txt", "-"]


def test_the_same_file_is_read_once_and_equal_files_each() -> None:
    write("a.txt")
    write("b.txt")
    Path("link.txt").symlink_to("a.txt")
    intake = load_articles(["a.txt", "b.txt", "./a.txt", "link.txt", "-", "-"], stdin=io.BytesIO(b"Words."))
    assert [a.path for a in intake] == ["a.txt", "b.txt", "-"]
    assert [one.path for one in intake.skipped] == ["./a.txt", "link.txt", "-"]
    assert {one.why for one in intake.skipped} == {"a duplicate: given more than once, it was read once"}
    assert all(one.duplicate for one in intake.skipped)


def test_no_input_is_lost_between_a_folder_and_a_file_in_it() -> None:
    write("d/a.txt")
    write("d/b.txt")
    assert [a.path for a in load_articles(["d/b.txt", "d"])] == ["d/b.txt", "d/a.txt"]


@pytest.mark.parametrize(
    ("raw", "texts"),
    [
        (b"One.\r\nTwo.", ["One.\r\nTwo."]),
        (b'{"text": "One."}', ["One."]),
        (b'\xef\xbb\xbf[{"text": "One."}, {"text": "Two."}]', ["One.", "Two."]),
        (b'{"text": "One."}\n{"text": "Two."}\n', ["One.", "Two."]),
        (b'{"articles": [{"text": "One."}]}', ["One."]),
        (b"[Agency] One.", ["[Agency] One."]),
        ("Été.".encode("utf-16"), ["Été."]),
    ],
)
def test_standard_input_is_text_or_records(raw: bytes, texts: list[str]) -> None:
    intake = load_articles(["-"], stdin=io.BytesIO(raw))
    assert [a.text for a in intake] == texts
    for article in intake:
        assert (article.path, article.stored, article.encoding) == ("-", True, "utf-8")
        assert article.sha256 == hashlib.sha256(article.text.encode()).hexdigest()


def test_standard_input_is_the_process_own_when_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"Words.")))
    assert load_articles(["-"])[0].text == "Words."
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(InputError, match=r"standard input \(standard input is closed\)"):
        load_articles(["-"])


def test_json_in_other_encodings_and_with_a_mark_is_read() -> None:
    record = json.dumps({"text": "Größe — «été»"}, ensure_ascii=False)
    names = [write("a.json", record.encode("utf-8-sig")), write("b.json", record.encode("utf-16"))]
    assert [a.text for a in load_articles(names)] == ["Größe — «été»"] * 2


def test_a_guess_about_a_record_file_is_a_notice_of_the_file() -> None:
    intake = load_articles([write("a.json", '{"text": "Größe und Übung, sagte der Minister"}'.encode("cp1252"))])
    (notice,) = intake.warnings
    assert (notice.code, notice.article) == ("encoding_guess", None)
    assert notice.message.startswith("a.json: ")


def test_a_file_without_records_is_skipped_once() -> None:
    intake = load_articles([write("a.txt"), write("b.json", "[]"), write("c.jsonl", "\n")])
    assert [(one.path, one.why) for one in intake.skipped] == [
        ("b.json", "no records in it"),
        ("c.jsonl", "empty"),
    ]


def test_an_empty_name_is_no_input() -> None:
    assert [one.path for one in load_articles([write("a.txt"), ""]).skipped] == [""]


def test_mappings_are_articles_and_bad_ones_are_numbered() -> None:
    intake = load_articles([{"text": "One.", "title": "T"}, {"title": "no text"}, {"text": "Two.", "language": 5}])
    (article,) = intake
    assert (article.path, article.record, article.stored, article.title) == (None, None, True, "T")
    assert [one.path for one in intake.skipped] == ["input 2", "input 3"]


def test_given_ids_are_kept_and_collisions_renumbered() -> None:
    wanted = ["x", None, "x", "a2", "  ", "bad\nid", "y" * 101, " z", "a10"]
    intake = load_articles([{"text": f"Text {n}.", "id": wish} for n, wish in enumerate(wanted)])
    assert [a.id for a in intake] == ["x", "a11", "a3", "a2", "a5", "a6", "a7", "a8", "a10"]
    assert codes(intake) == ["bad_id"] * 4
    assert [notice.article for notice in intake.warnings] == ["a3", "a6", "a7", "a8"]
    assert "\n" not in "".join(notice.message for notice in intake.warnings)


@given(st.lists(st.none() | st.sampled_from(["a1", "a2", "a3", "a4", "x", " ", "b\t"]), min_size=1, max_size=8))
def test_ids_are_always_distinct(wanted: list[str | None]) -> None:
    intake = load_articles([{"text": "Words.", "id": wish} for wish in wanted])
    assert len({a.id for a in intake}) == len(wanted)


def test_notices_name_the_file_escaped_and_the_article() -> None:
    intake = load_articles([write("-x\n.txt", "Das war größer als je zuvor gedacht.".encode("cp1252"))])
    (notice,) = intake.warnings
    assert (notice.code, notice.article) == ("encoding_guess", "a1")
    assert notice.message.startswith("./-x\\n.txt: read as cp1252, which is a guess")


def test_a_text_about_a_web_page_is_text_with_a_notice() -> None:
    page = "This is how a page begins:\n<html><body><p>Words.</p></body></html>"
    intake = load_articles([write("page.txt", page)])
    assert intake[0].text == page
    assert codes(intake) == ["looks_like_html"]


@pytest.mark.parametrize("kind", [str, Path])
def test_one_path_need_not_be_put_into_a_list(tmp_path: Path, kind: type) -> None:
    (tmp_path / "a.txt").write_text("The bridge was closed.\n", encoding="utf-8")
    assert load_articles(kind(tmp_path)) == load_articles([kind(tmp_path)])


@pytest.mark.parametrize("wrong", [b"seeds/", {"text": "The bridge was closed."}], ids=repr)
def test_bytes_or_one_mapping_are_a_usage_error(wrong: object) -> None:
    with pytest.raises(UsageError, match="put it into a list"):
        load_articles(wrong)  # type: ignore[arg-type]


def test_nothing_usable_names_the_few_inputs_and_their_causes() -> None:
    with pytest.raises(InputError) as caught:
        load_articles(["no.txt", write("empty.txt", ""), write("a\nb.epub")])
    assert caught.value.exit_code == 4
    assert caught.value.message == (
        "no article could be read: no.txt (no such file), empty.txt (empty), "
        "a\\nb.epub (an e-book, which is not read; save it as plain text (.txt), HTML or PDF)"
    )
    assert caught.value.hint


@pytest.mark.parametrize(("inputs", "named"), [(5, 5), (6, 0)])
def test_up_to_five_unusable_inputs_are_named(inputs: int, named: int) -> None:
    with pytest.raises(InputError) as caught:
        load_articles([f"no{n}.txt" for n in range(inputs)])
    assert sum(f"no{n}.txt (no such file)" in caught.value.message for n in range(inputs)) == named


def test_nothing_usable_counts_many_inputs_by_cause() -> None:
    with pytest.raises(InputError) as caught:
        load_articles([*(f"no{n}.txt" for n in range(2000)), write("empty.txt", "")])
    assert caught.value.message == "no article could be read from 2,001 inputs: 2,000 × no such file, 1 × empty"


def test_no_input_at_all_is_an_input_error() -> None:
    with pytest.raises(InputError, match="no input was given"):
        load_articles([])


def test_two_thousand_files_are_read() -> None:
    for number in range(2000):
        write(f"d/{number:04}.txt", f"Words of article {number}.")
    intake = load_articles(["d"])
    assert [a.text for a in intake[:2]] == ["Words of article 0.", "Words of article 1."]
    assert (len(intake), intake[1999].id) == (2000, "a2000")


STORY = "The harbour bridge at Norwick stayed closed on Tuesday. Ferries began to cross the harbour again at noon."
SUMMARY = '{"schema": "summarize/1", "claims": [], "articles": [{"id": "a1", "path": "-", "text": "The bridge fell."}]}'


def test_a_summary_of_this_program_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The bridge is closed.")
    (tmp_path / "out.json").write_text(SUMMARY)
    intake = load_articles([tmp_path])
    assert [article.path for article in intake] == [str(tmp_path / "a.txt")]
    assert [one.why for one in intake.skipped] == [
        "a summary written by this program, not an article: `summarize render` shows it"
    ]


def test_nor_is_one_on_standard_input() -> None:
    with pytest.raises(InputError, match="a summary written by this program"):
        load_articles(["-"], stdin=io.BytesIO(SUMMARY.encode()))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such name")
def test_a_file_whose_name_is_not_utf_8_is_read_cited_and_proved(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/stra\xdfe"
    Path(os.fsdecode(folder)).mkdir()
    for name, words in ((b"caf\xe9.txt", STORY), (b"empty\xff.txt", ""), (b"articles.yaml", "a.txt: {title: x}")):
        Path(os.fsdecode(folder + b"/" + name)).write_text(words, encoding="utf-8")
    intake = load_articles([os.fsdecode(folder), os.fsdecode(folder + b"/caf\xe9.txt")])
    home = f"{tmp_path}/stra\\xdfe"
    assert [article.path for article in intake] == [f"{home}/caf\\xe9.txt"]
    assert [(one.path, one.duplicate) for one in intake.skipped] == [
        (f"{home}/empty\\xff.txt", False),
        (f"{home}/caf\\xe9.txt", True),
    ]
    assert codes(intake) == ["unused_metadata"]
    path = tmp_path / "story.json"
    path.write_text(render_json(summarize(intake)), encoding="utf-8")
    proof = verify_summary(path)
    assert (list(proof), proof.limits) == ([], ())
    by_hand = Path(__file__).parents[2] / "docs" / "verify_by_hand.py"
    done = subprocess.run([sys.executable, by_hand, path], capture_output=True, text=True, check=True)
    assert "0 wrong" in done.stdout
    Path(os.fsdecode(folder + b"/caf\xe9.txt")).write_text("Another text.", encoding="utf-8")
    assert list(verify_summary(path)) != []


def test_each_input_is_told_before_it_is_read() -> None:
    write("folder/a.txt")
    write("folder/b.txt", "")
    told: list[tuple[str, int, int, str]] = []
    load_articles(
        ["folder", "missing.txt", {"text": "Some other words."}],
        on_event=lambda each: told.append((each.stage, each.done, each.total, each.detail)),
    )
    names = [str(Path("folder", "a.txt")), str(Path("folder", "b.txt")), "missing.txt", "input 3"]
    assert told == [("read", number, 4, name) for number, name in enumerate(names, 1)]
