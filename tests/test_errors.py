"""The error tree: one root, the exit codes of the design, hints."""

from __future__ import annotations

import pytest

from summarize import errors

CODES = {
    "SummarizeError": 1,
    "UsageError": 2,
    "ConfigError": 2,
    "PromptError": 2,
    "PartialError": 3,
    "InputError": 4,
    "ProviderError": 5,
    "RetryableError": 6,
    "GateError": 7,
    "LimitError": 8,
    "OutputError": 74,
}
CLASSES = {name: value for name, value in vars(errors).items() if isinstance(value, type)}


def test_every_class_has_its_exit_code_and_the_list_is_whole() -> None:
    assert {name: error.exit_code for name, error in CLASSES.items()} == CODES


@pytest.mark.parametrize("name", CODES)
def test_one_root_catches_all(name: str) -> None:
    with pytest.raises(errors.SummarizeError, match="it broke; mend it") as caught:
        raise CLASSES[name]("it broke", hint="mend it")
    assert (caught.value.message, caught.value.hint) == ("it broke", "mend it")


def test_without_a_hint_the_message_stands_alone() -> None:
    assert str(errors.InputError("nothing there")) == "nothing there"


def test_a_failure_that_may_pass_is_a_failure_of_the_provider() -> None:
    assert issubclass(errors.RetryableError, errors.ProviderError)
    assert issubclass(errors.ConfigError, errors.UsageError)


def test_the_module_draws_the_tree_as_it_is() -> None:
    tree = errors.__doc__ or ""
    assert all(f"{name} " in tree and f" {code} " in tree for name, code in CODES.items())
