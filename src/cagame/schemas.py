"""JSON Schemas of all kinds of files, by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from cagame.scenario import json_schema
from cagame.scenario.schema import SchemaKind
from cagame.sweep.schema import sweep_schema

if TYPE_CHECKING:
    from cagame.evidence import Evidence
    from cagame.scenario.schema import Schema

FileKind: TypeAlias = SchemaKind | Literal["sweep"]
KINDS: tuple[FileKind, ...] = (*get_args(SchemaKind), "sweep")


def schema_of(kind: FileKind, evidence: Evidence | None = None) -> Schema:
    """JSON Schema of a kind of file.

    >>> schema_of("sweep")["required"]
    ['title', 'question', 'scenario', 'worlds']
    """
    if kind == "sweep":
        return sweep_schema(evidence)
    return json_schema(kind, evidence)
