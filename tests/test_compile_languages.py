"""The compiled file is what the files of language data give; a mistake in one is named by file and key."""

from __future__ import annotations

import json
import runpy
import shutil
from pathlib import Path

import pytest

from summarize.lang.language import COMPILED

REPOSITORY = Path(__file__).resolve().parents[1]
TOOL = runpy.run_path(str(REPOSITORY / "tools" / "compile_languages.py"))
compiled, DataError, DATA = TOOL["compiled"], TOOL["DataError"], TOOL["DATA"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the calendars and one language."""
    shutil.copy(DATA / "calendars.json", tmp_path)
    shutil.copy(DATA / "world.toml", tmp_path)
    shutil.copy(DATA / "nl.toml", tmp_path)
    return tmp_path


def test_the_compiled_file_is_what_the_sources_give() -> None:
    assert (REPOSITORY / "summarize/lang" / COMPILED).read_text(encoding="utf-8") == compiled(DATA), (
        "run: python tools/compile_languages.py"
    )
    tables = (REPOSITORY / "summarize/lang/tables.json").read_text(encoding="utf-8")
    assert tables == TOOL["compiled_tables"](DATA), "run: python tools/compile_languages.py"


def test_a_file_that_is_no_languages_is_a_table(folder: Path) -> None:
    (folder / "rivers.toml").write_text('[long]\nUA = "dnipro"\n', encoding="utf-8")
    assert json.loads(TOOL["compiled_tables"](folder))["rivers"] == {"long": {"UA": "dnipro"}}
    assert sorted(json.loads(compiled(folder))) == ["nl"]


def test_a_file_more_is_a_language_more(folder: Path) -> None:
    text = 'name = "Swedish"\nfunction_words = "och att det"\n[cardinals]\n2 = "två tu"\n'
    (folder / "sv.toml").write_text(text, encoding="utf-8")
    found = json.loads(compiled(folder))
    assert sorted(found) == ["nl", "sv"]
    assert found["sv"] == {
        "name": "Swedish",
        "function_words": ["att", "det", "och"],
        "cardinals": {"två": 2, "tu": 2},
    }


def test_forms_of_a_file_are_added_to_those_of_cldr(folder: Path) -> None:
    months = ", ".join('"sprokkel"' if month == 2 else '""' for month in range(1, 13))
    with (folder / "nl.toml").open("r+", encoding="utf-8") as file:
        text = file.read()
        file.seek(0)
        file.write(f"more_months = [{months}]\n{text}")
    assert json.loads(compiled(folder))["nl"]["months"][:2] == [["januari"], ["februari", "sprokkel"]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('function_wrods = "och"', "xx.toml: unknown key 'function_wrods'"),
        ('months = ["a"]', "xx.toml: unknown key 'months'"),
        ('code = "xx"', "xx.toml: unknown key 'code'"),
        ("name = 3", "xx.toml: name: a str is wanted, not 3"),
        ('elides = "yes"', "xx.toml: elides: a bool is wanted, not 'yes'"),
        ('scales = "hundra"', 'xx.toml: scales: a table of value = "words" is wanted'),
        ('[scales]\nmany = "hundra"', "xx.toml: scales: invalid literal for int"),
        ('function_words = "och Att"', "xx.toml: function_words: 'Att' is not in lower case"),
        ('function_words = "och att och"', "xx.toml: function_words: 'och' stands there twice"),
        ('[scales]\n100 = "hundra"\n1000 = "hundra"', "xx.toml: scales: 'hundra' stands there twice"),
        ("function_words = [1]", "xx.toml: function_words: words are wanted"),
        ('more_months = ["a", "b"]', "xx.toml: more_months: 12 texts are wanted"),
        ('verdicts = "foul"', "xx.toml: verdicts: patterns are wanted, not 'foul'"),
        ('verdicts = ["(foul"]', "xx.toml: verdicts: '(foul': missing )"),
        ("name = ", "xx.toml: "),
    ],
)
def test_a_mistake_is_named_by_file_and_key(folder: Path, text: str, message: str) -> None:
    (folder / "xx.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as raised:
        compiled(folder)
    assert str(raised.value).startswith(message)
