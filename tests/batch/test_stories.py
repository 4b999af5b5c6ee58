"""Ids that change with what shapes a story and with nothing else; names that every file system takes. Which stories
there are: folders, files with a story a line, files with an article a line; what is none is said.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize import group_articles, load_articles
from summarize.batch.stories import (
    RESERVED,
    Source,
    Story,
    articles_in,
    find_stories,
    group_key,
    job_id,
    line_of,
    safe_name,
    shape_of,
    unique_name,
)
from summarize.config import Config
from summarize.errors import InputError, UsageError
from summarize.ingest.load import load_bytes
from summarize.records import Skipped
from tests.batches import articles_of, write_stories

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


MOST = 1_000_000


def found(*paths, most: int = MOST):
    items = list(find_stories(paths, most))
    return [each for each in items if isinstance(each, Story)], [each for each in items if isinstance(each, Skipped)]


def test_a_folder_holds_a_story_a_file(tmp_path):
    for number in (1, 2):
        lines = "".join(json.dumps(each) + "\n" for each in articles_of(number))
        (tmp_path / f"story-{number:03}.jsonl").write_text(lines)
    (tmp_path / "notes.txt").write_text("not a story")
    stories, skipped = found(tmp_path)
    assert [each.key for each in stories] == ["story-001", "story-002"]
    assert all(each.source.spans == () for each in stories)
    assert [each.why for each in skipped] == [
        "an article, no file of records (.jsonl, .ndjson, .json, .csv, .tsv), and so no story"
    ]


def test_two_files_of_one_name_are_two_stories(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "s.json").write_text(json.dumps(articles_of(1)))
    stories, skipped = found(tmp_path / "a", tmp_path / "b")
    assert len({each.key for each in stories}) == 2
    assert stories[0].key == "s"
    assert skipped == []


def test_a_line_may_hold_a_whole_story(tmp_path):
    path = write_stories(tmp_path / "s.jsonl", 3)
    stories, skipped = found(path)
    assert [each.key for each in stories] == ["story-000", "story-001", "story-002"]
    intake = load_bytes(articles_in(stories[1].source.read(MOST)), "s.json")
    assert [article.text for article in intake] == [each["text"] for each in articles_of(1)]
    assert not intake.warnings
    assert skipped == []


def test_articles_of_a_story_may_stand_anywhere(tmp_path):
    records = [{"story": number % 2, **articles_of(number % 2)[number // 2]} for number in range(6)]
    path = tmp_path / "s.ndjson"
    path.write_text("\n".join(json.dumps(each) for each in records))  # the last line has no end
    stories, skipped = found(path)
    assert [each.key for each in stories] == ["0", "1"]
    for story in stories:
        intake = load_bytes(articles_in(story.source.read(MOST)), "s.json")
        assert [article.text for article in intake] == [each["text"] for each in articles_of(int(story.key))]
        assert not intake.warnings  # "story" is no unknown field of an article
    assert skipped == []


def test_a_bad_line_costs_itself_only(tmp_path):
    path = tmp_path / "s.jsonl"
    good = [json.dumps({"id": name, "articles": articles_of(0)}) for name in ("a", "b")]
    bad = ["{", "[]", '{"articles": []}', '{"text": "x"}', '{"id": true, "articles": []}', '{"story": "", "text": "x"}']
    path.write_text("\n".join([good[0], *bad, good[0], good[1]]))
    stories, skipped = found(path)
    assert [each.key for each in stories] == ["a", "b"]
    assert len(skipped) == len(bad) + 1
    assert any("story of that name is in" in each.why for each in skipped)
    assert skipped[0].path == f"{path}:2"


@pytest.mark.parametrize("length", [300, 301])
def test_a_long_key_is_cut(tmp_path, length):
    path = tmp_path / "s.jsonl"
    path.write_text(json.dumps({"id": "k" * length, "articles": articles_of(0)}))
    assert [each.key for each in found(path)[0]] == ["k" * 300]


def test_a_line_that_is_too_long_is_skipped_whole(tmp_path):
    path = tmp_path / "s.jsonl"
    lines = [json.dumps({"id": name, "articles": articles_of(0)}) for name in ("a", "b")]
    path.write_text("\n".join([lines[0], json.dumps({"id": "c", "articles": [{"text": "x" * 9_000}]}), lines[1]]))
    stories, skipped = found(path, most=len(lines[0]) + 1)
    assert [each.key for each in stories] == ["a", "b"]
    assert [each.path for each in skipped] == [f"{path}:2"]
    assert stories[1].source.read(MOST).decode() == lines[1]


def test_a_file_that_is_too_large_is_skipped(tmp_path):
    path = tmp_path / "s.json"
    path.write_text(json.dumps(articles_of(0)))
    assert found(path, most=10)[0] == []
    assert len(found(path, most=10)[1]) == 1


@pytest.mark.parametrize("name", ["-", "https://example.org/stories.jsonl"])
def test_what_cannot_be_read_again_is_refused(name: str):
    with pytest.raises(UsageError, match="files and folders"):
        found(name)


def test_what_is_not_there_is_said(tmp_path):
    assert found(tmp_path / "none.jsonl") == ([], [Skipped(str(tmp_path / "none.jsonl"), "no such file")])


def test_an_article_cannot_name_a_file_to_be_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("nobody may read this")
    line = json.dumps({"id": "a", "articles": [str(secret), *articles_of(0)]}).encode()
    intake = load_bytes(articles_in(line), "a.json")
    assert len(intake) == 3
    assert len(intake.skipped) == 1


def test_a_story_is_written_as_a_line_that_is_read_back(tmp_path):
    articles = load_articles(articles_of(2))
    path = tmp_path / "s.jsonl"
    path.write_text(line_of("k", articles) + "\n")
    stories, _ = found(path)
    again = load_bytes(articles_in(stories[0].source.read(MOST)), "k.json")
    assert [(each.text, each.title, each.published) for each in again] == [
        (each.text, each.title, each.published) for each in articles
    ]
    assert not again.warnings


def test_the_key_of_a_sorted_story_outlives_another_article():
    articles = articles_of(3)
    few, all_of_them = (group_articles(load_articles(some))[0] for some in (articles[:2], articles))
    assert group_key(few) == group_key(all_of_them)
    assert group_key(few).startswith("2025-02-17-")


def test_lines_that_are_no_json_are_an_input_error():
    with pytest.raises(InputError):
        articles_in(b'{"id"')


def test_a_story_found_is_what_its_source_says(tmp_path):
    path = write_stories(tmp_path / "s.jsonl", 1)
    story = found(path)[0][0]
    assert isinstance(story.source, Source)
    assert story.source.spans == ((0, path.stat().st_size),)
