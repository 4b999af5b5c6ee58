"""What is shipped: wheel and source archive hold what they must, nothing else, and work outside the checkout."""

from __future__ import annotations

import email
import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def files_of(folder: str) -> set[str]:
    """Names of a folder's files, relative to the repository, without what Python leaves there."""
    found = (path for path in (REPOSITORY / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(REPOSITORY).as_posix() for path in found}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both archives; hatchling is asked directly, as a build in isolation would need a network."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist", "-d", str(folder)]
    subprocess.run(build, cwd=REPOSITORY, check=True, capture_output=True, timeout=120)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(next(built.glob("*.whl")))


def run(site: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line of the package in `site`, started in another folder, without settings of one's own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SUMMARIZE_", "OPENAI_"))}
    return subprocess.run(
        [sys.executable, "-m", "summarize", *arguments],
        cwd=folder,
        env=kept | {"PYTHONPATH": str(site), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_wheel_holds_the_package_and_its_data_and_nothing_else(wheel: zipfile.ZipFile):
    names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    data = {f"summarize/_data/{name}" for name in {"config.yaml"} | files_of("prompts")}
    assert names == files_of("summarize") | data
    assert {"summarize/py.typed", "summarize/_ranks/o200k_base.zlib", "summarize/_ranks/LICENSE"} <= names


def test_data_are_shipped_byte_for_byte(wheel: zipfile.ZipFile):
    for name in {"config.yaml"} | files_of("prompts"):
        assert wheel.read(f"summarize/_data/{name}") == (REPOSITORY / name).read_bytes()


def test_the_metadata_say_what_it_is_and_needs(wheel: zipfile.ZipFile):
    (path,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    told = email.message_from_bytes(wheel.read(path))
    assert (told["Name"], told["Requires-Python"], told["License-Expression"]) == ("summarize", ">=3.11", "MIT")
    needed = [line for line in told.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert len(needed) == len(PROJECT["dependencies"])
    assert {line.replace("_", "-").lower() for line in told.get_all("License-File", [])} == {
        "license",
        "summarize/-ranks/license",
    }
    assert told.get_payload().startswith("# summarize")


def test_the_wheel_works_outside_the_checkout(wheel: zipfile.ZipFile, tmp_path: Path):
    site = tmp_path / "site"
    wheel.extractall(site)
    shutil.copytree(REPOSITORY / "seeds", tmp_path / "seeds")
    asked = "import summarize, summarize.prompts as r; print(summarize.__file__, r.read_resource('config.yaml'))"
    found = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert found.stdout.startswith(str(site))
    assert "words: 250" in found.stdout
    for arguments in (["--help"], ["seeds", "-o", "s.json"], ["verify", "s.json"], ["tokens", "seeds"], ["config"]):
        done = run(site, tmp_path, *arguments)
        assert done.returncode == 0, (arguments, done.stderr)


def test_the_source_archive_is_enough_to_build_and_test(built: Path):
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {member.name.partition("/")[2] for member in archive.getmembers() if member.isfile()}
    needed = set().union(*map(files_of, ("summarize", "prompts", "seeds", "tests", "docs", "examples", "tools")))
    assert needed | {"pyproject.toml", "config.yaml", "README.md", "LICENSE", ".ci/run"} <= names
    assert not {name for name in names if name.startswith((".venv", ".git/", "dist/"))}


def test_the_version_has_one_home():
    from summarize import __version__
    from summarize.version import VERSION

    assert PROJECT["dynamic"] == ["version"]
    assert __version__ == VERSION
