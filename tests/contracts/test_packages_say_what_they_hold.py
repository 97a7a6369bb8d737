"""A package that lists its modules lists them all, and nothing that is gone."""

from __future__ import annotations

import ast
import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "cagame"
LISTED = re.compile(r"([\w/]+(?:\.py|/))(?=[\s;,])")


def listing(package: Path) -> list[str]:
    """The modules and folders that the docstring of a package lists, with X for any name."""
    told = ast.get_docstring(ast.parse((package / "__init__.py").read_text(encoding="utf-8"))) or ""
    _, _, listed = told.partition("::\n\n")
    block = listed.split("\n\n", 1)[0]
    return [name.replace("X_", "*_") for name in LISTED.findall(block)]


LISTING = [
    package
    for package in sorted(path.parent for path in SOURCE.rglob("__init__.py"))
    if listing(package)
]


@pytest.mark.parametrize("package", LISTING, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_package_lists_what_it_holds(package: Path) -> None:
    there = {path.name for path in package.glob("*.py")} - {"__init__.py"}
    folders = {f"{path.parent.name}/" for path in package.glob("*/__init__.py")}
    listed = listing(package)
    assert [name for name in sorted(there) if not any(fnmatch(name, each) for each in listed)] == []
    assert [each for each in listed if not any(fnmatch(n, each) for n in there | folders)] == []


def test_most_packages_list_what_they_hold() -> None:
    assert len(LISTING) > 15
