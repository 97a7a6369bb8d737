"""One table of actors under every Council rule: ``cagame council``."""

from __future__ import annotations

import json
import math
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from cagame.cli.page import QUIET, Page, count
from cagame.council import (
    MODES,
    RULES,
    compare,
    decision_table,
    disagreement,
    read_issues,
    round_table,
)
from cagame.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from cagame.council import Decision, Issue, Turn
    from cagame.council.decisions import Mode

#: What the figure and the tables are called where there is one issue.
NAME = "council"
#: Moves of one round that are printed; the tables hold all.
MOST_MOVES = 4


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for; None where every rule, mode or the tables decide."""

    rules: Sequence[str] | None = None
    mode: str | None = None
    rounds: int | None = None
    status_quo: float | None = None

    def decisions(self, issue: Issue) -> tuple[Decision, ...]:
        """Run the rules on an issue."""
        return compare(
            issue,
            list(dict.fromkeys(self.rules or RULES)),
            [cast("Mode", self.mode)] if self.mode else MODES,
            rounds=self.rounds,
            status_quo=self.status_quo,
        )


def council(file: Path, wanted: Wanted, out: Path | None, *, as_json: bool) -> None:
    """Run the rules on every issue of a file, print what they decide, write tables and plots."""
    if wanted.status_quo is not None and not math.isfinite(wanted.status_quo):
        raise InputError("the status quo is no finite number", remedy="Give a position.")
    issues = read_issues(file)
    decided = [(issue, wanted.decisions(issue)) for issue in issues]
    written = _write(decided, out, file) if out else []
    if as_json:
        told = {"file": str(file), "issues": [_as_json(*each) for each in decided]}
        told["written"] = [str(path) for path in written]
        Page().line(json.dumps(told, allow_nan=False, ensure_ascii=False))
        return
    page = Page()
    for place, (issue, decisions) in enumerate(decided):
        if place:
            page.blank()
        _show(page, issue, decisions)
    if written:
        page.blank()
        page.line(f"Written  {out}/  ({count(len(written), 'file')}: tables and figures)")


def _show(page: Page, issue: Issue, decisions: Sequence[Decision]) -> None:
    low, high = issue.ends
    unit = f", {issue.unit}" if issue.unit else ""
    page.heading(issue.name, f"{count(len(issue.actors), 'actor')} from {low:g} to {high:g}{unit}")
    page.table(
        ["", "rule", "decision", "spread"],
        [
            (str(row), each.name, _digits(each.position), f"{each.spread:.4g}")
            for row, each in enumerate(decisions, start=1)
        ],
        right=(0, 2, 3),
        whole=(0, 1, 2, 3),
    )
    page.text("Spread: mean distance of the actors from the decision, by weight.", 2, QUIET)
    if issue.remark:
        page.text(issue.remark, 2, QUIET)
    if any(each.status_quo is not None for each in decisions) and issue.status_quo is None:
        page.text(
            "No status quo is known: qmv and unanimity are shown with either end in its place.",
            2,
            QUIET,
        )
    if len(decisions) > 1:
        page.blank()
        _show_disagreement(page, issue, decisions)
    for decision in decisions:
        if decision.rounds:
            page.blank()
            _show_rounds(page, decision)


def _show_disagreement(page: Page, issue: Issue, decisions: Sequence[Decision]) -> None:
    apart = _apart(issue, decisions)
    page.heading("How far the rules disagree")
    page.text(
        f"From {apart['lowest']:.4g} ({apart['lowest_rule']}) to {apart['highest']:.4g} "
        f"({apart['highest_rule']}): {apart['difference']:.4g} apart, "
        f"{100 * apart['share_of_range']:.0f} % of the range of positions.",
        2,
    )
    table = disagreement(decisions)
    numbers = [str(row + 1) for row in range(len(decisions))]
    page.table(
        ["", "rule", *numbers],
        [
            (numbers[row], name, *(f"{value:.3g}" for value in values))
            for row, (name, values) in enumerate(zip(table.index, table.to_numpy(), strict=True))
        ],
        right=(0, *range(2, len(numbers) + 2)),
        whole=range(len(numbers) + 2),
    )


def _show_rounds(page: Page, decision: Decision) -> None:
    page.heading("Bargaining", f"{decision.name}, {count(len(decision.rounds) - 1, 'round')}")
    page.table(
        ["round", "mean", "median", "who moved"],
        [
            (str(turn.number), _digits(turn.mean), f"{turn.median:.4g}", _moves(turn))
            for turn in decision.rounds
        ],
        right=(0, 1, 2),
        whole=(0, 1, 2),
    )


def _moves(turn: Turn) -> str:
    told = [
        f"{move.actor} to {move.end:.4g} ({move.kind} with {move.by})"
        for move in turn.moves[:MOST_MOVES]
    ]
    if len(turn.moves) > MOST_MOVES:
        told.append(f"and {len(turn.moves) - MOST_MOVES} more")
    return ", ".join(told) or ("nobody" if turn.number else "")


def _digits(number: float) -> str:
    """Write a position so that rounds can be told apart.

    >>> _digits(7.461314378277189), _digits(7.0)
    ('7.461314', '7')
    """
    return f"{number:.7g}"


def _apart(issue: Issue, decisions: Sequence[Decision]) -> dict[str, Any]:
    lowest = min(decisions, key=lambda each: each.position)
    highest = max(decisions, key=lambda each: each.position)
    low, high = issue.ends
    difference = highest.position - lowest.position
    return {
        "lowest": lowest.position,
        "lowest_rule": lowest.name,
        "highest": highest.position,
        "highest_rule": highest.name,
        "difference": difference,
        "share_of_range": difference / (high - low),
    }


def _as_json(issue: Issue, decisions: Sequence[Decision]) -> dict[str, Any]:
    table = disagreement(decisions)
    return {
        "issue": issue.name,
        "unit": issue.unit,
        "status_quo": issue.status_quo,
        "remark": issue.remark,
        "actors": [asdict(actor) for actor in issue.actors],
        "decisions": [
            {
                "name": each.name,
                "rule": each.rule,
                "mode": each.mode or None,
                "status_quo": each.status_quo,
                "decision": each.position,
                "spread": each.spread,
            }
            for each in decisions
        ],
        "disagreement": {
            **_apart(issue, decisions),
            "names": list(table.columns),
            "between": table.to_numpy().tolist(),
        },
        "rounds": {
            each.mode: [asdict(turn) for turn in each.rounds] for each in decisions if each.rounds
        },
    }


def _write(
    decided: Iterable[tuple[Issue, Sequence[Decision]]], out: Path, file: Path
) -> list[Path]:
    """Write tables and a figure of each issue into a folder; return the files."""
    from cagame.plots import LIGHT, save  # noqa: PLC0415 (matplotlib is slow to load)
    from cagame.plots.council import Subject, council_chart  # noqa: PLC0415

    out.mkdir(parents=True, exist_ok=True)
    decided = list(decided)
    written: list[Path] = []
    for place, (issue, decisions) in enumerate(decided, start=1):
        name = NAME if len(decided) == 1 else f"{place:02}-{_file_name(issue.name)}"
        rounds = round_table(decisions)
        tables = {"decisions": decision_table(decisions), "rounds": rounds}
        tables["disagreement"] = disagreement(decisions).rename_axis("name").reset_index()
        for kind, table in tables.items():
            path = out / f"{name}-{kind}.csv"
            table.to_csv(path, index=False)
            written.append(path)
        actors = pd.DataFrame(
            [(each.name, each.position, each.weight) for each in issue.actors],
            columns=["actor", "position", "weight"],
        )
        subject = Subject(issue.name, issue.unit, file.name)
        figure = council_chart(actors, tables["decisions"], rounds, subject, LIGHT)
        written += save(figure, out, name)
    return written


def _file_name(text: str) -> str:
    """Turn a name into one that every disk takes.

    >>> _file_name("Emission standards (1987)"), _file_name("..")
    ('emission-standards-1987', 'issue')
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40] or "issue"
