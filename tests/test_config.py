from __future__ import annotations

import os
import typing
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.config import Config, Settings, allowed, load_config, load_settings, setting_names
from summarize.errors import ConfigError
from summarize.prompts import read_resource
from summarize.yamlfile import parse_yaml


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(text: str, name: str = "config.yaml") -> Path:
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    return path


def refused(*arguments: object, **more: object) -> str:
    with pytest.raises(ConfigError) as caught:
        load_settings(*arguments, **({"environment": {}} | more))  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)
    return str(caught.value)


def origin(name: str, *arguments: object, **more: object) -> tuple[object, str]:
    settings = load_settings(*arguments, **({"environment": {}} | more))  # type: ignore[arg-type]
    return next((each.value, each.origin) for each in settings if each.name == name)


def test_the_packaged_file_holds_exactly_the_defaults():
    assert parse_yaml(read_resource("config.yaml")).value == {each.name: each.default for each in fields(Config)}


def test_the_packaged_file_explains_every_setting():
    lines = read_resource("config.yaml").splitlines()
    for name in setting_names():
        at = next(number for number, line in enumerate(lines) if line.startswith(f"{name}:"))
        assert lines[at - 1].startswith("# "), name


def test_without_any_layer_the_defaults_hold():
    assert load_config(environment={}) == Config()
    assert {each.origin for each in load_settings(environment={})} == {"default"}


def test_later_layers_win_and_each_value_keeps_its_origin():
    written("# mine\nwords: 100\n")
    assert origin("words") == (100, "config.yaml:2")
    assert origin("words", environment={"SUMMARIZE_WORDS": "110"}) == (110, "SUMMARIZE_WORDS")
    assert origin("words", environment={"SUMMARIZE_WORDS": "110"}, flags={"words": 120}) == (120, "--words")
    assert origin("language", environment={"SUMMARIZE_WORDS": "110"}) == ("", "default")


def test_a_flag_that_was_not_given_overrides_nothing():
    written("words: 100")
    assert load_config(environment={}, flags={"words": None}).words == 100


def test_a_named_file_replaces_the_one_in_the_folder():
    written("words: 100")
    written("words: 110", "mine.yaml")
    written("words: 120", "theirs.yaml")
    assert origin("words", "mine.yaml") == (110, "mine.yaml:1")
    assert origin("words", environment={"SUMMARIZE_CONFIG": "theirs.yaml"}) == (120, "theirs.yaml:1")
    assert origin("words", "mine.yaml", environment={"SUMMARIZE_CONFIG": "theirs.yaml"})[0] == 110
    assert origin("words", "none") == (250, "default")


def test_the_process_environment_is_read_unless_one_is_given(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SUMMARIZE_WORDS", "77")
    assert load_config().words == 77
    assert load_config(environment={}).words == 250


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("words", "300", 300),
        ("words", " 1_000 ", 1000),
        ("max_size", "20MB", 20_000_000),
        ("max_size", "5 kb", 5000),
        ("max_size", "1GB", 1_000_000_000),
        ("strict", "1", True),
        ("strict", "Yes", True),
        ("strict", "off", False),
        ("language", "no", "no"),
        ("language", "pt-BR", "pt-BR"),
        ("engine", "embedded", "embedded"),
    ],
)
def test_text_is_read_as_the_settings_type(name, text, value):
    assert origin(name, environment={f"SUMMARIZE_{name.upper()}": text})[0] == value
    assert origin(name, flags={name: text})[0] == value


def test_an_empty_variable_counts_as_not_set():
    assert load_config(environment={"SUMMARIZE_WORDS": "", "SUMMARIZE_CONFIG": "", "OTHER": "x"}) == Config()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("words", 19),
        ("words", 5001),
        ("words", True),
        ("words", 250.0),
        ("words", "many"),
        ("words", "20MB"),
        ("words", "9" * 50),
        ("words", "٣٠٠"),
        ("max_size", 0),
        ("max_size", True),
        ("max_size", "20 MiB"),
        ("language", "English"),
        ("language", "en\n"),
        ("language", 12),
        ("engine", "modle"),
        ("strict", 1),
        ("strict", "perhaps"),
    ],
)
def test_a_wrong_value_names_its_flag_and_what_is_allowed(name, value):
    message = refused(flags={name: value})
    assert message.startswith(f"--{name.replace('_', '-')}: ")
    assert message.endswith(f"is not allowed; give {allowed(name)}")


