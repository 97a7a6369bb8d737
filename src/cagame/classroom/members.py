"""The seat of a member-state group: which levers of the Union are its own, and what it does.

In the model the Union has one strategy. Some of its levers are really the members' own:
``holders.csv`` divides them, and says what documents state and what the division assumes.
Ready-made choices stand in ``members.yaml``. What the group chooses is laid over the strategy of
the institutions; the two together are what the engine simulates and what the saved game holds.
Until the group has chosen, the institutions' strategy says where all levers stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pydantic import Field

from cagame.classroom.lesson import MEMBERS
from cagame.errors import InputError
from cagame.model import shared_evidence
from cagame.scenario import Dated
from cagame.scenario.checks import check_facts
from cagame.scenario.document import Document
from cagame.scenario.fields import RATIONALE_LENGTH, TITLE_LENGTH, Lever, StateLevels
from cagame.scenario.library import NOT_INHERITED
from cagame.scenario.strategies import ActorStrategy
from cagame.scenario.validation import validate
from cagame.tables import read_rows, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cagame.scenario import UnionStrategy

HOLDER_COLUMNS = ("seat", "field", "stated", "assumed", "evidence", "grade")
READY_MADE = "members.yaml"
#: What a group does that goes on as before.
AS_NOW = "as-now"


class MemberStrategy(ActorStrategy):
    """What a member-state group does: the levers of the Union's strategy that are its own."""

    coordination: Lever = 0.0
    """Coordination of the EU with its members, -1 to 1; 0 is today's."""
    visa: StateLevels = Field(default_factory=dict)
    """How far visas become easier for each partner, 0 to 1; left out means not at all."""
    legal_labour: StateLevels = Field(default_factory=dict)
    """How far legal work opens to each partner, 0 to 1; left out means not at all."""


@dataclass(frozen=True)
class Holding:
    """A lever of the Union's strategy, who holds it in a class game, and why.

    Attributes
    ----------
    stated, assumed : what documents say about it, and what the division assumes beyond that
    """

    seat: str
    field: str
    stated: str
    assumed: str
    evidence: tuple[str, ...]
    grade: str


@cache
def holdings(seat: str) -> tuple[Holding, ...]:
    """Return the levers of the Union's strategy that a seat holds.

    >>> [each.field for each in holdings("members")]
    ['coordination', 'visa', 'legal_labour']
    """
    return tuple(
        Holding(
            seat,
            row.text("field"),
            row.text("stated"),
            row.text("assumed"),
            row.items("evidence"),
            row.text("grade"),
        )
        for row in read_rows(files("cagame.classroom") / "holders.csv", HOLDER_COLUMNS)
        if row.text("seat") == seat
    )


def held(seat: str) -> tuple[str, ...]:
    """Return the names of the levers that a seat holds."""
    return tuple(each.field for each in holdings(seat))


@cache
def ready_made() -> Mapping[str, Mapping[str, Any]]:
    """Return the keys of the ready-made choices, by name."""
    found: Mapping[str, Mapping[str, Any]] = read_yaml(files("cagame.classroom") / READY_MADE)
    return found


def member_strategy(choice: object, name: str) -> MemberStrategy:
    """Look up what a member-state group chooses: a ready-made choice, or keys.

    Parameters
    ----------
    name : of a choice written as keys

    Raises
    ------
    CagameError
        Where there is no such choice, a key is no lever of the group, or one is out of bounds.

    >>> member_strategy({"base": "team-europe", "visa": {"KZ": 1}}, "own").coordination
    0.35
    """
    if isinstance(choice, dict):
        base = choice.get("base", AS_NOW)
        inherited = {key: own for key, own in _base(base).items() if key not in NOT_INHERITED}
        keys = inherited | {"name": name} | choice
        keys.pop("base", None)
    else:
        keys = {"name": choice, **_base(choice)}
    document = Document(None)
    found = validate(MemberStrategy, keys, document)
    check_facts(document, ("evidence",), found.evidence, shared_evidence())
    return found


def _base(name: object) -> Mapping[str, Any]:
    if not isinstance(name, str) or name not in ready_made():
        what = f"{str(name)[:TITLE_LENGTH]!r} is no ready-made choice of member states"
        raise InputError(what, remedy=f"Choose from: {', '.join(ready_made())}.")
    return ready_made()[name]


def laid_over(institutions: UnionStrategy, members: MemberStrategy) -> UnionStrategy:
    """Return the Union's strategy: the institutions', with the levers of the members put in."""
    told = (institutions, members)
    words = {
        "name": f"{institutions.name}-with-{members.name}",
        "title": f"{institutions.label}; members: {members.label}"[:TITLE_LENGTH].strip(),
        "rationale": " ".join(each.rationale for each in told).strip()[:RATIONALE_LENGTH],
        "evidence": _together(each.evidence for each in told),
        "by_construction": _together(each.by_construction for each in told),
        # Who holds which lever is an assumption of the class game.
        "grade": "assumption",
    }
    levers = {field: getattr(members, field) for field in held(MEMBERS)}
    return institutions.model_copy(update=words | levers)


def union_plan(
    institutions: Mapping[int, UnionStrategy], members: Mapping[int, MemberStrategy]
) -> tuple[Dated, ...]:
    """Return what the Union does, from what both parts of it do, each by the year it begins.

    Before their first choice the members' levers stand where the institutions' strategy has them.
    """
    plan = []
    for year in sorted({*institutions, *members}):
        strategy = institutions[max(start for start in institutions if start <= year)]
        begun = [start for start in members if start <= year]
        plan.append(Dated(year, laid_over(strategy, members[max(begun)]) if begun else strategy))
    return tuple(plan)


def _together(named: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for names in named for each in names))
