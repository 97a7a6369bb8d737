"""The format of designs as JSON Schema, for editors that complete and check files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cagame.scenario.library import Library
from cagame.scenario.schema import DIALECT, REFERENCE
from cagame.sweep.design_file import SweepFile
from cagame.sweep.levers import keys_of_levers

if TYPE_CHECKING:
    from cagame.evidence import Evidence
    from cagame.scenario.schema import Schema


def sweep_schema(evidence: Evidence | None = None) -> Schema:
    """JSON Schema of a design of a sweep.

    Names of studies complete in the editor; others stay possible, because a study may stand
    beside the design. With ``evidence``, outcomes and numbers complete and are checked too.
    """
    schema = SweepFile.model_json_schema(ref_template=REFERENCE)
    keys = schema["properties"]
    studies = list(Library().names("study"))
    keys["scenario"] |= {"anyOf": [{"enum": studies}, {"type": "string"}]}
    drawn, crossed = keys_of_levers()
    keys["levers"] |= {"propertyNames": {"enum": list(drawn)}}
    if evidence is not None:
        names = list(dict.fromkeys(number.name for number in evidence.numbers.values()))
        single = [number.key for number in evidence.numbers.values() if number.index]
        keys["grid"] |= {"propertyNames": {"anyOf": [{"enum": [*crossed, *names]}, INDEXED]}}
        keys["keep"] |= {"items": {"enum": [*names, *single]}}
        outcomes = {"enum": list(evidence.outcomes)}
        keys["outcomes"] |= {"anyOf": [{"type": "array", "items": outcomes}, {"type": "null"}]}
    return {"$schema": DIALECT, **schema}


#: A number with its index, such as effectiveness[EU], however its labels are set apart.
INDEXED = {"type": "string", "pattern": r"^\w+\[.+\]$"}
