from __future__ import annotations

import sys
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete

from summarize.cli.options import GroupedOption
from summarize.cli.root import COMMANDS, PROGRAM
from summarize.cli.root import command as root


def completed(*words: str) -> list[str]:
    *before, begun = words
    found = ShellComplete(root, {}, PROGRAM, "").get_completions(before, begun)
    return [f"({each.type})" if each.type == "file" else each.value for each in found]


def parsed(*arguments: str) -> click.Context:
    return root.make_context(PROGRAM, list(arguments))


def test_paths_and_options_may_be_mixed():
    context = parsed("a.txt", "--words", "100", "b/", "-o", "x.md", "-o", "-", "-")
    assert context.params["paths"] == ("a.txt", "b/", "-")
    assert context.params["words"] == "100"
    assert context.params["outputs"] == ("x.md", "-")


def test_a_file_named_like_a_command_can_be_given():
    assert parsed("./verify", "a.txt").params["paths"] == ("./verify", "a.txt")


@pytest.mark.parametrize("arguments", [["--words", "100", "verify"], ["a.txt", "config"]])
def test_a_command_that_comes_late_is_pointed_out(arguments: list[str]):
    with pytest.raises(click.UsageError, match=r"comes first \(a file of that name is written \./"):
        parsed(*arguments)


def test_without_arguments_it_says_what_to_give():
    with pytest.raises(click.UsageError, match="no article given"):
        parsed()


def test_every_command_loads_and_says_what_the_table_says():
    context = click.Context(root)
    for name in root.list_commands(context):
        command = root.get_command(context, name)
        assert command is not None
        assert command.name == name
        assert command.help
    assert root.get_command(context, "nothing") is None


def helped(*arguments: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(click.exceptions.Exit):
        parsed(*arguments)
    return capsys.readouterr().out


def test_the_help_fits_a_page_and_names_commands_and_exit_codes(capsys: pytest.CaptureFixture[str]):
    text = helped("--help", capsys=capsys)
    for name, (_, line) in COMMANDS.items():
        assert f"{name:8}{line}" in text
    for code in (0, 1, 2, 3, 4, 5, 6, 7, 8, 74, 130, 143):
        assert str(code) in text
    assert len(text.splitlines()) <= 60
    for page in ("--help-model", "--help-web", "--help-all"):
        assert page in text
        text += helped(page, capsys=capsys)
    assert max(map(len, text.splitlines())) <= 80


def test_the_helps_name_every_option(capsys: pytest.CaptureFixture[str]):
    names = [option.opts[0].lstrip("-") for option in root.params if isinstance(option, GroupedOption)]
    pages = [helped(page, capsys=capsys) for page in ("--help", "--help-model", "--help-web")]
    everything = helped("--help-all", capsys=capsys)
    assert all(name in everything for name in names)
    assert "--max-cost" in pages[1] and "--since" in pages[2] and "--max-cost" not in pages[0]


def test_the_word_help_is_help_unless_a_file_has_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.chdir(tmp_path)
    assert helped("help", capsys=capsys).startswith("Usage: summarize ARTICLES...")
    assert parsed("help", "verify").args == ["verify", "--help"]
    (tmp_path / "help").write_text("An article.")
    assert parsed("help", "a.txt").params["paths"] == ("help", "a.txt")


def test_a_mistyped_option_names_the_one_that_was_meant():
    with pytest.raises(click.UsageError, match=r"no option --lenght; did you mean --length\?"):
        parsed("a.txt", "--lenght", "100")


def test_words_are_completed():
    assert completed("") == ["(file)"]
    assert completed("ver") == ["(file)", "verify"]
    assert completed("a.txt", "ver") == ["(file)"]
    assert "--words" in completed("--w")
    assert completed("--engine", "e") == ["embedded"]
    assert completed("--format", "j") == ["json"]
    assert "--json" in completed("config", "--j")
    assert completed("verify", "") == ["(file)"]


def test_modules_of_commands_exist():
    folder = Path(sys.modules["summarize.cli.root"].__file__ or "").parent
    assert all((folder / f"{module}.py").is_file() for module, _ in COMMANDS.values())


@pytest.mark.parametrize(
    ("word", "meant"), [("grop", "group"), ("verfy", "verify"), ("Config", "config"), ("tokns", "tokens")]
)
def test_a_mistyped_command_is_no_file_name(word: str, meant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(click.UsageError, match=f"did you mean the command {meant}"):
        parsed(word, "a.txt")
    (tmp_path / word).write_text("An article.")
    assert parsed(word, "a.txt").params["paths"] == (word, "a.txt")


def test_other_words_are_file_names():
    assert parsed("stories", "a.txt").params["paths"] == ("stories", "a.txt")
