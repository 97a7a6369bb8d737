"""An exploration from a scenario file that somebody hands in.

The file's content is read as text, within bounds, by the loader of scenario files. Nothing of it
is executed, nothing is written, and its name is used for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cagame.exploring.state import MOST_WORLDS, Exploration
from cagame.exploring.studies import cut, of_study
from cagame.model import shared_evidence
from cagame.scenario import Scenario
from cagame.scenario.yaml_file import MAXIMUM_BYTES, text_of
from cagame.scenario.yaml_text import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What messages call the file; its own name may be anything.
CALLED = "your file"
__all__ = ["CALLED", "MAXIMUM_BYTES", "Handed", "read_upload"]


@dataclass(frozen=True)
class Handed:
    """A file that was handed in.

    Attributes
    ----------
    study : all that it says
    given : the keys as they stand in it
    state : what of it the page explores
    said : what of it does not fit the page, in sentences
    """

    study: Scenario
    given: Mapping[str, Any]
    state: Exploration
    said: tuple[str, ...]


def read_upload(content: bytes) -> Handed:
    """Read a scenario file from its bytes.

    Raises
    ------
    ScenarioError
        Where it is too large, not text, not plain YAML, or no scenario file.
    """
    text = text_of(content, Path(CALLED))
    document = parse_yaml(text, CALLED)
    study = Scenario.from_text(text, shared_evidence())
    state = of_study(study, document.data)
    state = replace(state, worlds=min(study.worlds, MOST_WORLDS))
    # What was cut must be a study as well.
    _ = state.study
    return Handed(study, document.data, state, cut(study))
