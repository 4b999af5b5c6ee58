"""The program's entry point, for `summarize` and `python -m summarize`. Ctrl-C works from the first moment."""

from __future__ import annotations

import os
import signal
from types import FrameType


def main() -> None:
    """Load the command line and run it. While it loads, Ctrl-C has nothing to clean up and ends the process."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else it is to be ignored, as under nohup
        signal.signal(signal.SIGINT, _leave)
    from .cli import main as run

    run()


def _leave(number: int, frame: FrameType | None) -> None:
    try:
        os.write(2, b"summarize: interrupted\n")
    finally:
        os._exit(130)


if __name__ == "__main__":
    main()
