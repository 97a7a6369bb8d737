"""The format of designs as JSON Schema, for editors that complete and check files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cagame.scenario.library import Library
from cagame.scenario.schema import DIALECT, REFERENCE
from cagame.scenario.shelves import ACTORS, ActorKey
from cagame.scenario.yaml_file import read_again
from cagame.sweep.design_file import SweepFile
from cagame.sweep.lever_keys import POWER, LeverKeys, fields_of
from cagame.sweep.levers import SHARES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cagame.evidence import Evidence
    from cagame.scenario.schema import Schema

#: A number with its index, such as effectiveness[EU], however its labels are set apart.
INDEXED: Schema = {"type": "string", "pattern": r"^\w+\[.+\]$"}


@dataclass(frozen=True)
class Words:
    """The words that a key of a design may hold.

    Attributes
    ----------
    known : those that editors complete
    further : others that are always possible
    of_actors : those that are possible where the study brings actors of its own along
    """

    key: str
    known: tuple[str, ...]
    further: tuple[Schema, ...] = ()
    of_actors: tuple[Schema, ...] = ()

    def checked(self, *, actors: bool) -> Schema:
        """Return the schema of the key, for a study with actors of its own or without."""
        known: Schema = {"$ref": REFERENCE.format(model=self.key)}
        more = (*self.further, *(self.of_actors if actors else ()))
        word = {"anyOf": [known, *more]} if more else known
        if self.key == "outcomes":
            return {"anyOf": [{"type": "array", "items": word}, {"type": "null"}]}
        return {"items" if self.key == "keep" else "propertyNames": word}


def sweep_schema(evidence: Evidence | None = None) -> Schema:
    """JSON Schema of a design of a sweep.

    Names of studies complete in the editor; others stay possible, because a study may stand
    beside the design. It may bring actors along, so their levers, outcomes and numbers are
    possible too, unless the study is one of the library that brings none. With ``evidence``,
    outcomes and numbers complete and are checked too.
    """
    schema = SweepFile.model_json_schema(ref_template=REFERENCE)
    keys, library = schema["properties"], Library()
    studies = library.names("study")
    keys["scenario"] |= {"anyOf": [{"enum": list(studies)}, {"type": "string"}]}
    words = list(_words(library, evidence))
    schema["$defs"] |= {each.key: {"enum": list(each.known)} for each in words}
    for each in words:
        keys[each.key] |= each.checked(actors=True)
    plain = [name for name in studies if not _brings_actors(library, name)]
    schema["if"] = {"properties": {"scenario": {"enum": plain}}, "required": ["scenario"]}
    schema["then"] = {"properties": {each.key: each.checked(actors=False) for each in words}}
    return {"$schema": DIALECT, **schema}


def _words(library: Library, evidence: Evidence | None) -> Iterator[Words]:
    drawn, crossed = LeverKeys().keys()
    shipped = LeverKeys(tuple(ActorKey(key, "", key) for key in library.partners()))
    own_drawn, own_crossed = shipped.keys()
    fields = fields_of(POWER)
    alone = [field for field in fields if field not in SHARES]
    yield Words("levers", drawn, (), ({"enum": list(own_drawn)}, *_of_partners(fields)))
    if evidence is None:
        return
    names = tuple(dict.fromkeys(number.name for number in evidence.numbers.values()))
    single = tuple(number.key for number in evidence.numbers.values() if number.index)
    of_actors = ({"enum": list(own_crossed)}, *_of_partners(alone))
    yield Words("grid", (*crossed, *names), (INDEXED,), of_actors)
    yield Words("keep", (*names, *single), (), (INDEXED,))
    yield Words("outcomes", tuple(evidence.outcomes), (), ({"type": "string"},))


def _of_partners(fields: Iterable[str]) -> tuple[Schema, ...]:
    """Return what levers are called that concern a partner of the study, whoever that is."""
    known = "|".join(actor.key for actor in ACTORS)
    states = "|".join(actor.key for actor in ACTORS if actor.kind == "central-asia")
    return (
        {"type": "string", "pattern": rf"^(?!({known})\.)[a-z][a-z0-9]*\.({'|'.join(fields)})$"},
        {"type": "string", "pattern": rf"^({states})\.stance\.[A-Za-z][A-Za-z0-9]*$"},
    )


def _brings_actors(library: Library, name: str) -> bool:
    return "actors" in read_again(library.path("study", name)).data
