"""Make records of rows and of YAML, refusing what no array could be built from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from cagame.errors import EvidenceError
from cagame.evidence.records import SIMPLEX, Conflict, Number, Pressure, Source
from cagame.tables import read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from importlib.resources.abc import Traversable

    from cagame.axes import Axes
    from cagame.tables import Row

Record = TypeVar("Record")
CONFLICT_KEYS = ("id", "facts", "difference", "choice", "reason")


def read_records(rows: Iterable[Row], make: Callable[[Row], Record], key: str) -> dict[str, Record]:
    """Make records of rows, by key; a key given twice is an error."""
    records: dict[str, Record] = {}
    for row in rows:
        record = make(row)
        name = getattr(record, key)
        if name in records:
            raise row.error(f"{name} is given twice", "Keep one of the two rows.")
        records[name] = record
    return records


def read_numbers(rows: Iterable[Row], axes: Axes) -> dict[str, Number]:
    """Make numbers of rows; all rows of a name must be indexed by the same axes."""
    axes_of: dict[str, tuple[str, ...]] = {}

    def make(row: Row) -> Number:
        number = Number.from_row(row)
        unknown = [label for label in number.index if label not in axes]
        if unknown:
            raise row.error(
                f"index of {number.name} holds the unknown label {unknown[0]!r}",
                "Use labels of actors.csv, separated by spaces; in a pair the earlier state "
                "comes first.",
            )
        own = tuple(axes.axis_of(label) for label in number.index)
        if axes_of.setdefault(number.name, own) != own:
            raise row.error(
                f"{number.key} is indexed by {_spelled(own)}, but earlier rows of that name by "
                f"{_spelled(axes_of[number.name])}",
                "Use the same axes in the same order.",
            )
        if number.distribution.startswith(SIMPLEX) and number.simplex_axis not in own:
            raise row.error(
                f"{number.key} is to sum to 1 over {number.simplex_axis!r}, but is indexed by "
                f"{_spelled(own)}",
                f"Name one of its axes after {SIMPLEX}",
            )
        return number

    return read_records(rows, make, "key")


def read_pressures(rows: Iterable[Row], axes: Axes) -> dict[str, Pressure]:
    """Make pressures of rows; their axes must exist."""

    def make(row: Row) -> Pressure:
        pressure = Pressure.from_row(row)
        unknown = [axis for axis in pressure.axes if axis not in axes.labels]
        if unknown:
            raise row.error(
                f"unknown axis {unknown[0]!r}", f"Choose from: {', '.join(axes.labels)}."
            )
        return pressure

    return read_records(rows, make, "name")


def read_sources(path: Traversable) -> dict[str, Source]:
    """Read the sources: sections such as documents and statistics, each a mapping of keys."""
    sources: dict[str, Source] = {}
    for kind, section in _mapping(read_yaml(path), path, "the file").items():
        for key, details in _mapping(section, path, kind).items():
            texts = {name: str(d) for name, d in _mapping(details, path, key).items()}
            if key in sources or not texts.get("title"):
                raise EvidenceError(
                    f"source {key} has no title" if key not in sources else f"{key} is given twice",
                    path=path.name,
                    remedy="Each source has a key of its own and a title.",
                )
            title = texts.pop("title")
            sources[key] = Source(key, kind, title, texts, f"{path.name}, {key}")
    return sources


def read_conflicts(path: Traversable) -> tuple[Conflict, ...]:
    """Read the list of contradictions between documents."""
    conflicts: list[Conflict] = []
    for entry in read_yaml(path) or ():
        cells = _mapping(entry, path, "each conflict")
        absent = [key for key in CONFLICT_KEYS if not cells.get(key)]
        if absent:
            raise EvidenceError(
                f"conflict {cells.get('id', len(conflicts) + 1)} has no {', '.join(absent)}",
                path=path.name,
                remedy=f"Each conflict needs: {', '.join(CONFLICT_KEYS)}.",
            )
        texts = {key: str(cells[key]) for key in CONFLICT_KEYS if key != "facts"}
        where = f"{path.name}, {texts['id']}"
        conflicts.append(Conflict(facts=tuple(map(str, cells["facts"])), where=where, **texts))
    return tuple(conflicts)


def _mapping(node: Any, path: Traversable, name: str) -> dict[str, Any]:  # noqa: ANN401
    """Return a YAML node that must be a mapping."""
    if not isinstance(node, dict):
        raise EvidenceError(
            f"{name} is not a mapping", path=path.name, remedy="Write it as key: value."
        )
    return {str(key): value for key, value in node.items()}


def _spelled(axes: tuple[str, ...]) -> str:
    return " x ".join(axes) or "nothing"
