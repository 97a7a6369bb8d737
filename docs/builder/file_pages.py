"""Pages about files one can write, and about those that are shipped."""

from __future__ import annotations

import json
from typing import Any, get_args

from writing import facts, page, plain, table

from cagame.evidence import Evidence
from cagame.scenario import Library
from cagame.scenario.shelves import Kind, shelf_of, shipped_folder
from cagame.schemas import KINDS, schema_of

OPENING = """\
Every key of every kind of file. `cagame schema KIND` prints the JSON Schema behind this page, \
which lets an editor complete and check a file; `cagame validate FILE` checks it."""
#: More choices than these are counted and not listed.
LISTED = 8
#: A bound above this is that of the computer.
MOST = 10**9
TITLES = {
    "study": "Study: `NAME.yaml`",
    "eu": "EU strategy: `strategies/eu/NAME.yaml`",
    "power": "Strategy of Russia, China or others: `strategies/russia/NAME.yaml` and so on",
    "central-asia": "Central Asian strategy: `strategies/central-asia/NAME.yaml`",
    "external": "External scenario: `external/NAME.yaml`",
    "actors": "Actors that a study adds: `actors/NAME.yaml`",
    "sweep": "Design of a sweep: `NAME.yaml`",
}


def pages() -> dict[str, str]:
    """Return the pages by name."""
    return {"scenario-files": _files(), "library": _library()}


def _files() -> str:
    evidence = Evidence.load()
    parts = [OPENING]
    seen: set[str] = set()
    for kind in KINDS:
        schema = schema_of(kind, evidence)
        schema = _with_words(schema, schema.get("$defs", {}))
        heading = f"## {TITLES.get(kind, kind)} {{#{_anchor(schema['title'])}}}"
        parts += [heading, schema["description"], _keys(schema)]
        for name, inner in schema.get("$defs", {}).items():
            described = "properties" in inner and not name.endswith("Changes")
            if described and name not in seen and inner["title"] not in _roots(evidence):
                seen.add(name)
                parts += [f"### {name}", inner.get("description", ""), _keys(inner)]
    return page("Scenario files", "the schema that files are checked with", *filter(None, parts))


def _with_words(schema: Any, defined: dict[str, Any]) -> Any:  # noqa: ANN401 (a part of a schema)
    """Put lists of words where a schema refers to them: they have no place of their own here."""
    if isinstance(schema, list):
        return [_with_words(each, defined) for each in schema]
    if not isinstance(schema, dict):
        return schema
    words = defined.get(str(schema.get("$ref", "")).rpartition("/")[2], {})
    if "enum" in words:
        return words
    return {key: _with_words(each, defined) for key, each in schema.items()}


def _anchor(name: str) -> str:
    """Return where a kind of mapping is described; changes to one have the same keys."""
    return name.removesuffix("Changes").lower()


def _roots(evidence: Evidence) -> set[str]:
    return {str(schema_of(kind, evidence)["title"]) for kind in KINDS}


def _keys(schema: dict[str, Any]) -> str:
    required = schema.get("required", [])
    rows = [
        (
            f"`{name}`",
            _type(key),
            "needed" if name in required else _default(key),
            plain(key.get("description", "")),
        )
        for name, key in schema["properties"].items()
    ]
    return table(("key", "holds", "left out", "what it says"), rows)


def _default(key: dict[str, Any]) -> str:
    value = key.get("default")
    return "" if value in (None, "", [], {}) else f"`{json.dumps(value)}`"


def _type(key: dict[str, Any]) -> str:
    """Say in a few words what a key of a JSON Schema may hold."""
    if "$ref" in key:
        name = key["$ref"].rpartition("/")[2]
        return f"[{name}](#{_anchor(name)})"
    if "enum" in key:
        return _one_of(key["enum"])
    if "anyOf" in key:
        kinds = dict.fromkeys(_type(each) for each in key["anyOf"] if each.get("type") != "null")
        return " or ".join(kinds)
    words = {"object": "mapping", "string": "text", "boolean": "`true` or `false`"}
    if key.get("type") == "array":
        return f"list of {_type(key.get('items', {})) or 'anything'}"
    return words.get(key.get("type", ""), "") or _number(key)


def _one_of(choices: list[str]) -> str:
    """Say what can be chosen; there is no use in listing all files or outcomes here."""
    if len(choices) > LISTED:
        return f"one of {len(choices)}, such as `{choices[0]}`"
    return "one of " + ", ".join(f"`{each}`" for each in choices)


def _number(key: dict[str, Any]) -> str:
    word = {"integer": "whole number", "number": "number"}.get(key.get("type", ""), "")
    low, high = key.get("minimum"), key.get("maximum")
    if low is None:
        return word
    return f"{word}, from {low}" if high is None or high > MOST else f"{word}, {low} to {high}"


def _library() -> str:
    library, root = Library(evidence=Evidence.load()), shipped_folder()
    parts = ["What is shipped, and can be named in a study. Adding one is adding a file."]
    rows = [
        (f"[{entry.name}](../../scenarios/{entry.path.relative_to(root)})", plain(entry.title))
        for entry in library.list("study")
    ]
    parts += ["## Studies", table(("name", "title"), rows)]
    for kind in (*get_args(Kind), *library.partners()):
        called = shelf_of(kind).called
        parts.append(f"## {called[0].upper()}{called[1:]}")
        entries = [
            (
                f"[{entry.name}](../../scenarios/{entry.path.relative_to(root)})",
                plain(entry.title),
                plain(library.load(kind, entry.name).rationale),
                facts(entry.evidence),
            )
            for entry in library.list(kind)
        ]
        parts.append(table(("name", "title", "why", "rests on"), entries))
    return page("Library", "the files in scenarios/", *parts)
