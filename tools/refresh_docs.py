"""Write current output into README.md and the pages of docs/: python tools/refresh_docs.py [--benchmarks].

What is between `<!-- output of COMMAND -->` and `<!-- end -->` is what COMMAND prints. The benchmarks, whose figures
differ from run to run, are measured only on request.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
PAGES = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md"))]
OUTPUT = re.compile(r"(<!-- output of (.+?) -->\n(?:```text\n)?)(.*?)((?:```\n)?<!-- end -->)", re.DOTALL)


def refreshed(text: str, *, benchmarks: bool = False) -> str:
    """Give a Markdown text with the output of its commands brought up to date. Raises CalledProcessError."""

    def current(block: re.Match[str]) -> str:
        if "benchmarks" in block[2] and not benchmarks:
            return block[0]
        return block[1] + run(block[2]) + block[4]

    return OUTPUT.sub(current, text)


def run(command: str) -> str:
    """Run a command of this project as a new user would, with no settings of one's own, and give what it prints."""
    program, *arguments = shlex.split(command)
    module = ["-m", program] if program != "python" else []
    own = ("SUMMARIZE_", "OPENAI_")
    done = subprocess.run(
        [sys.executable, *module, *arguments],
        cwd=REPOSITORY,
        env={name: value for name, value in os.environ.items() if not name.startswith(own)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(refreshed(page.read_text(encoding="utf-8"), benchmarks="--benchmarks" in sys.argv), "utf-8")
