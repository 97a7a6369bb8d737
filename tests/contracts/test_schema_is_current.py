"""The committed JSON Schemas are those of the code, and every shipped file points at its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, get_args

import pytest

from cagame.evidence import Evidence
from cagame.scenario import Library, json_schema, shipped_folder
from cagame.scenario.schema import SchemaKind
from cagame.scenario.shelves import SHELVES

if TYPE_CHECKING:
    from pathlib import Path

    from cagame.scenario.shelves import AnyKind

KINDS: tuple[SchemaKind, ...] = get_args(SchemaKind)
#: Which schema a shelf's files follow, where it is not called like the shelf.
SCHEMA_OF = {"russia": "power", "china": "power", "other": "power"}
#: What editors look for in a file's first line.
HINT = "# yaml-language-server: $schema="


def schema_file(kind: str) -> Path:
    return shipped_folder() / "schema" / f"{kind}.schema.json"


@pytest.mark.parametrize("kind", KINDS)
def test_the_committed_schema_is_that_of_the_code(kind: SchemaKind) -> None:
    path = schema_file(kind)
    current = json_schema(kind, Evidence.load())
    remedy = f"the format has changed: cagame schema {kind} > scenarios/schema/{path.name}"
    assert json.loads(path.read_text(encoding="utf-8")) == current, remedy


def test_no_schema_is_left_over() -> None:
    assert set(schema_file("").parent.iterdir()) == {schema_file(kind) for kind in KINDS}


@pytest.mark.parametrize("shelf", SHELVES)
def test_every_shipped_file_tells_editors_its_schema(shelf: AnyKind) -> None:
    entries = Library().list(shelf)
    assert entries
    for entry in entries:
        first = entry.path.read_text(encoding="utf-8").partition("\n")[0]
        assert first.startswith(HINT), f"{entry.path}: the first line is no hint for editors"
        named = (entry.path.parent / first.removeprefix(HINT)).resolve()
        assert named == schema_file(SCHEMA_OF.get(shelf, shelf)).resolve(), entry.path
