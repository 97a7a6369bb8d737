from __future__ import annotations

import json
from typing import Any

import pytest

from cagame.evidence import Evidence
from cagame.scenario import ACTORS, Library, json_schema
from cagame.scenario.schema import MODELS, SchemaKind
from cagame.scenario.yaml_file import read_yaml

KINDS: tuple[SchemaKind, ...] = ("study", "eu", "power", "central-asia", "external", "actors")


def references(value: object) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if "$ref" in value else set()
        return own.union(*(references(each) for each in value.values()))
    return set().union(*map(references, value)) if isinstance(value, list) else set()


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_plain_json_and_closed(kind: SchemaKind) -> None:
    schema = json.loads(json.dumps(json_schema(kind, Evidence.load())))
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_holds_the_definitions_it_refers_to_and_no_others(kind: SchemaKind) -> None:
    schema = json_schema(kind, Evidence.load())
    definitions = schema.pop("$defs")
    found, last = references(schema), set()
    while found != last:
        found, last = (
            found | references([definitions[each.split("/")[-1]] for each in found]),
            found,
        )
    assert {each.removeprefix("#/$defs/") for each in found} == set(definitions)


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_describes_what_it_holds(kind: SchemaKind) -> None:
    assert set(MODELS) == set(KINDS)
    assert json_schema(kind)["description"]


def test_names_of_the_library_and_of_outcomes_complete() -> None:
    evidence = Evidence.load()
    schema: dict[str, Any] = json_schema("study", evidence)
    variant = schema["$defs"]["VariantFile"]["properties"]
    assert {actor.key for actor in ACTORS} <= set(variant)
    assert variant["eu"]["anyOf"][0]["enum"] == list(Library().names("eu"))
    assert schema["properties"]["outcomes"]["items"]["anyOf"][0]["enum"] == list(evidence.outcomes)


def test_a_strategy_that_starts_from_a_base_needs_no_other_key() -> None:
    definitions: dict[str, Any] = json_schema()["$defs"]
    assert definitions["UnionStrategyChanges"]["required"] == ["base"]
    assert "channels" in definitions["UnionStrategyChanges"]["properties"]
    assert "partners" in definitions["UnionStrategy"]["required"]


def test_every_shipped_study_uses_only_keys_of_the_schema() -> None:
    known = set(json_schema()["properties"])
    for entry in Library().list("study"):
        assert set(read_yaml(entry.path).data) <= known


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_explains_itself_in_the_editor(kind: SchemaKind) -> None:
    for key, schema in json_schema(kind)["properties"].items():
        assert schema.get("description"), key
