"""The commands around scenario files: run, validate, new, schema, scenarios."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from cagame.cli.kinds import is_design, kind_by_folder, not_a_study
from cagame.cli.page import Page, count
from cagame.cli.progress import progress
from cagame.cli.shell import say
from cagame.errors import InputError, RunError, ScenarioError
from cagame.evidence import Evidence
from cagame.folders import write_whole
from cagame.scenario import Library, Scenario, read_roster, shipped_folder
from cagame.scenario.document import Document, suggest
from cagame.scenario.shelves import shelf_of

if TYPE_CHECKING:
    from cagame.results import Results
    from cagame.scenario.shelves import AnyKind

#: Headings of `cagame scenarios`.
SHELF_NAMES: dict[AnyKind, str] = {
    "study": "Studies",
    "eu": "Strategies of the EU (eu)",
    "russia": "Strategies of Russia (russia)",
    "china": "Strategies of China (china)",
    "other": "Strategies of the other partners (other)",
    "central-asia": "Strategies of a Central Asian state (KZ, KG, TJ, TM, UZ)",
    "external": "External scenarios (external)",
    "actors": "Actors that a study can add (actors)",
}


@dataclass(frozen=True)
class Changes:
    """What the command line changes about a run."""

    worlds: int | None = None
    seed: int | None = None
    only: list[str] | None = None
    workers: int | None = None


def run(scenario: str, out: Path | None, changes: Changes, *, quiet: bool, as_json: bool) -> None:
    """Run a study; print its summary."""
    # A wrong file is told before anything slow is imported.
    study = _study(scenario).changed(worlds=changes.worlds, seed=changes.seed, only=changes.only)
    from cagame.figures import draw_into  # noqa: PLC0415 (as above)
    from cagame.report import write_report  # noqa: PLC0415
    from cagame.report.left import FOLDER as ANSWERS  # noqa: PLC0415
    from cagame.study import folder_of  # noqa: PLC0415
    from cagame.study import run as run_study  # noqa: PLC0415

    loses_answers = (folder_of(study, out) / ANSWERS).is_dir()

    undone: list[tuple[str, Exception]] = []
    with progress("Running worlds", shown=not quiet) as (advance, announce):

        def tell(share: float) -> None:
            advance(share)
            if share >= 1:
                announce("Writing tables")

        def finish(folder: Path) -> None:
            announce("Drawing plots")
            try:
                draw_into(folder)
            except OSError:
                raise
            except Exception as error:  # noqa: BLE001 (a night's tables outlive any plot)
                undone.append(("a plot could not be drawn", error))
            announce("Writing the report")
            try:
                write_report(folder)
            except Exception as error:  # noqa: BLE001 (as above; it is written whole or not at all)
                undone.append(("the report could not be written", error))

        results = run_study(study, out=out, workers=changes.workers, progress=tell, finish=finish)
    if loses_answers:
        say(f"The answers in {ANSWERS}/ were of the old results and are gone.")
    _print(results, quiet=quiet, as_json=as_json)
    for failed, error in undone:
        what = f"the tables are complete, but {failed} ({error})"
        raise RunError(what, path=results.folder, remedy="Please report it.") from error


def _study(file: str) -> Scenario:
    """Load a study; what is wrong because it is of another kind is told so."""
    try:
        return Scenario.load(file)
    except ScenarioError:
        other = not_a_study(Path(file))
        if other is None:
            raise
        raise other from None


def _print(results: Results, *, quiet: bool, as_json: bool) -> None:
    from cagame.cli import comparison  # noqa: PLC0415 (as above)

    if as_json:
        Page().line(json.dumps(comparison.as_json(results), allow_nan=False, ensure_ascii=False))
    elif quiet:
        Page().line(str(comparison.near(results.folder)))
    else:
        comparison.summary(results)


def validate(file: str) -> None:
    """Check a study, strategy, external scenario or sweep design and say what it is."""
    page = Page()
    kind = kind_by_folder(Path(file))
    if kind is None and is_design(Path(file)):
        from cagame.cli import sweeps  # noqa: PLC0415 (only designs need it)

        sweeps.validate(Path(file))
        return
    if kind is None:
        study = Scenario.load(file)
        years = study.years
        page.text(
            f"{file} is valid: {count(len(study.variants), 'variant')} x "
            f"{count(len(study.external), 'external scenario')} x "
            f"{count(study.worlds, 'world')}, {years.decision} to {years.end}, "
            f"compared with {study.reference}."
        )
        return
    root = Path(file).resolve().parents[len(Path(shelf_of(kind).folder).parts)]
    library = Library((root, shipped_folder()), Evidence.load())
    name = Path(file).stem
    if kind == "actors":
        roster = read_roster(name, library, Document(None))
        page.text(
            f"{file} is a valid {shelf_of(kind).called}: {roster.title}, "
            f"{count(len(roster.partners), 'partner')}, {count(len(roster.members), 'member')}, "
            f"{count(len(roster.numbers), 'number')}, {count(len(roster.events), 'event')}."
        )
        return
    found = library.load("external", name) if kind == "external" else library.load(kind, name)
    page.text(f"{file} is a valid {shelf_of(kind).called}: {found.label}.")


def new(file: Path, *, force: bool) -> None:
    """Write the starter file, whole or not at all."""
    if file.name in {"", ".."}:
        remedy = "Name the file to write in it, such as my-study.yaml."
        raise InputError("this is a folder, not a file", path=file, remedy=remedy)
    path = file if file.suffix else file.with_suffix(".yaml")
    text = files("cagame.cli").joinpath("starter.yaml").read_text(encoding="utf-8")
    text = text.replace("FILE", path.name)
    if path.exists() and not force:
        raise InputError(
            "this file is there already", path=path, remedy="Choose another name, or add --force."
        )
    if not path.parent.is_dir():
        raise InputError("there is no such folder", path=path.parent, remedy="Make it first.")
    try:
        write_whole(path, text)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        what = f"the file cannot be written ({reason})"
        raise RunError(what, path=path, remedy="Choose another folder.") from error
    Page().line(f"{path} is written. Open it in an editor; then: cagame run {path}")


def schema(kind: str) -> None:
    """Print the JSON Schema of a kind of file."""
    from cagame.schemas import KINDS, schema_of  # noqa: PLC0415 (only this needs sweeps)

    if kind not in KINDS:
        raise InputError(f"{kind!r} is not a kind of file", remedy=suggest(kind, KINDS))
    text = json.dumps(schema_of(kind, Evidence.load()), indent=2, ensure_ascii=False)
    sys.stdout.write(text + "\n")


def scenarios() -> None:
    """List what the library holds."""
    page, library = Page(), Library()
    partners = {key: f"Strategies of {name} ({key})" for key, name in library.partners().items()}
    for kind, heading in (SHELF_NAMES | partners).items():
        page.heading(heading)
        page.table(("", ""), [(entry.name, entry.title) for entry in library.list(kind)])
        page.blank()
    page.text("`cagame evidence NAME` shows why a strategy or external scenario is as it is.")
