"""What a teacher can open: a study of the library or of the own folder, cut into rounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cagame.classroom import Lesson
from cagame.errors import InputError
from cagame.exploring.studies import studies
from cagame.model import shared_evidence
from cagame.scenario import Scenario
from cagame.scenario.yaml_file import read_yaml

if TYPE_CHECKING:
    from pathlib import Path

#: The study that a lesson is made for.
FIRST_STUDY = "classroom"
#: Rounds and years that a lesson can have, and worlds that a class can wait for.
MOST_ROUNDS, MOST_YEARS = 8, 5
WORLDS = (100, 200, 400)
MOST_MINUTES = 120


@dataclass(frozen=True)
class Opening:
    """What a teacher asks for.

    Attributes
    ----------
    study : name of the study
    rounds, years : how many rounds, of how many years each
    minutes : time for each round; 0 is no clock
    """

    study: str = FIRST_STUDY
    rounds: int = 5
    years: int = 3
    worlds: int = 200
    minutes: int = 0
    equal_budgets: bool = True

    def lesson(self, folder: Path | None) -> Lesson:
        """Make the lesson.

        Raises
        ------
        CagameError
            Where the study is unknown or wrong, or a number lies outside its bounds.
        """
        found = studies(folder)
        if self.study not in found:
            raise InputError("there is no such study", remedy="Choose one of the list.")
        _check("rounds", self.rounds, 1, MOST_ROUNDS)
        _check("years of a round", self.years, 1, MOST_YEARS)
        _check("minutes", self.minutes, 0, MOST_MINUTES)
        if self.worlds not in WORLDS:
            raise InputError("there is no such number of worlds", remedy="Choose one of the list.")
        study = Scenario.load(found[self.study], shared_evidence())
        return Lesson.of(
            self._cut(study),
            years_per_round=self.years,
            worlds=self.worlds,
            equal_budgets=self.equal_budgets,
        )

    def _cut(self, study: Scenario) -> Scenario:
        """Let the study end with the last round."""
        keys = study.as_mapping()
        end = study.years.decision + self.rounds * self.years - 1
        keys["years"] = keys["years"] | {"end": end}
        return Scenario.from_mapping(keys, shared_evidence())


def _check(what: str, value: object, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        message = f"{what}: {value!r} does not do"
        raise InputError(message, remedy=f"Write a whole number from {low} to {high}.")


def titles(folder: Path | None) -> dict[str, str]:
    """Return the studies to choose from: titles by name, that for lessons first."""
    found = {name: _title(path) for name, path in studies(folder).items()}
    first = {FIRST_STUDY: found[FIRST_STUDY]} if FIRST_STUDY in found else {}
    return {**first, **found}


def _title(path: Path) -> str:
    title = read_yaml(path).data.get("title")
    return title if isinstance(title, str) else path.stem
