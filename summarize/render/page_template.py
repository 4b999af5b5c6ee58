"""What our pages share: files beside a module, templates that escape, and a policy that lets nothing else run."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import TYPE_CHECKING

from .escape import visible

if TYPE_CHECKING:
    from jinja2 import Environment


def policy_of(styles: Sequence[str], scripts: Sequence[str]) -> str:
    """A Content Security Policy (W3C, level 3) that allows exactly these styles and scripts, and nothing else."""
    return "; ".join((
        "default-src 'none'",
        f"style-src {' '.join(map(_hash, styles))}",
        f"script-src {' '.join(map(_hash, scripts))}",
        "base-uri 'none'",
        "form-action 'none'",
    ))  # fmt: skip


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


@cache
def page_file(package: str, name: str) -> str:
    """A file of the folder `page` of a package."""
    return resources.files(package).joinpath("page", name).read_text(encoding="utf-8")


@cache
def page_environment(package: str) -> Environment:
    """Jinja2 with automatic escaping for the templates of a package's folder `page`.

    Every printed value first becomes one visible line.
    """
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FunctionLoader(lambda name: page_file(package, name)),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
    )


def _shown(value: object) -> object:
    """What an expression of the template prints; our own HTML passes unchanged."""
    return value if hasattr(value, "__html__") else visible(str(value))
