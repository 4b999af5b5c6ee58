from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from summarize.errors import PromptError
from summarize.prompts import SLOTS, load_prompts

PROMPTS = Path(__file__).parents[1] / "prompts"
SHIPPED = (PROMPTS / "extract.prompt.yaml").read_text(encoding="utf-8")


def own(folder: Path, change: tuple[str, str] | None = None, *, text: str = SHIPPED, name: str = "extract") -> str:
    """A folder with one template of the user's own."""
    if change:
        assert change[0] in text
        text = text.replace(*change)
    (folder / f"{name}.prompt.yaml").write_text(text, encoding="utf-8")
    return str(folder)


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_every_shipped_template_is_used_and_every_used_one_is_shipped():
    assert (
        {path.name.removesuffix(".prompt.yaml") for path in PROMPTS.glob("*.yaml")} == set(SLOTS) == set(load_prompts())
    )


def test_every_reply_schema_is_a_schema():
    for prompt in load_prompts().values():
        jsonschema.Draft202012Validator.check_schema(prompt.schema)


def test_filling_puts_values_in_and_leaves_their_braces_alone():
    values = {name: f"<{name}>" for name in SLOTS["direct"]} | {"material": "1 {{ fence }} {% if %} {# x #}"}
    (system, user) = load_prompts()["direct"].fill(values)
    assert "in the language <language>" in system[1]
    assert "<<<<fence>\n1 {{ fence }} {% if %} {# x #}\n>>><fence>" in user[1]


def test_a_missing_value_is_an_error():
    with pytest.raises(PromptError, match="direct: 'sentences' is undefined"):
        load_prompts()["direct"].fill({"fence": "f", "material": "m", "words": 1, "language": "en", "note": ""})


def test_a_folder_replaces_only_the_templates_it_holds(tmp_path: Path):
    folder = own(tmp_path, ("You take notes", "You take careful notes"))
    (tmp_path / "README.md").write_text("not a template")
    given, shipped = load_prompts(folder), load_prompts()
    assert "careful" in given["extract"].messages[0][1]
    assert given["extract"].sha256 != shipped["extract"].sha256
    assert given["merge"] == shipped["merge"]


@pytest.mark.parametrize(
    ("change", "key", "complaint"),
    [
        (("name: extract", "name: merge"), "name:", "must be 'extract', the file's name"),
        (("messages:", "mesages:"), "mesages:", r"not a key of a template \(did you mean messages\?\)"),
        (("  version: 1\n", ""), "x-summarize:", "the key version is missing"),
        (("role: system", "role: chef"), "role: chef", "must be one of system, user, assistant"),
        (("{{ sentences }} most", "{{ sentences|upper }} most"), "{{ sentences|upper", "only {{ slots }} are allowed"),
        (("{{ sentences }} most", "{{ sentences }} {% if x %} most"), "{% if", "only {{ slots }} are allowed"),
        (("{{ sentences }} most", "{{ sentences }} {# most #}"), "{#", "only {{ slots }} are allowed"),
        (("{{ sentences }} most", "{{ sentences.x }} most"), "{{ sentences.x", "only {{ slots }} are allowed"),
        (("{{ sentences }} most", "{{ words }} most"), "{{ words }}", "the slot 'words' is not among the inputs"),
        (("{{ sentences }} most", "the most"), "sentences]", "the slot 'sentences' is used in no message"),
        (("note, sentences]", "note, sentences, words]"), "words]", "'words' is never filled"),
        (("note, sentences]", "note, note, sentences]"), "note, note", "'note' is given twice"),
        ((">>>{{ fence }}", ">>>end"), "{{ material", "the slot 'fence' must stand before and after"),
        (("      >>>{{ fence }}", "\n      >>>{{ fence }}"), "{{ material", "must begin with a word or a mark"),
        (("{{ material }}", "Here: {{ material }}"), "{{ material", "must stand once, alone on its line"),
        (("additionalProperties: false", "additionalProperties: true"), "reply:", "additionalProperties: false"),
        (("required: [sentences]", "required: []"), "required: []", "must list every property"),
        (("{type: string}", "{type: text}"), "{type: text}", "must be among"),
        (("{type: string}", "{type: string, pattern: a}"), "pattern", "not supported"),
    ],
)  # fmt: skip
def test_a_broken_template_is_named_with_file_and_line(
    tmp_path: Path, change: tuple[str, str], key: str, complaint: str
):
    folder = own(tmp_path, change)
    line = line_of(SHIPPED.replace(*change), key)
    with pytest.raises(PromptError, match=rf"extract\.prompt\.yaml:{line}: .*{complaint}"):
        load_prompts(folder)


def test_a_reply_without_what_the_program_reads_is_refused(tmp_path: Path):
    text = SHIPPED.replace(", weight]", "]").replace("            weight: {type: integer}\n", "")
    with pytest.raises(PromptError, match=r"x-summarize\.reply: an item of sentences must have weight"):
        load_prompts(own(tmp_path, text=text))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("", "must hold the keys"), ("[1]", "must hold the keys"), ("a: [", ":1: "), ("a: &b c", "anchors")],
)
def test_what_is_no_mapping_is_refused(tmp_path: Path, text: str, complaint: str):
    with pytest.raises(PromptError, match=complaint):
        load_prompts(own(tmp_path, text=text))


def test_a_misnamed_template_is_not_ignored(tmp_path: Path):
    with pytest.raises(PromptError, match=r"extrakt\.prompt\.yaml: no template of this name is used; known are direct"):
        load_prompts(own(tmp_path, name="extrakt"))


def test_folders_and_files_that_cannot_be_read_are_errors(tmp_path: Path):
    with pytest.raises(PromptError, match="not a folder"):
        load_prompts(str(tmp_path / "none"))
    with pytest.raises(PromptError, match=r"holds no \*\.prompt\.yaml file"):
        load_prompts(str(tmp_path))
    (tmp_path / "merge.prompt.yaml").mkdir()
    with pytest.raises(PromptError, match="not a regular file"):
        load_prompts(str(tmp_path))


def test_bytes_that_are_not_utf8_and_huge_files_are_errors(tmp_path: Path):
    path = tmp_path / "merge.prompt.yaml"
    path.write_bytes(b"name: \xff")
    with pytest.raises(PromptError, match=r"not UTF-8 \(byte 6\)"):
        load_prompts(str(tmp_path))
    path.write_bytes(b"#" * 100_001)
    with pytest.raises(PromptError, match="too large for a template"):
        load_prompts(str(tmp_path))
