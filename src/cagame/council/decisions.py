"""Run every Council rule on one table of actors, and say how far the rules are apart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
import pandas as pd

from cagame.council.actors import as_issue
from cagame.dynamics import challenge as bargaining
from cagame.dynamics import council
from cagame.errors import InputError
from cagame.evidence import Evidence
from cagame.scenario.document import suggest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cagame.axes import Array
    from cagame.council.actors import Actors, Issue

Mode: TypeAlias = Literal["least-move", "replication"]
RULES = tuple(council.RULES)
#: How a member chooses between compromises under the challenge rule.
MODES: tuple[Mode, ...] = ("least-move", "replication")
CHALLENGE = "challenge"
#: Rules that fall back on the status quo.
FALLING_BACK = ("qmv", "unanimity")
#: Kinds of moves, by the numbers that the rule gives them.
KINDS = {
    bargaining.CONFRONTATION: "confrontation",
    bargaining.COMPROMISE: "compromise",
    bargaining.CAPITULATION: "capitulation",
}


@dataclass(frozen=True)
class Move:
    """What one actor did in a round: whose offer it took, of what kind, and where it went."""

    actor: str
    kind: str
    by: str
    start: float
    end: float


@dataclass(frozen=True)
class Turn:
    """Where actors stand after a round of bargaining; round 0 is the table itself.

    Attributes
    ----------
    mean, median : by bargaining weight
    positions : by actor
    risk : risk exponents in that round, 1/2 (takes risks) to 2 (shuns them); empty in round 0
    moves : what changed, in the order of the table
    """

    number: int
    mean: float
    median: float
    positions: dict[str, float]
    risk: dict[str, float]
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class Decision:
    """What one rule decides.

    Attributes
    ----------
    mode : of the challenge rule, else empty
    status_quo : what the rule falls back on; None where it needs none
    position : the decision, in the unit of positions
    spread : mean distance of the actors from it, by bargaining weight
    rounds : the bargaining, under the challenge rule
    """

    rule: str
    mode: str
    status_quo: float | None
    position: float
    spread: float
    rounds: tuple[Turn, ...] = ()

    @property
    def name(self) -> str:
        """Rule with what sets it apart: ``challenge, least-move``."""
        if self.status_quo is not None:
            return f"{self.rule}, status quo {self.status_quo:.7g}"
        return f"{self.rule}, {self.mode}" if self.mode else self.rule

    def __float__(self) -> float:
        return self.position


def decide(
    actors: Actors,
    rule: str = "compromise",
    mode: Mode | None = None,
    *,
    rounds: int | None = None,
    status_quo: float | None = None,
) -> Decision:
    """Let actors decide by one rule.

    Parameters
    ----------
    actors : an issue, or what `as_issue` makes one of
    rule : compromise, median, qmv, unanimity or challenge
    mode : of the challenge rule: least-move or replication
    rounds : of the challenge rule; with mode, the parameter tables decide where they are None
    status_quo : what holds if nothing is agreed; qmv and unanimity need it

    Raises
    ------
    InputError
        Where the rule or mode is unknown, or the rule needs a status quo and has none.
    """
    issue = as_issue(actors, status_quo=status_quo)
    _check(rule, mode)
    if rule == CHALLENGE:
        return _bargain(issue, mode or _default_mode(), rounds)
    if rule in FALLING_BACK and issue.status_quo is None:
        remedy = "Say what holds if nothing is agreed: status_quo, on the scale of positions."
        raise InputError(f"the rule {rule} needs a status quo", remedy=remedy)
    ballot = _ballot(issue)
    kept = issue.status_quo if rule in FALLING_BACK else None
    decision = float(council.RULES[rule](ballot)[0, 0])
    return Decision(rule, "", kept, decision, _spread(issue, decision))


def compare(
    actors: Actors,
    rules: Sequence[str] = RULES,
    modes: Sequence[Mode] = MODES,
    *,
    rounds: int | None = None,
    status_quo: float | None = None,
) -> tuple[Decision, ...]:
    """Let actors decide by every rule; arguments as for `decide`.

    Where no status quo is known, rules that need one decide twice: with the lowest and with the
    highest position in its place.
    """
    issue = as_issue(actors, status_quo=status_quo)
    decisions: list[Decision] = []
    for rule in rules:
        if rule == CHALLENGE:
            decisions += [decide(issue, rule, mode, rounds=rounds) for mode in modes]
        elif rule in FALLING_BACK and issue.status_quo is None:
            decisions += [decide(issue, rule, status_quo=end) for end in issue.ends]
        else:
            decisions.append(decide(issue, rule))
    return tuple(decisions)


def decision_table(decisions: Sequence[Decision]) -> pd.DataFrame:
    """One row for each decision: name, rule, mode, status_quo, decision, spread."""
    return pd.DataFrame(
        {
            "name": [each.name for each in decisions],
            "rule": [each.rule for each in decisions],
            "mode": [each.mode for each in decisions],
            "status_quo": pd.Series([each.status_quo for each in decisions], dtype=float),
            "decision": [each.position for each in decisions],
            "spread": [each.spread for each in decisions],
        }
    )


def disagreement(decisions: Sequence[Decision]) -> pd.DataFrame:
    """How far each two rules are apart, in the unit of positions; rows and columns are names."""
    names = [each.name for each in decisions]
    places = np.array([each.position for each in decisions])
    return pd.DataFrame(np.abs(places[:, None] - places), index=names, columns=names)


def round_table(decisions: Sequence[Decision]) -> pd.DataFrame:
    """Return where every actor stands after every round of bargaining.

    Columns mode, round, mean, median, actor, position, risk, kind, by; the last two are empty for
    who did not move, and risk is missing in round 0.
    """
    rows = []
    for decision in decisions:
        for turn in decision.rounds:
            moves = {move.actor: move for move in turn.moves}
            for actor, position in turn.positions.items():
                move = moves.get(actor)
                row = (decision.mode, turn.number, turn.mean, turn.median, actor, position)
                risk = turn.risk.get(actor, np.nan)
                rows.append((*row, risk, *((move.kind, move.by) if move else ("", ""))))
    columns = ["mode", "round", "mean", "median", "actor", "position", "risk", "kind", "by"]
    return pd.DataFrame(rows, columns=columns)


def _check(rule: str, mode: str | None) -> None:
    for what, given, known in (("rule", rule, RULES), ("mode", mode or MODES[0], MODES)):
        if given not in known:
            raise InputError(f"there is no {what} {given!r}", remedy=suggest(given, known))


@lru_cache(maxsize=1)
def _defaults() -> dict[str, float]:
    """Values of the parameter tables that hold for all worlds."""
    numbers = Evidence.load().numbers
    names = (
        *("challenge_rounds", "challenge_replication"),
        *("qualified_majority_states", "qualified_majority_population"),
    )
    return {name: numbers[name].value for name in names}


def _default_mode() -> Mode:
    return "replication" if _defaults()["challenge_replication"] > 0 else "least-move"


def _column(issue: Issue, quantity: str) -> Array:
    """One number of all actors, (actor, 1)."""
    return np.array([[getattr(actor, quantity)] for actor in issue.actors], dtype=float)


def _weight(issue: Issue) -> Array:
    # Only relative weights count, and these cannot be too large or too small to add up.
    weight = _column(issue, "weight")
    weight /= weight.max()
    return weight


def _ballot(issue: Issue) -> council.Ballot:
    capability = _column(issue, "capability")
    defaults = _defaults()
    return council.Ballot(
        position=_column(issue, "position")[:, None],
        weight=_weight(issue),
        capability=capability / capability.max(),
        states=np.ones_like(capability),
        status_quo=np.array([[issue.status_quo or 0.0]]),
        majority_states=np.array([defaults["qualified_majority_states"]]),
        majority_population=np.array([defaults["qualified_majority_population"]]),
        salience=_column(issue, "salience"),
    )


def _spread(issue: Issue, decision: float) -> float:
    weight = _weight(issue)[:, 0]
    distance = np.abs(_column(issue, "position")[:, 0] - decision)
    return float((weight * distance).sum() / weight.sum())


def _bargain(issue: Issue, mode: Mode, rounds: int | None) -> Decision:
    count = int(_defaults()["challenge_rounds"]) if rounds is None else rounds
    ballot = _ballot(issue)
    position = ballot.position[:, 0]
    played = bargaining.play(
        position,
        ballot.weight,
        _column(issue, "salience"),
        np.full(1, float(mode == "replication")),
    )
    turns = [_turn(issue, 0, ballot)]
    for number, after in enumerate(islice(played, count), start=1):
        ballot = replace(ballot, position=after.position[:, None])
        turns.append(_turn(issue, number, ballot, (turns[-1], after)))
    decision = turns[-1].mean
    return Decision(CHALLENGE, mode, None, decision, _spread(issue, decision), tuple(turns))


def _turn(
    issue: Issue,
    number: int,
    ballot: council.Ballot,
    played: tuple[Turn, bargaining.Round] | None = None,
) -> Turn:
    """Say in names what a round did to the positions of the ballot."""
    names = [actor.name for actor in issue.actors]
    positions = dict(zip(names, ballot.position[:, 0, 0].tolist(), strict=True))
    risk: dict[str, float] = {}
    moves: list[Move] = []
    if played is not None:
        before, after = played
        risk = dict(zip(names, after.risk[:, 0].tolist(), strict=True))
        moves = [
            Move(name, KINDS[kind], names[by], before.positions[name], positions[name])
            for name, kind, by in zip(names, after.kind[:, 0], after.by[:, 0], strict=True)
            if kind != bargaining.NOTHING
        ]
    mean, median = (float(rule(ballot)[0, 0]) for rule in (council.compromise, council.median))
    return Turn(number, mean, median, positions, risk, tuple(moves))
