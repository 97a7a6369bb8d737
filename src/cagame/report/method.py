"""How the numbers came about: worlds, their uncertain numbers, sources, and the run itself."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from cagame.evidence.provenance import without
from cagame.evidence.records import MEANINGS
from cagame.report.table import Cell, Table
from cagame.report.words import share
from cagame.scenario import tables_behind
from cagame.worlds import is_free

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cagame.evidence import Source
    from cagame.report.findings import Findings

#: How the kinds of sources are called.
KINDS = {"documents": "Documents", "statistics": "Statistics", "treaties": "Treaties"}
EVENTS = "The strength of dated events, which worlds draw as well, is not counted."
#: What is told of a source, besides its title.
DETAILS = ("authors", "publisher", "date", "release", "series", "licence", "note")


def by_grade(findings: Findings) -> Table | None:
    """Return how many numbers worlds draw, by what they rest on; None if they draw none."""
    study = findings.results.manifest["study"]
    parameters = study["parameters"]
    evidence = without(tables_behind(study), parameters.get("leave_out", ()))
    free = [
        number.grade
        for key, number in evidence.numbers.items()
        if number.is_uncertain
        and key not in parameters["overrides"]
        and is_free(number.grade, parameters["uncertainty"])
    ]
    if not free:
        return None
    rows = [
        (grade, [Cell(f"{free.count(grade)}"), Cell(share(free.count(grade) / len(free)))])
        for grade in MEANINGS
        if grade in free
    ]
    meanings = "; ".join(f"{grade}: {MEANINGS[grade]}" for grade, _ in rows)
    caption = f"What the {len(free)} numbers that worlds draw rest on"
    return Table(
        caption, "Grade", [Cell("Numbers"), Cell("Share")], rows, [f"{meanings}. {EVENTS}"]
    )


def sources(findings: Findings) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """Yield each kind of source with its members: title, what else is known, and a DOI if any."""
    for kind, name in KINDS.items():
        members = [s for s in findings.evidence.sources.values() if s.kind == kind]
        if members:
            yield name, [(s.title, _details(s), s.details.get("doi", "")) for s in members]


def _details(source: Source) -> str:
    told = [source.details[key].rstrip(".") for key in DETAILS if key in source.details]
    return "; ".join(told)


def manifest(findings: Findings) -> list[tuple[str, str]]:
    """Return what was run, on what and with what; the times come last."""
    about = findings.results.manifest
    parameters = about["study"]["parameters"]
    overrides = ", ".join(f"{key} = {value:g}" for key, value in parameters["overrides"].items())
    uncertainty = parameters["uncertainty"]
    versions = ", ".join(f"{name} {version}" for name, version in about["versions"].items())
    rows = [
        ("Scenario", about["scenario"]),
        ("Hash of the scenario", about["scenario_hash"]),
        ("Hash of the tables", about["tables_hash"]),
        ("Worlds", f"{about['worlds']:,}, {about['sampling']}, seed {about['seed']}"),
        ("Uncertain", uncertainty if isinstance(uncertainty, str) else ", ".join(uncertainty)),
        ("Held fixed", overrides),
        ("Drawn from a part of their range", ", ".join(parameters.get("ranges", ()))),
        ("Documents left out", ", ".join(parameters.get("leave_out", ()))),
        ("Versions", versions),
        ("Commit", about["git_commit"] or ""),
        ("Finished", about["finished"]),
        ("Seconds", f"{about['seconds']:g}"),
    ]
    return [(name, text) for name, text in rows if text]


def command(findings: Findings) -> str:
    """Return the command that gives the same tables, from the folder of the scenario file.

    A study that comes with the package has a name, which stands for it in any folder.
    """
    about = findings.results.manifest
    words = ["cagame", "run", about.get("run_as", f"{about['scenario']}.yaml")]
    words += ["--worlds", f"{about['worlds']}", "--seed", f"{about['seed']}"]
    for variant in about.get("only", ()):
        words += ["--only", variant]
    return shlex.join(words)


def other_tables(findings: Findings) -> bool:
    """Whether the numbers installed now are not those that the study ran with."""
    return bool(findings.results.manifest["tables_hash"] != findings.evidence.hash())
