"""Where the program starts, as `summarize` and as `python -m summarize`: Ctrl-C ends it from the first moment on."""

from __future__ import annotations

import os
import signal
from types import FrameType


def main() -> None:
    """Load the command line and run it. Until it is loaded Ctrl-C has nothing to tidy up and ends the process."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else the caller wants it ignored, as nohup does
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
