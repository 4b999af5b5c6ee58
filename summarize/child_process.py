"""How to start a process of this program: a fresh interpreter that serves one of our modules.

`-P` keeps the working directory, which may hold anything, off the module path.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = str(Path(__file__).parents[1])  # the folder that holds this package
_KEPT = ("PATH", "HOME", "LANG", "LANGUAGE", "TMPDIR", "SYSTEMROOT", "VIRTUAL_ENV")
_KEPT_STARTS = ("PYTHON", "LC_", "LD_", "DYLD_")


def boot_code(module: str) -> str:
    """The code that such a process starts with; `module` ("batch.steps") has a function `serve`."""
    return f"import sys; sys.path.insert(0, sys.argv[1]); from summarize.{module} import serve; serve()"


def command(code: str) -> list[str]:
    """The command line that runs a boot code."""
    return [sys.executable, "-P", "-c", code, ROOT]


def bare_environment() -> dict[str, str]:
    """What an interpreter needs from the environment, and nothing else: no key reaches the process."""
    return {name: value for name, value in os.environ.items() if name in _KEPT or name.startswith(_KEPT_STARTS)}
