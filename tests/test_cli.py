"""The command as a process: exit codes, closed and full streams, signals, completion."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest

from summarize import cli
from summarize.errors import GateError, LimitError, OutputError, ProviderError, RetryableError

REPOSITORY = Path(cli.__file__).parents[2]
SEEDS = Path(__file__).parents[1] / "seeds"


def process(*arguments: str, **more: object) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), **more.pop("environment", {})}  # type: ignore[dict-item]
    command = [sys.executable, "-m", "summarize", *arguments]
    streams: dict[str, object] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
    return subprocess.run(command, env=environment, timeout=60, check=False, **streams)  # type: ignore[call-overload]


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Let the main job end with an exception, and give the exit code and what was said."""

    def run(failure: BaseException, *arguments: str) -> tuple[int, str]:
        def job(**given: object) -> int:
            raise failure

        monkeypatch.setattr(cli.command, "callback", job)
        with pytest.raises(SystemExit) as end:
            cli.main(["a.txt", *arguments])
        assert isinstance(end.value.code, int)
        shown = capsys.readouterr()
        assert shown.out == ""
        return end.value.code, shown.err

    handler = signal.getsignal(signal.SIGTERM)
    yield run
    signal.signal(signal.SIGTERM, handler)


def caused(error: Exception, cause: BaseException) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("failure", "code", "line"),
    [
        (click.UsageError("a is wrong."), 2, "a is wrong; see summarize --help"),
        (GateError("claim 3 fails", hint="look"), 7, "claim 3 fails; look"),
        (LimitError("too much"), 8, "too much"),
        (ProviderError("no such model", hint="name another"), 5, "no such model; name another"),
        (RetryableError("busy"), 6, "busy"),
        (OutputError("x\n: full"), 74, "x\\n: full"),
        (MemoryError(), 8, "out of memory; give fewer or smaller articles"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (caused(RuntimeError("a class"), KeyboardInterrupt()), 130, "interrupted"),
        (
            RecursionError("deep"),
            1,
            "internal error: RecursionError: deep (a bug in summarize); please report it with what --debug prints",
        ),
    ],
)
def test_every_failure_is_one_line_and_its_code(failing, failure: BaseException, code: int, line: str):
    assert failing(failure) == (code, f"summarize: {line}\n")


def test_debug_shows_the_traceback(failing):
    code, shown = failing(GateError("claim 3 fails"), "--debug")
    assert code == 7
    assert shown.startswith("Traceback")
    assert shown.endswith("summarize: claim 3 fails\n")


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        ([], 2, "no article given: name files or folders, or - for standard input; see summarize --help"),
        (["a.txt", "--wrods", "3"], 2, "there is no option --wrods; did you mean --words?"),
        (["a.txt", "--words", "3"], 2, "--words: '3' is not allowed; give a whole number from 20 to 5000"),
        (["a.txt", "-o", "a.pdf"], 2, "a.pdf: the ending names no format; choose from .txt, .md, .json"),
        (["a.txt", "-o", "no/such/a.md"], 74, "no/such/a.md: cannot be written (its folder does not exist)"),
        (["a.txt", "--engine", "model"], 2, "--engine: the engine is model, but no model is named; give --model NAME"),
    ],
)
def test_wrong_calls_end_before_any_work(arguments, code, line, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as end:
        cli.main(arguments)
    assert end.value.code == code
    assert line in capsys.readouterr().err


def test_help_and_version_end_well():
    shown = process("--help")
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert shown.stdout.startswith(b"Usage: summarize ARTICLES...")
    assert process("--version").stdout.startswith(b"summarize ")


def test_a_full_device_is_exit_74():
    with Path("/dev/full").open("wb") as full:
        for arguments in (["--help"], [str(SEEDS), "-q"]):
            shown = process(*arguments, stdout=full)
            assert shown.returncode == 74
            assert shown.stderr.startswith(b"summarize: standard output: cannot be written (No space left on device)")
            assert shown.stderr.count(b"\n") == 1


def test_a_reader_that_goes_away_is_no_failure():
    for arguments in (["--help"], [str(SEEDS), "-q"]):
        reading, writing = os.pipe()
        os.close(reading)
        shown = process(*arguments, stdout=writing)
        os.close(writing)
        assert (shown.returncode, shown.stderr) == (0, b"")


def test_closed_streams_are_no_traceback():
    script = f'"{sys.executable}" -m summarize "{SEEDS}" -q'
    shown = subprocess.run(
        ["sh", "-c", f"{script} >&-"],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        check=False,
    )
    assert shown.returncode == 74
    assert shown.stderr == b"summarize: standard output: cannot be written (it is closed); use -o FILE\n"
    shown = subprocess.run(
        ["sh", "-c", f"{script} >&- 2>&-"], env={**os.environ, "PYTHONPATH": str(REPOSITORY)}, check=False
    )
    assert shown.returncode == 74


def test_an_ascii_terminal_gets_the_summary_too():
    ascii_only = {"PYTHONIOENCODING": "ascii"}
    shown = process(str(SEEDS), "-q", environment=ascii_only)
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert shown.stdout.isascii()
    assert b"\\u" in shown.stdout
    as_json = process(str(SEEDS), "-q", "--format", "json", environment=ascii_only).stdout
    assert json.loads(as_json.decode("utf-8")) and not as_json.isascii()


@pytest.mark.parametrize(("arguments", "code"), [([str(SEEDS)], 0), (["missing.txt"], 4), ([], 2)])
def test_a_standard_error_that_cannot_be_written_changes_no_exit_code(arguments: list[str], code: int):
    with Path("/dev/full").open("wb") as full:
        assert process(*arguments, stderr=full).returncode == code


@pytest.mark.parametrize("talk", [[], ["-q"]])
def test_nor_do_two_streams_that_cannot_be_written_with_a_traceback_to_tell(talk: list[str]):
    with Path("/dev/full").open("wb") as full:
        assert process(str(SEEDS), "--debug", *talk, stdout=full, stderr=full).returncode == 74


# A finder of modules that presses Ctrl-C when the named module is looked for.
PRESSING = """
import os, signal, sys
pressed = sys.argv.pop(1)
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == pressed:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder())
from summarize.__main__ import main
main()
"""


_HEARING = "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)"  # where the tests run unheard


@pytest.mark.parametrize("module", ["summarize.cli", "click", "summarize.cli.run_command", "summarize.ingest.load"])
def test_ctrl_c_while_the_program_loads_is_no_traceback(module: str):
    command = [sys.executable, "-c", f"{_HEARING}{PRESSING}", module, str(SEEDS), "-q"]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"summarize: interrupted\n")


def test_an_ignored_ctrl_c_stays_ignored():
    script = f"trap '' INT; exec '{sys.executable}' -c '{PRESSING}' click '{SEEDS}' -q"
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(["sh", "-c", script], env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_at_once_in_one_line(number: signal.Signals, code: int):
    command = [sys.executable, "-m", "summarize", "-", "-v"]
    with subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stderr is not None
        running.stderr.readline()  # which engine: the program now waits for standard input
        running.send_signal(number)
        assert running.wait(timeout=60) == code
        assert running.stderr.read().count(b"\n") == 1


def test_completion_is_installed_and_answers():
    source = process(environment={"_SUMMARIZE_COMPLETE": "bash_source"})
    assert source.returncode == 0
    assert b"_SUMMARIZE_COMPLETE=bash_complete" in source.stdout
    answer = process(
        environment={"_SUMMARIZE_COMPLETE": "bash_complete", "COMP_WORDS": "summarize --wo", "COMP_CWORD": "1"}
    )
    assert answer.stdout == b"plain,--words\n"
