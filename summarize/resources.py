"""Find the text files that ship with the package: `config.yaml` and the prompt templates in `prompts/`.

Installed, they lie in the package's folder `_data`; in a checkout (an editable install does not copy them) they lie at
the top of the repository. Looks nowhere else, and never in the working directory.
"""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path


def read_resource(name: str) -> str:
    """Give the text of a shipped file, such as "config.yaml" or "prompts/direct.prompt.yaml".

    Raises FileNotFoundError when the installation is incomplete or the name is unknown.
    """
    found = _home(resources.files(__package__)).joinpath(*name.split("/"))
    if not found.is_file():
        raise FileNotFoundError(f"{name} is not part of this installation")
    return found.read_text(encoding="utf-8")


def _home(package: Traversable) -> Traversable:
    """Choose the folder: `_data` inside the package, else the repository around it, known by its two landmarks."""
    packed = package.joinpath("_data")
    if packed.is_dir():
        return packed
    if isinstance(package, Path) and _is_repository(package.parent):
        return package.parent
    raise FileNotFoundError("the files that ship with summarize are missing from this installation")


def _is_repository(folder: Path) -> bool:
    return (folder / "pyproject.toml").is_file() and (folder / "prompts").is_dir()
