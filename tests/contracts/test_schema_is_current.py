"""The committed JSON Schemas are those of the code, and every shipped file points at its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cagame.evidence import Evidence
from cagame.scenario import Library, shipped_folder
from cagame.scenario.shelves import SHELVES
from cagame.schemas import KINDS, schema_of

if TYPE_CHECKING:
    from cagame.scenario.shelves import AnyKind
    from cagame.schemas import FileKind

#: Which schema a shelf's files follow, where it is not called like the shelf.
SCHEMA_OF = {"russia": "power", "china": "power", "other": "power"}
#: Every design of a sweep in the repository.
DESIGNS = sorted((Path(__file__).parents[2] / "experiments").glob("*.yaml"))
#: What editors look for in a file's first line.
HINT = "# yaml-language-server: $schema="


def schema_file(kind: str) -> Path:
    return shipped_folder() / "schema" / f"{kind}.schema.json"


@pytest.mark.parametrize("kind", KINDS)
def test_the_committed_schema_is_that_of_the_code(kind: FileKind) -> None:
    path = schema_file(kind)
    current = schema_of(kind, Evidence.load())
    remedy = f"the format has changed: cagame schema {kind} > scenarios/schema/{path.name}"
    assert json.loads(path.read_text(encoding="utf-8")) == current, remedy


def test_no_schema_is_left_over() -> None:
    assert set(schema_file("").parent.iterdir()) == {schema_file(kind) for kind in KINDS}


@pytest.mark.parametrize("shelf", SHELVES)
def test_every_shipped_file_tells_editors_its_schema(shelf: AnyKind) -> None:
    entries = Library().list(shelf)
    assert entries
    for entry in entries:
        check_hint(entry.path, SCHEMA_OF.get(shelf, shelf))


@pytest.mark.parametrize("design", DESIGNS, ids=lambda path: path.stem)
def test_every_design_of_a_sweep_tells_editors_its_schema(design: Path) -> None:
    check_hint(design, "sweep")


def check_hint(path: Path, kind: str) -> None:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    assert first.startswith(HINT), f"{path}: the first line is no hint for editors"
    named = (path.parent / first.removeprefix(HINT)).resolve()
    assert named == schema_file(kind).resolve(), path