def test_a_wrong_value_names_file_and_line_or_variable():
    written("language: en\nwords: 7\n")
    assert refused().startswith("config.yaml:2: 7 is not allowed; give a whole number from 20 to 5000")
    assert refused("none", environment={"SUMMARIZE_ENGINE": "gpu"}) == (
        "SUMMARIZE_ENGINE: gpu is not allowed; give one of auto, embedded, model"
    )


def test_an_unknown_name_gets_the_nearest_known_one():
    written("words: 100\nmax-siz: 7\n")
    assert refused().startswith("config.yaml:2: 'max-siz' is not a setting (did you mean max_size?)")
    assert refused("none", environment={"SUMMARIZE_WORD": "7"}) == (
        "SUMMARIZE_WORD is not a setting (did you mean SUMMARIZE_WORDS?)"
    )
    assert refused("none", flags={"colour": 1}).startswith("--colour: colour is not a setting (choose from words, ")


def test_a_foreign_config_file_says_how_to_go_on():
    written("baseURL: https://example.org/\n")
    assert "belongs to another program, name another settings file" in refused()
    assert "--config none" not in refused("config.yaml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("words: 100\nwords: 120\n", "config.yaml:2: not a settings file (the key 'words' is given twice"),
        ("words:\n", "config.yaml:1: None is not allowed"),
        ("words: [1]\n", "config.yaml:1: [1] is not allowed"),
        ("strict: 1\n", "config.yaml:1: 1 is not allowed; give true or false"),
        ("- words\n", "config.yaml:1: a settings file holds lines such as"),
        ("words: &a 100\n", "config.yaml:1: not a settings file (anchors"),
        ("words: 12:30\n", "config.yaml:1: '12:30' is not allowed"),
    ],
)
def test_a_wrong_file_names_the_line(text, message):
    written(text)
    assert refused().startswith(message)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path):
    Path("latin.yaml").write_bytes(b"# caf\xe9\nwords: 100")
    Path("long.yaml").write_bytes(b"#" * 1_000_001)
    Path("folder.yaml").mkdir()
    os.mkfifo("pipe.yaml")
    assert refused("latin.yaml").startswith("latin.yaml: not UTF-8 (byte 5)")
    assert refused("long.yaml").startswith("long.yaml: too large")
    assert refused("missing.yaml").startswith("missing.yaml: cannot be read (No such file or directory)")
    assert refused("folder.yaml").startswith("folder.yaml: cannot be read")
    assert refused("pipe.yaml").startswith("pipe.yaml: cannot be read (not a regular file)")
    assert "cannot be read" in refused("nul\0.yaml")


def test_a_byte_order_mark_and_an_empty_file_are_fine():
    Path("config.yaml").write_bytes(b"\xef\xbb\xbfwords: 100")
    assert load_config(environment={}).words == 100
    written("# nothing here\n")
    assert load_config(environment={}) == Config()


def test_two_settings_that_exclude_each_other_are_both_named():
    written("strict: true\n")
    assert refused(flags={"allow_partial": True}) == (
        "strict (config.yaml:1) and allow_partial (--allow-partial) exclude each other; turn one of them off"
    )
    assert load_config(environment={}, flags={"strict": False, "allow_partial": True}).allow_partial


def test_a_record_made_by_hand_is_checked_too():
    with pytest.raises(ConfigError, match="words: 7 is not allowed; give a whole number from 20 to 5000"):
        Config(words=7)
    with pytest.raises(ConfigError, match="exclude each other"):
        Config(strict=True, allow_partial=True)
    with pytest.raises(FrozenInstanceError):
        Config().words = 3  # type: ignore[misc]


def test_every_setting_has_help_and_a_group():
    for each in fields(Config):
        assert each.metadata["help"].endswith(".")
        assert each.metadata["group"]
        assert allowed(each.name)


@given(st.sampled_from(setting_names()), st.one_of(st.text(), st.integers(), st.booleans(), st.floats(), st.none()))
def test_any_value_gives_a_valid_record_or_a_config_error(name, value):
    try:
        config = load_config("none", environment={}, flags={name: value})
    except ConfigError:
        return
    assert Config(**{name: getattr(config, name)}) == config


def test_the_typed_settings_are_the_fields_of_the_config() -> None:
    """All but the model, which is an argument of its own."""
    kinds = typing.get_type_hints(Config)
    assert typing.get_type_hints(Settings) == {name: kind for name, kind in kinds.items() if name != "model"}
    assert not Settings.__required_keys__
