"""The command line: arguments in, a summary out, and an exit code.

Data goes to standard output, everything else to standard error. Nothing here knows more than a caller of the library
does: the public names of `summarize` and its error tree do all the work, and `render` shows the results. Only `click`
and the record of settings are loaded before the command is known.

Exit codes besides those of `errors`: 0 ok, 130 and 143 interrupted (Ctrl-C, SIGTERM). A reader that closes standard
output early, as `head` does, has seen what it wanted: the run ends quietly with the code it would have had.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType

import click

from summarize.errors import LimitError, SummarizeError

from .output import discard, say
from .root import PROGRAM, command

_COMPLETION = f"_{PROGRAM.upper()}_COMPLETE"  # click's own variable, set by the shell's completion function
_ALARM = hasattr(signal, "SIGALRM")  # not on Windows
_ENDING = (signal.SIGTERM, signal.SIGALRM) if _ALARM else (signal.SIGTERM,)
_ALARM_INTERVAL = 0.3  # seconds


class _Terminated(KeyboardInterrupt):
    """SIGTERM, turned into an exception so that temporary files are removed on the way out."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line with the process's arguments, or the given ones, and exit with its code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    for number in _ENDING:
        signal.signal(number, _terminate)
    instruction = os.environ.get(_COMPLETION)
    if instruction:
        from click.shell_completion import shell_complete

        sys.exit(shell_complete(command, {}, PROGRAM, _COMPLETION, instruction))
    sys.exit(_guarded(given))


def _guarded(arguments: list[str]) -> int:
    """Run a command; every failure becomes one line and a code, with a traceback only for --debug."""
    try:
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            signal.signal(signal.SIGINT, signal.default_int_handler)  # from here on there may be files to clean up
        with command.make_context(PROGRAM, list(arguments)) as context:  # click empties the list it is given
            return command.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    except (click.ClickException, SummarizeError, MemoryError, KeyboardInterrupt) as error:
        return _ended(error, arguments)
    except Exception as bug:
        if isinstance(bug.__cause__, KeyboardInterrupt):  # a signal that arrives while a class is created is wrapped
            return _ended(bug.__cause__, arguments)
        _trace(arguments)
        hint = "please report it" if "--debug" in arguments else "please report it with what --debug prints"
        say(f"internal error: {type(bug).__name__}: {bug} (a bug in {PROGRAM}); {hint}")
        return SummarizeError.exit_code


def _ended(error: BaseException, arguments: Sequence[str]) -> int:
    """Report a failure that is not a bug; give its exit code."""
    _stop_alarm()
    _trace(arguments)
    line, code = _expected(error)
    say(line)
    return code


def _expected(error: BaseException) -> tuple[str, int]:
    """Give the line and the exit code of a failure that is not a bug."""
    if isinstance(error, SummarizeError):
        return str(error), error.exit_code
    if isinstance(error, click.ClickException):
        return f"{error.format_message().rstrip('.')}; see {PROGRAM} --help", error.exit_code
    if isinstance(error, MemoryError):
        return "out of memory; give fewer or smaller articles", LimitError.exit_code
    return ("ended by SIGTERM", 143) if isinstance(error, _Terminated) else ("interrupted", 130)


def _terminate(number: int, frame: FrameType | None) -> None:
    """End the program. An exception raised where Python ignores them (in a weak reference's callback, as imports have
    them) is lost, so the alarm rings again until one gets through.
    """
    if _ALARM:
        signal.setitimer(signal.ITIMER_REAL, _ALARM_INTERVAL)
    raise _Terminated


def _stop_alarm() -> None:
    """Stop the alarm: the program is already ending."""
    if _ALARM:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _trace(arguments: Sequence[str]) -> None:
    if "--debug" in arguments and sys.stderr:
        import traceback

        try:
            traceback.print_exc()
        except (OSError, ValueError):  # as in `say`: there is nobody to tell, and the exit code stays
            discard(sys.stderr)
