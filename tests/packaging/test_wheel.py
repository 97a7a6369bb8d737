"""What is built is whole: the wheel works alone, outside the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from email import message_from_bytes
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Installed = Callable[..., subprocess.CompletedProcess[str]]

REPOSITORY = Path(__file__).parents[2]
PREFIX = "import sys; print(sys.prefix)"


def version() -> str:
    """Version that the project states."""
    stated = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    return str(stated["project"]["version"])


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with the source distribution, and with the wheel that is built from that."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*build, str(REPOSITORY)], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def wheel(dist: Path) -> Path:
    (found,) = dist.glob("*.whl")
    return found


def environment(folder: Path, *install: str) -> Path:
    """Make a virtual environment, install into it with our own pip, and return its Python."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    subprocess.run([*pip, *install], check=True, capture_output=True)
    return python


def runner(python: Path, folder: Path) -> Installed:
    """Return what runs a Python in a folder outside the checkout and without our settings."""
    bare = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}

    def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(python), *arguments],
            cwd=folder,
            env=bare | more,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Run a Python that has the wheel, and sees what it depends on in our environment.

    Of our environment only the packages are on its path, not the project itself: in a folder that
    a .pth file adds, Python reads no .pth files.
    """
    folder = tmp_path_factory.mktemp("installed")
    python = environment(folder / "venv", "--no-deps", "--no-index", str(wheel))
    (packages,) = folder.glob("venv/lib/python*/site-packages")
    lent = sysconfig.get_path("purelib")
    (packages / "lent.pth").write_text(f"{lent}\n", encoding="utf-8")
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    return runner(python, elsewhere)


def test_the_wheel_is_what_is_imported(installed: Installed) -> None:
    code = "import cagame; print(cagame.__file__)"
    done = installed("-c", code)
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()).is_relative_to(Path(installed("-c", PREFIX).stdout.strip()))
    assert installed("-m", "cagame", "--version").stdout == f"cagame {version()}\n"


def test_the_library_comes_along(installed: Installed) -> None:
    done = installed("-m", "cagame", "scenarios")
    assert done.returncode == 0, done.stderr
    listed = {line.split()[0] for line in done.stdout.splitlines() if line.strip()}
    shipped = (REPOSITORY / "scenarios").rglob("*.yaml")
    assert {path.stem for path in shipped} <= listed


def test_a_study_runs_by_its_name_outside_the_checkout(installed: Installed) -> None:
    options = ("--worlds", "10", "--workers", "1", "--only", "mobility-first", "--json")
    done = installed("-m", "cagame", "run", "eu-strategies", *options)
    assert done.returncode == 0, done.stderr
    results = Path(json.loads(done.stdout)["folder"])
    assert (results / "report.html").stat().st_size > 0


def test_the_audit_finds_nothing_in_what_is_installed(installed: Installed) -> None:
    done = installed("-m", "cagame", "evidence", "--audit")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_schemas_are_in_the_wheel_as_they_are_told(installed: Installed, wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as content:
        names = [name for name in content.namelist() if name.endswith(".schema.json")]
        study = json.loads(content.read("cagame/scenarios/schema/study.schema.json"))
    kept = (REPOSITORY / "scenarios" / "schema").glob("*.json")
    assert {Path(name).name for name in names} == {path.name for path in kept}
    assert json.loads(installed("-m", "cagame", "schema", "study").stdout) == study


def test_every_file_of_the_package_is_in_the_wheel_and_no_experiment(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as content:
        names = set(content.namelist())
    source = REPOSITORY / "src"
    files = {path for path in source.rglob("*") if path.is_file()}
    kept = {str(f.relative_to(source)) for f in files if "__pycache__" not in f.parts}
    assert kept <= names
    assert "cagame/py.typed" in names
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"cagame", f"cagame-{version()}.dist-info"}


def test_the_wheel_states_its_extras_and_its_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as content:
        metadata = message_from_bytes(content.read(f"cagame-{version()}.dist-info/METADATA"))
        commands = content.read(f"cagame-{version()}.dist-info/entry_points.txt").decode()
    assert {"sweep", "analysis", "game", "app"} <= set(metadata.get_all("Provides-Extra", []))
    wanted = metadata.get_all("Requires-Dist", [])
    assert any(each.startswith("nicegui") and "'app'" in each for each in wanted)
    assert "cagame = cagame.cli:main" in commands


def test_the_source_distribution_builds_documents_and_tests(dist: Path) -> None:
    (archive,) = dist.glob("*.tar.gz")
    with tarfile.open(archive) as content:
        names = {name.partition("/")[2] for name in content.getnames()}
    assert {"Makefile", "constraints.txt", "docs/index.md", "tests/conftest.py"} <= names


def test_a_shell_completes_commands_and_studies(installed: Installed) -> None:
    def completions(line: str) -> list[str]:
        asked = {"_CAGAME_COMPLETE": "complete_bash", "COMP_WORDS": line}
        last = str(len(line.split()) - 1)
        return installed("-m", "cagame", **asked, COMP_CWORD=last).stdout.split()

    assert completions("cagame val") == ["validate"]
    assert completions("cagame run eu-") == ["eu-strategies"]
    # Which shell asks is told here: under `make` there may be none to find.
    told = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "True"}
    script = installed("-m", "cagame", "--show-completion", "bash", **told).stdout
    assert "_CAGAME_COMPLETE=complete_bash" in script


@pytest.mark.soak
def test_an_empty_environment_needs_nothing_but_the_wheel(wheel: Path, tmp_path: Path) -> None:
    """With its own dependencies, from the registry, at the versions that are tested."""
    constraints = ("--constraint", str(REPOSITORY / "constraints.txt"))
    python = environment(tmp_path / "venv", *constraints, f"{wheel}[app]")
    run = runner(python, tmp_path)
    done = run("-m", "cagame", "run", "classroom", "--worlds", "20", "--workers", "1", "--quiet")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "results" / "classroom" / "report.html").is_file()
    assert run("-c", "import nicegui").returncode == 0
    assert run("-c", "import pytest").returncode != 0
