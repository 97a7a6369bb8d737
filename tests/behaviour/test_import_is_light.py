"""What importing pulls in: nothing that a user who only wants help has to wait for."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    *("numpy", "pandas", "scipy", "pyarrow", "mesa", "matplotlib"),
    *("pydantic", "ruamel", "dask", "nicegui"),
)
HELP = """
from cagame.cli import app
try:
    app({arguments})
except SystemExit:
    pass
"""


def modules_after(code: str) -> set[str]:
    """Top-level modules that a fresh interpreter holds after running some code."""
    return {name.partition(".")[0] for name in all_modules_after(code)}


def all_modules_after(code: str) -> set[str]:
    """Modules and modules in them that a fresh interpreter holds after running some code."""
    report = "; import sys; sys.stderr.write(' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", f"exec({code!r}){report}"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "code",
    [
        "import cagame",
        "import cagame.cli",
        HELP.format(arguments=["--help"]),
        HELP.format(arguments=["--version"]),
    ],
)
def test_nothing_heavy_is_imported(code: str) -> None:
    assert modules_after(code).isdisjoint(HEAVY)


def test_the_help_of_a_command_needs_no_numbers_and_no_plots() -> None:
    # Typer itself loads pydantic to describe options that hold numbers.
    found = modules_after(HELP.format(arguments=["run", "--help"]))
    assert found.isdisjoint(set(HEAVY) - {"pydantic"})


@pytest.mark.parametrize("code", ["import cagame.study", "import cagame.cli.sweeps"])
def test_what_runs_is_ready_without_the_half_second_of_scipy_stats(code: str) -> None:
    found = all_modules_after(code)
    assert "scipy.special" in found
    assert "scipy.stats" not in found


def test_the_version_is_looked_up_only_when_it_is_asked_for() -> None:
    assert "importlib.metadata" not in all_modules_after("import cagame")
    assert "importlib.metadata" in all_modules_after("import cagame; cagame.__version__")


def test_what_is_heavy_is_noticed() -> None:
    assert "numpy" in modules_after("import cagame.evidence")


def test_the_public_names_load_when_they_are_first_used() -> None:
    code = "import cagame; cagame.Scenario"
    assert "pydantic" in modules_after(code)
    assert modules_after(code).isdisjoint({"matplotlib", "mesa", "dask", "nicegui"})
