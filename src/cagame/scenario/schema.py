"""The format as JSON Schema, for editors that complete and check files while one writes."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pydantic.json_schema import models_json_schema

from cagame.scenario.document import Document
from cagame.scenario.external import ExternalScenario
from cagame.scenario.fields import FIRST_YEAR, LAST_YEAR
from cagame.scenario.library import Library
from cagame.scenario.roster_file import RosterFile
from cagame.scenario.shelves import ACTORS, SHELVES, AnyKind
from cagame.scenario.strategies import PowerStrategy, StateStrategy, UnionStrategy
from cagame.scenario.study_file import StudyFile

if TYPE_CHECKING:
    from pydantic import BaseModel

    from cagame.evidence import Evidence

SchemaKind: TypeAlias = Literal["study", "eu", "power", "central-asia", "external", "actors"]
Schema: TypeAlias = dict[str, Any]

MODELS: dict[str, type[BaseModel]] = {
    "study": StudyFile,
    "eu": UnionStrategy,
    "power": PowerStrategy,
    "central-asia": StateStrategy,
    "external": ExternalScenario,
    "actors": RosterFile,
}
#: What holds a key for each actor.
BY_ACTOR = ("VariantFile", "PlayersFile")
DIALECT = "https://json-schema.org/draft/2020-12/schema"
REFERENCE = "#/$defs/{model}"


def json_schema(kind: SchemaKind = "study", evidence: Evidence | None = None) -> Schema:
    """JSON Schema of a kind of file.

    Names of the library complete in the editor; other names stay possible, because a folder may
    hold its own. With ``evidence``, names of outcomes and pressures complete and are checked too.
    """
    _, shared = models_json_schema(
        [(model, "validation") for model in MODELS.values()], ref_template=REFERENCE
    )
    definitions: dict[str, Schema] = shared["$defs"]
    for model in (UnionStrategy, PowerStrategy, StateStrategy, ExternalScenario):
        definitions[model.__name__]["properties"]["base"] = {
            "type": "string",
            "description": "Start from this file of the library; keys given here replace its own.",
        }
        definitions[f"{model.__name__}Changes"] = _changes(definitions[model.__name__])
    _add_choices(definitions)
    if evidence is not None:
        _add_names(definitions, evidence)
    root = _root(definitions[MODELS[kind].__name__])
    used = _reachable(root, definitions)
    kept = {name: schema for name, schema in definitions.items() if name in used}
    return {"$schema": DIALECT, **root, "$defs": kept}


def _root(schema: Schema) -> Schema:
    """Return the schema of a whole file; one that starts from a base may leave out any key."""
    if "base" not in schema["properties"] or "required" not in schema:
        return schema
    ways = [{"required": schema["required"]}, {"required": ["base"]}]
    return {key: each for key, each in schema.items() if key != "required"} | {"anyOf": ways}


def _reachable(root: Schema, definitions: dict[str, Schema]) -> set[str]:
    """Names of the definitions that a schema refers to, directly or through others."""
    found: set[str] = set()
    waiting = _referred(root)
    while waiting:
        found |= waiting
        waiting = set().union(*(_referred(definitions[name]) for name in waiting)) - found
    return found


def _referred(schema: object) -> set[str]:
    """Names of the definitions that stand in a schema.

    >>> _referred({"anyOf": [{"$ref": "#/$defs/Years"}, {"type": "null"}]})
    {'Years'}
    """
    if isinstance(schema, list):
        return set().union(*map(_referred, schema))
    if not isinstance(schema, dict):
        return set()
    own = {schema["$ref"].removeprefix(REFERENCE.format(model=""))} if "$ref" in schema else set()
    return own.union(*map(_referred, schema.values()))


def _changes(schema: Schema) -> Schema:
    """Return the schema of what starts from a base: any of its keys, and only the base required."""
    return deepcopy(schema) | {"required": ["base"]}


def _add_choices(definitions: dict[str, Schema]) -> None:
    library = Library()
    for actor in ACTORS:
        definitions["VariantFile"]["properties"][actor.key] = _plan(_choice(actor.kind, library))
        if actor.payoff is not None:
            definitions["PlayersFile"]["properties"][actor.key] = {
                "type": "array",
                "description": "The strategies that the player chooses from.",
                "minItems": 1,
                "items": _choice(actor.kind, library),
            }
    variants = definitions["StudyFile"]["properties"]["variants"]
    # A variant without keys is one in which everyone goes on as before.
    variants["additionalProperties"] = {
        "anyOf": [variants["additionalProperties"], {"type": "null"}]
    }
    name = {"type": "string"}
    definitions["StudyFile"]["properties"]["reference"] |= {
        "anyOf": [name, {"type": "object", "additionalProperties": name}]
    }
    # Either what is compared, or who plays.
    definitions["StudyFile"]["oneOf"] = [
        {"required": ["reference", "variants"]},
        {"required": ["players"]},
    ]
    definitions["StudyFile"]["properties"]["external"] |= {"items": _choice("external", library)}
    definitions["StudyFile"]["properties"]["actors"] |= {
        "anyOf": [
            {"enum": list(library.names("actors"))},
            {"type": "string"},
            {"$ref": REFERENCE.format(model="RosterFile")},
        ]
    }
    _open_for_actors(definitions)
    stance = definitions["StateStrategy"]["properties"]["stance"]
    stance["propertyNames"]["enum"] += [
        label
        for name in library.names("actors")
        for label in library.roster_at(name, Document(None), ())[0].partners
    ]


def _open_for_actors(definitions: dict[str, Schema]) -> None:
    """Let a study that brings actors along have keys for them; any other keeps to the known."""
    known = {name: list(definitions[name]["properties"]) for name in BY_ACTOR}
    further = {
        "VariantFile": _plan(_choice("russia", Library())),
        "PlayersFile": definitions["PlayersFile"]["properties"]["russia"],
    }
    for name, schema in further.items():
        definitions[name]["additionalProperties"] = {
            key: each for key, each in schema.items() if key != "description"
        }
    keys = {name: {"propertyNames": {"enum": labels}} for name, labels in known.items()}
    variants = {"additionalProperties": keys["VariantFile"]}
    study = definitions["StudyFile"]
    study["if"] = {"not": {"required": ["actors"]}}
    study["then"] = {"properties": {"variants": variants, "players": keys["PlayersFile"]}}


def _plan(choice: Schema) -> Schema:
    """Return the schema of what an actor does: one choice, or several with dates."""
    year = {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
    dated = {
        "type": "object",
        "description": "A strategy and its first year; it stays until the next one.",
        "properties": {"from": year, "strategy": {"anyOf": choice["anyOf"]}},
        "required": ["from", "strategy"],
        "additionalProperties": False,
    }
    several = {"type": "array", "minItems": 1, "items": dated}
    return choice | {"anyOf": [*choice["anyOf"], several]}


def _choice(kind: AnyKind, library: Library) -> Schema:
    model = SHELVES[kind].model
    name = "" if model is None else model.__name__
    return {
        "description": f"Name of a file, or its keys: {SHELVES[kind].called}.",
        "anyOf": [
            {"enum": list(library.names(kind))},
            {"type": "string"},
            {"$ref": REFERENCE.format(model=name)},
            {"$ref": REFERENCE.format(model=f"{name}Changes")},
        ],
    }


def _add_names(definitions: dict[str, Schema], evidence: Evidence) -> None:
    outcomes = {"enum": list(evidence.outcomes)}
    study = definitions["StudyFile"]
    # A study that brings actors along has outcomes of theirs too; editors still complete the rest.
    further = {"anyOf": [outcomes, {"type": "string"}]}
    study["properties"]["outcomes"] = {"type": "array", "items": further, "uniqueItems": True}
    study["then"]["properties"] |= {
        "outcomes": {"items": outcomes},
        "thresholds": {"propertyNames": outcomes},
    }
    definitions["ExternalEvent"]["properties"]["pressure"] = {"enum": list(evidence.pressures)}
