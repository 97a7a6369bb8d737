"""Read tables of actors from CSV and YAML files that nobody has checked."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cagame.council.actors import COLUMNS, NAMES, Entry, Issue, cells, issue_of
from cagame.errors import EvidenceError
from cagame.scenario.document import show, suggest
from cagame.scenario.yaml_file import read_text
from cagame.scenario.yaml_text import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cagame.scenario.document import Document, KeyPath

YAML_ENDINGS = (".yaml", ".yml", ".json")
ENDINGS = (".csv", *YAML_ENDINGS)
#: What may stand between the cells of a table; the first that the header holds.
SEPARATORS = ",;\t"
#: The column that says which issue a row is about.
ISSUE = "issue"
FORM = (
    "Write `actors:` and below it a line for each actor with its capability, position and "
    "salience, such as `FR: [0.16, 10, 0.6]`."
)


def read_issues(path: Path | str) -> tuple[Issue, ...]:
    """Read one issue or several from a CSV or YAML file.

    A CSV file has the columns actor, capability, position, salience, in any order, and
    where there are several issues, issue. A YAML file has ``actors`` and, if wanted,
    ``position_unit`` and ``status_quo``; for several issues, these below the name of each.
    Whatever else a file says is left alone.

    Raises
    ------
    EvidenceError, ScenarioError
        Where the file cannot be read or its actors make no sense; with the line, and what to do.
    """
    path = Path(path)
    text = read_text(path, ENDINGS)
    if path.suffix.lower() in YAML_ENDINGS:
        return tuple(_from_yaml(parse_yaml(text, str(path), lists=True), path))
    return tuple(_from_csv(text, path))


def _from_csv(text: str, path: Path) -> Iterator[Issue]:
    lines = _lines(text, path)
    line, header = next(lines, (1, []))
    if not header:
        raise EvidenceError("the file is empty", path=path, line=1, remedy=_header_wanted())
    columns = [column.lower() for column in header]
    _check_header(columns, path, line)
    by_issue: dict[str, list[Entry]] = {}
    for line, row in lines:
        entry = _entry(columns, row, str(path), line)
        by_issue.setdefault(str(entry.cells.get(ISSUE) or path.stem), []).append(entry)
    for name, entries in by_issue.items() or {path.stem: []}.items():
        yield issue_of(entries, name, path=str(path))


def _lines(text: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of each line that is neither blank nor a comment."""
    content = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    first = content[0] if content else ""
    separator = next((each for each in SEPARATORS if each in first), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row) and not row[0].startswith("#"):
                yield reader.line_num, [cell.strip() for cell in row]
    except csv.Error as error:
        what = f"the row cannot be read ({error})"
        remedy = 'A cell that holds a comma or a line break stands in "quotes".'
        raise EvidenceError(what, path=path, line=reader.line_num, remedy=remedy) from None


def _check_header(columns: Sequence[str], path: Path, line: int) -> None:
    missing = [column for column in COLUMNS if column not in columns]
    if missing:
        what = f"the column {missing[0]} is missing"
        spare = [each for each in columns if each not in (*COLUMNS, *NAMES)]
        near = suggest(missing[0], spare).partition(" Known")[0] if spare else ""
        hint = near.replace("Did you mean", "Is it") if near.startswith("Did") else ""
        raise EvidenceError(what, path=path, line=line, remedy=f"{hint} {_header_wanted()}".strip())
    twice = next((each for each in columns if each and columns.count(each) > 1), "")
    if twice:
        what = f"the column {show(twice).removeprefix('the text ')} is given twice"
        raise EvidenceError(what, path=path, line=line, remedy="Keep one of the two.")


def _header_wanted() -> str:
    return f"The first line must name the columns: {NAMES[0]},{','.join(COLUMNS)}."


def _entry(columns: Sequence[str], row: Sequence[str], path: str, line: int) -> Entry:
    """Make an entry of a row; without a column of names, the first other column names it."""
    if len(row) > len(columns):
        what = f"the row has {len(row)} cells and the header {len(columns)}"
        remedy = 'Remove commas; a cell that holds a comma stands in "quotes".'
        raise EvidenceError(what, path=path, line=line, remedy=remedy)
    found = dict(zip(columns, row, strict=False))
    others = [column for column in columns if column not in (*COLUMNS, ISSUE)]
    names = [column for column in NAMES if column in columns] or others[:1]
    name = found.get(names[0], "") if names else f"row {line}"
    return Entry(name, found, path, line)


def _from_yaml(document: Document, path: Path) -> Iterator[Issue]:
    for where, name, content in _issues(document, path):
        entries = _entries(document, where, content)
        settings: Mapping[str, Any] = content if isinstance(content, dict) else {}
        yield issue_of(
            entries,
            name,
            unit=str(settings.get("position_unit") or settings.get("unit") or ""),
            status_quo=_status_quo(document, where, settings),
            path=str(path),
        )


def _issues(document: Document, path: Path) -> Iterator[tuple[KeyPath, str, Any]]:
    """Find the issues of a file: place, name and content of each."""
    data = document.data
    if isinstance(data, list) or "actors" in data:
        title = data.get("title") if isinstance(data, dict) else None
        yield (), str(title or path.stem), data
        return
    shelf: KeyPath = ("issues",) if isinstance(data.get("issues"), dict) else ()
    found = data["issues"] if shelf else data
    several = {key: each for key, each in found.items() if _holds_actors(each)}
    for key, each in several.items():
        yield (*shelf, key), str(each.get("title") or key), each
    if several:
        return
    if not all(isinstance(each, (list, dict)) for each in data.values()):
        raise document.error((), "no actors are given", FORM)
    # Nothing but actors, one below the other.
    yield (), path.stem, data


def _holds_actors(content: object) -> bool:
    return isinstance(content, dict) and "actors" in content


def _entries(document: Document, where: KeyPath, content: Any) -> Iterator[Entry]:  # noqa: ANN401
    """Make entries of a mapping or list of actors."""
    if _holds_actors(content):
        where, content = (*where, "actors"), content["actors"]
    if isinstance(content, dict):
        pairs: list[tuple[str | int, Any]] = list(content.items())
    elif isinstance(content, list):
        pairs = list(enumerate(content))
    else:
        raise document.error(where, f"this is {show(content)}, not actors", FORM)
    for key, value in pairs:
        named = cells(value)
        if not named or (isinstance(value, list) and len(value) != len(COLUMNS)):
            what = f"this is {_counted(value)}, not the three numbers of an actor"
            raise document.error((*where, key), what, FORM)
        name = next((str(named[each]) for each in NAMES if named.get(each)), "")
        if isinstance(key, str):
            name = key
        yield Entry(name, named, document.path, document.line((*where, key)))


def _counted(value: object) -> str:
    return f"a list of {len(value)}" if isinstance(value, list) else show(value)


def _status_quo(document: Document, where: KeyPath, settings: Mapping[str, Any]) -> float | None:
    value = settings.get("status_quo")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        what = f"must be a number, not {show(value)}"
        raise document.error((*where, "status_quo"), what, "Write a position, or leave it out.")
    return float(value)
