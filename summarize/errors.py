"""The error tree: one root; each leaf has its exit code and a hint that says what to do.

    SummarizeError          1   a bug, or an error nobody classified
    ├── UsageError          2   wrong arguments
    │   ├── ConfigError     2   a setting: unknown name, wrong value, unreadable file
    │   └── PromptError     2   a prompt file
    ├── PartialError        3   a summary was written, but something was skipped
    ├── InputError          4   nothing usable in the input
    ├── ProviderError       5   the user must act (key, quota, model name)
    │   └── RetryableError  6   try again later
    ├── GateError           7   a claim does not stand on its evidence
    ├── LimitError          8   cost, tokens, size or time
    └── OutputError        74   the result could not be written

Rule: a message is one line that names the thing, what happened and why; the hint says what to do.
"""

from __future__ import annotations


class SummarizeError(Exception):
    """Root of all errors this package raises on purpose.

    `message` is one line without the program's name; `hint` is what the user can do, or "". `refused` says that a
    provider refused one request as it was worded; another may succeed.
    """

    exit_code = 1
    refused = False

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message


class UsageError(SummarizeError):
    """The call itself is wrong: an unknown option, a missing path, two things that exclude each other."""

    exit_code = 2


class ConfigError(UsageError):
    """A setting is unknown or has a wrong value; the message names its source (file:line, variable, flag)."""


class PromptError(UsageError):
    """A prompt file is missing, is not YAML, or does not have the keys and slots it needs."""


class PartialError(SummarizeError):
    """A summary was made, but an input was skipped or a claim was dropped (all listed in the summary)."""

    exit_code = 3


class InputError(SummarizeError):
    """Nothing usable in the input."""

    exit_code = 4


class ProviderError(SummarizeError):
    """The model's provider refused and only the user can change that."""

    exit_code = 5


class RetryableError(ProviderError):
    """The model's provider failed in a way that may pass."""

    exit_code = 6


class GateError(SummarizeError):
    """A claim does not stand on its evidence, or a finished summary no longer matches its sources."""

    exit_code = 7


class LimitError(SummarizeError):
    """A limit was reached: cost, calls, tokens, size or time."""

    exit_code = 8


class OutputError(SummarizeError):
    """The result could not be written."""

    exit_code = 74
