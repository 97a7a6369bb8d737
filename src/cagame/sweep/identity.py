"""What the numbers of a sweep depend on: its design, the tables, the code, and a few packages."""

from __future__ import annotations

import hashlib
import json
import platform
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from cagame.model import shared_evidence, shared_history

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from cagame.sweep.design import SweepDesign

#: Parts of the package that only show what others computed: a change to them changes no number.
SHOWING = (
    *("analysis", "app", "attribution", "backcast", "classroom", "cli", "council"),
    *(
        "exploring",
        "facts",
        "figures.py",
        "interop",
        "lookup.py",
        "plots",
        "report",
        "results/honesty.py",
    ),
    *("scenarios", "schemas.py"),
)
#: Tables beside those of numbers and events: the order of actors, and what history narrows.
FURTHER_TABLES = ("actors.csv", "calibrated.csv")
#: Keys of files whose text tells readers something and the model nothing.
TOLD = ("title", "question", "rationale")
#: Packages that numbers pass through on their way to a file.
PACKAGES = ("mesa", "numpy", "pyarrow", "scipy")


def identity_of(design: SweepDesign) -> str:
    """Return a hash of all that the tables of a sweep depend on; titles are not part of it."""
    tables = tables_version(*design.study.parameters.leave_out)
    # In the order of the file: rows of a block stand in the order of the variants.
    text = json.dumps([without_words(design.as_mapping()), tables, code_version()])
    return hashlib.sha256(text.encode()).hexdigest()


def without_words(said: Any) -> Any:  # noqa: ANN401 (whatever JSON can hold)
    """Leave out the texts that only readers need. What merely bears such a name is no text.

    >>> without_words({"title": "A sweep", "variants": {"title": {"budget": 1.2}}})
    {'variants': {'title': {'budget': 1.2}}}
    """
    if isinstance(said, dict):
        kept = {key: v for key, v in said.items() if not (key in TOLD and isinstance(v, str))}
        return {key: without_words(value) for key, value in kept.items()}
    if isinstance(said, list):
        return [without_words(value) for value in said]
    return said


@cache
def tables_version(*leave_out: str) -> str:
    """Return a hash of all tables that numbers depend on, and of the strategies of history.

    Parameters
    ----------
    leave_out : documents whose numbers fall back to wide ranges
    """
    digest = hashlib.sha256(shared_evidence(*leave_out).hash().encode())
    for name in FURTHER_TABLES:
        digest.update(files("cagame").joinpath("data", name).read_bytes())
    digest.update(json.dumps(shared_history().as_mapping()).encode())
    return digest.hexdigest()


@cache
def code_version() -> str:
    """Return a hash of the code that numbers depend on, and of the packages they pass through."""
    digest = hashlib.sha256()
    for path, text in sorted(_sources(files("cagame"), "")):
        digest.update(f"{path} {len(text)}\n".encode())
        digest.update(text)
    digest.update(json.dumps(package_versions()).encode())
    return digest.hexdigest()


def package_versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that numbers pass through."""
    return {"python": platform.python_version()} | {name: version(name) for name in PACKAGES}


def _sources(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        here = path + entry.name
        if here in SHOWING:
            continue
        if entry.is_dir():
            yield from _sources(entry, f"{here}/")
        elif here.endswith(".py"):
            yield here, entry.read_bytes()
