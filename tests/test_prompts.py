from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from summarize.errors import PromptError
from summarize.prompts import SLOTS, _home, fence_of, load_prompts, read_resource


def test_a_shipped_file_is_found():
    assert "words: 250" in read_resource("config.yaml")


def test_an_unknown_name_is_an_error():
    with pytest.raises(FileNotFoundError, match=r"prompts/none\.yaml is not part of this installation"):
        read_resource("prompts/none.yaml")


def test_an_installed_package_reads_its_own_folder(tmp_path: Path):
    package = tmp_path / "summarize"
    (package / "_data" / "prompts").mkdir(parents=True)
    (tmp_path / "prompts").mkdir()
    (tmp_path / "pyproject.toml").touch()
    assert _home(package) == package / "_data"


def test_a_checkout_is_known_by_its_landmarks(tmp_path: Path):
    package = tmp_path / "summarize"
    package.mkdir()
    (tmp_path / "config.yaml").write_text("words: 99")
    with pytest.raises(FileNotFoundError, match="missing from this installation"):
        _home(package)
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "prompts").mkdir()
    assert _home(package) == tmp_path


def test_this_checkout_is_recognised():
    assert _home(resources.files("summarize")).joinpath("config.yaml").is_file()


PROMPTS = Path(__file__).parents[1] / "prompts"
SHIPPED = (PROMPTS / "select.prompt.yaml").read_text(encoding="utf-8")


def own(folder: Path, change: tuple[str, str] | None = None, *, text: str = SHIPPED, name: str = "select") -> str:
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


def test_the_fence_is_the_hash_of_what_it_surrounds():
    assert fence_of("abc") == "ba7816bf8f01cfea4141"
    assert fence_of("a\ud800") != fence_of("a")


def test_filling_puts_values_in_and_leaves_their_braces_alone():
    values = {name: f"<{name}>" for name in SLOTS["write"]} | {"material": "1 {{ fence }} {% if %} {# x #}"}
    (system, user) = load_prompts()["write"].fill(values)
    assert "news summary in <language> from" in system[1]
    assert "<<<<fence>\n1 {{ fence }} {% if %} {# x #}\n>>><fence>" in user[1]


def test_a_missing_value_is_an_error():
    with pytest.raises(PromptError, match="write: 'facts' is undefined"):
        load_prompts()["write"].fill({"fence": "f", "material": "m", "words": 1, "language": "en", "note": ""})


def test_a_folder_replaces_only_the_templates_it_holds(tmp_path: Path):
    folder = own(tmp_path, ("You choose sentences", "You choose careful sentences"))
    (tmp_path / "README.md").write_text("not a template")
    given, shipped = load_prompts(folder), load_prompts()
    assert "careful" in given["select"].messages[0][1]
    assert given["select"].sha256 != shipped["select"].sha256
    assert given["write"] == shipped["write"]


@pytest.mark.parametrize(
    ("change", "key", "complaint"),
    [
        (("name: select", "name: write"), "name:", "must be 'select', the file's name"),
        (("messages:", "mesages:"), "mesages:", r"not a key of a template \(did you mean messages\?\)"),
        (("  version: 2\n", ""), "x-summarize:", "the key version is missing"),
        (("role: system", "role: chef"), "role: chef", "must be one of system, user, assistant"),
        (("{{ lines }} lines", "{{ lines|upper }} lines"), "{{ lines|upper", "only {{ slots }} are allowed"),
        (("{{ lines }} lines", "{{ lines }} {% if x %} lines"), "{% if", "only {{ slots }} are allowed"),
        (("{{ lines }} lines", "{{ lines }} {# lines #}"), "{#", "only {{ slots }} are allowed"),
        (("{{ lines }} lines", "{{ lines.x }} lines"), "{{ lines.x", "only {{ slots }} are allowed"),
        (("{{ lines }} lines", "{{ words }} lines"), "{{ words }}", "the slot 'words' is not among the inputs"),
        (("{{ lines }} lines", "the lines"), "lines,", "the slot 'lines' is used in no message"),
        (("material, note]", "material, note, words]"), "words]", "'words' is never filled"),
        (("material, note]", "material, note, note]"), "note, note", "'note' is given twice"),
        ((">>>{{ fence }}", ">>>end"), "{{ material", "the slot 'fence' must stand before and after"),
        (("      >>>{{ fence }}", "\n      >>>{{ fence }}"), "{{ material", "must begin with a word or a mark"),
        (("{{ material }}", "Here: {{ material }}"), "{{ material", "must stand once, alone on its line"),
        (("  inputs:", "  reply: {type: object}\n  inputs:"), "reply:", "not a key of a template"),
    ],
)  # fmt: skip
def test_a_broken_template_is_named_with_file_and_line(
    tmp_path: Path, change: tuple[str, str], key: str, complaint: str
):
    folder = own(tmp_path, change)
    line = line_of(SHIPPED.replace(*change), key)
    with pytest.raises(PromptError, match=rf"select\.prompt\.yaml:{line}: .*{complaint}"):
        load_prompts(folder)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("", "must hold the keys"), ("[1]", "must hold the keys"), ("a: [", ":1: "), ("a: &b c", "anchors")],
)
def test_what_is_no_mapping_is_refused(tmp_path: Path, text: str, complaint: str):
    with pytest.raises(PromptError, match=complaint):
        load_prompts(own(tmp_path, text=text))


def test_a_misnamed_template_is_not_ignored(tmp_path: Path):
    with pytest.raises(PromptError, match=r"extrakt\.prompt\.yaml: no template has this name; choose from write"):
        load_prompts(own(tmp_path, name="extrakt"))


def test_folders_and_files_that_cannot_be_read_are_errors(tmp_path: Path):
    with pytest.raises(PromptError, match="not a folder"):
        load_prompts(str(tmp_path / "none"))
    with pytest.raises(PromptError, match=r"holds no \*\.prompt\.yaml file"):
        load_prompts(str(tmp_path))
    (tmp_path / "write.prompt.yaml").mkdir()
    with pytest.raises(PromptError, match="not a regular file"):
        load_prompts(str(tmp_path))


def test_bytes_that_are_not_utf8_and_huge_files_are_errors(tmp_path: Path):
    path = tmp_path / "write.prompt.yaml"
    path.write_bytes(b"name: \xff")
    with pytest.raises(PromptError, match=r"not UTF-8 \(byte 6\)"):
        load_prompts(str(tmp_path))
    path.write_bytes(b"#" * 100_001)
    with pytest.raises(PromptError, match="too large for a template"):
        load_prompts(str(tmp_path))
