"""What kind of file somebody has named, by its folder and keys: a wrong one is told its command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

from cagame.cli.quoting import for_shell
from cagame.errors import InputError
from cagame.scenario.shelves import SHELVES, Kind, shelf_of
from cagame.scenario.yaml_file import read_yaml

if TYPE_CHECKING:
    from cagame.scenario.shelves import AnyKind

#: The folder that holds a folder for each actor.
STRATEGIES = "strategies"
#: Keys that only designs of sweeps have.
DESIGN_KEYS = ("scenario", "levers", "grid", "block", "factors", "keep")
#: Keys that only studies have.
STUDY_KEYS = ("reference", "players")


def kind_by_folder(path: Path) -> AnyKind | None:
    """Kind of library file by the folder it stands in; None for a study."""
    kinds: tuple[Kind, ...] = get_args(Kind)
    if path.is_file() and path.suffix == ".yaml":
        folders = path.resolve().parent.parts
        for kind in kinds:
            shelf = Path(SHELVES[kind].folder).parts
            if folders[-len(shelf) :] == shelf:
                return kind
        if folders[-2:-1] == (STRATEGIES,):
            return folders[-1]  # of a partner that a study adds
    return None


def is_design(path: Path) -> bool:
    """Whether a file is the design of a sweep: it names a study, and has no reference itself."""
    if not path.is_file():
        return False
    keys = read_yaml(path).data
    return "reference" not in keys and any(key in keys for key in DESIGN_KEYS)


def is_study(path: Path) -> bool:
    """Whether a file is a study, complete or not."""
    return path.is_file() and any(key in read_yaml(path).data for key in STUDY_KEYS)


def not_a_study(path: Path) -> InputError | None:
    """Return what to say of a file that was to be a study, if it is of another kind."""
    if is_study(path):
        return None
    if is_design(path):
        remedy = f"Run it with `cagame sweep {for_shell(path)}`."
        return InputError("this is a sweep design", path=path, remedy=remedy)
    return _part_of_a_study(path)


def not_a_design(path: Path) -> InputError | None:
    """Return what to say of a file that was to be a sweep design, if it is of another kind."""
    if is_design(path):
        return None
    if is_study(path):
        remedy = f"Run it with `cagame run {for_shell(path)}`."
        return InputError("this is a study", path=path, remedy=remedy)
    return _part_of_a_study(path)


def _part_of_a_study(path: Path) -> InputError | None:
    kind = kind_by_folder(path)
    if kind is None:
        return None
    called = shelf_of(kind).called
    article = "an" if called[0].lower() in "aeiou" else "a"
    remedy = f"Name it in a study; `cagame validate {for_shell(path)}` checks it."
    return InputError(f"this is {article} {called}", path=path, remedy=remedy)
