"""Where a key may go. The refusals are tested with the model; here, what is let through and why."""

from __future__ import annotations

import pytest

from summarize.errors import ConfigError
from summarize.llm.address import check_address, is_azure, is_loopback, is_openai


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/v1/",
        "http://127.0.0.1:8000/v1",
        "http://localhost:1234",
        "http://[::1]:8000/v1",
        "http://127.9.9.9",
    ],
)
def test_https_and_this_machine_are_let_through(url: str):
    assert check_address(f" {url} ") == url.rstrip("/")


@pytest.mark.parametrize(
    ("url", "inside"),
    [("http://127.0.0.1/", True), ("http://localhost.example.org/", False), ("http://0.0.0.0/", False), ("x", False)],
)
def test_this_machine_is_told_by_its_address(url: str, inside: bool):
    assert is_loopback(url) is inside


def test_a_password_in_the_address_is_not_repeated():
    with pytest.raises(ConfigError) as failed:
        check_address("https://me:secret@example.org/v1")
    assert "secret" not in str(failed.value)


@pytest.mark.parametrize(
    ("url", "openai", "azure"),
    [
        ("https://api.openai.com/v1", True, False),
        ("https://EU.api.openai.com/v1", True, False),
        ("https://otherapi.openai.com/v1", False, False),
        ("https://api.openai.com.example.org/v1", False, False),
        ("https://desk.openai.azure.com/openai/v1", False, True),
        ("https://desk.services.ai.azure.com/openai/v1", False, True),
        ("https://openai.azure.com.example.org/v1", False, False),
        ("http://127.0.0.1:8000/v1", False, False),
    ],
)
def test_whose_address_it_is(url: str, openai: bool, azure: bool):
    assert (is_openai(url), is_azure(url)) == (openai, azure)
