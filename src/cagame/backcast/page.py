"""The page of the documentation on validation, written from the folders of its commands.

The words stand in ``validation.md``; this fills in the numbers.
"""

from __future__ import annotations

import json
import shutil
from importlib.resources import files
from math import isnan
from pathlib import Path
from string import Template
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pandas as pd

from cagame.evidence.observations import read_errors
from cagame.facts import KINDS
from cagame.folders import MANIFEST
from cagame.plots.tables import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The figures that the page shows, by folder.
FIGURES = {
    "backcast": ("trade_share", "influence", "governance", "identification"),
    "score": ("scores",),
    "calibration": ("width_left",),
}
#: A fact that holds in so much smaller a share of worlds still counts as holding as often.
HARDLY = 0.05


def write_page(docs: str | Path, backcast: Path, score: Path, calibration: Path) -> Path:
    """Write ``validation.md`` and its figures into a folder of documentation; return the page.

    Parameters
    ----------
    docs : the folder
    backcast, score, calibration : what the three commands left
    """
    folders = {"backcast": backcast, "score": score, "calibration": calibration}
    figures = Path(docs) / "figures"
    figures.mkdir(parents=True, exist_ok=True)
    for name, shown in FIGURES.items():
        for figure in shown:
            source = folders[name] / "plots" / f"{figure}.png"
            shutil.copy(source, figures / f"validation-{figure}.png")
    words = files("cagame").joinpath("backcast", "validation.md").read_text(encoding="utf-8")
    numbers = _past(backcast) | _forecasts(score) | _calibration(calibration)
    page = Path(docs) / "validation.md"
    page.write_text(Template(words).substitute(numbers), encoding="utf-8")
    return page


def _past(folder: Path) -> dict[str, object]:
    about = _about(folder)
    facts = pd.read_csv(folder / "identification.csv")
    wide = facts.pivot_table(index="fact", columns="title", values="share_of_worlds", sort=False)
    titles = list(dict.fromkeys(facts["title"]))
    kinds = facts.drop_duplicates("fact").set_index("fact")["kind"]
    rows = [
        [fact, kinds[fact], *(_percent(wide.loc[fact, t]) for t in titles)] for fact in kinds.index
    ]
    return {
        "past_worlds": about["worlds"],
        "past_seed": about["seed"],
        "facts_by_switch": _table(["fact", "kind", *titles], rows),
        "idle": int((wide[titles[1]] >= wide[titles[0]] - HARDLY).sum()),
        "facts": len(wide),
        "kinds": "\n".join(f"- *{kind}*: {meaning}." for kind, meaning in KINDS.items()),
    }


def _forecasts(folder: Path) -> dict[str, object]:
    about = _about(folder)
    scores = pd.read_csv(folder / "scores.csv")
    single = scores[scores["year"] > 0]
    rows = [
        [
            row.quantity,
            row.forecaster,
            row.observations,
            f"{row.mean_absolute_error:.4f}",
            f"{row.crps:.4f}",
            _percent(row.coverage_50),
            _percent(row.coverage_90),
        ]
        for row in _rows(scores[scores["year"] == 0])
    ]
    columns = ["quantity", "forecaster", "n", "mean absolute error", "CRPS", "in 50 %", "in 90 %"]
    return {
        "fit_to": about["fit_to"],
        "span": f"{single['year'].min()} to {single['year'].max()}",
        "score_worlds": about["worlds"],
        "score_seed": about["seed"],
        "scores": _table(columns, rows),
        "verdicts": "\n".join(f"- {line}" for line in about["verdicts"]),
    }


def _calibration(folder: Path) -> dict[str, object]:
    about, bound = _about(folder), read_errors()("narrowed_below")
    left = pd.read_csv(folder / "posterior.csv")
    narrowed = left[left["width_left"] < bound]
    policy = left[left["number"].str.startswith("effectiveness")]
    shown = _rows(pd.concat([narrowed, policy]).drop_duplicates())
    held = pd.read_csv(folder / "held_out.csv")
    return {
        "waves": about["waves"],
        "waves_table": _waves(folder),
        "narrowed": len(narrowed),
        "numbers": len(left),
        "lost": _percent(1 - bound),
        "policy": ", ".join(f"{r.number} keeps {_percent(r.width_left)}" for r in _rows(policy)),
        "posterior": _table(
            ["number", "width left", "middle before", "middle after"],
            [
                [
                    r.number,
                    _percent(r.width_left),
                    _short(r.prior_middle),
                    _short(r.posterior_middle),
                ]
                for r in shown
            ],
        ),
        "held_out": _table(
            ["quantity", "later events", "observations", "inside"],
            [
                [
                    r.quantity,
                    "known" if r.events else "unknown",
                    r.observations,
                    _percent(r.coverage_90),
                ]
                for r in _rows(held)
            ],
        ),
        "held_unknown": _overall(held[~held["events"]]),
        "held_known": _overall(held[held["events"]]),
        "facts_table": _table(
            ["fact", "kind", "prior", "by statistics", "by statistics and facts"],
            [
                [
                    r.fact,
                    r.kind,
                    _percent(r.prior),
                    _percent(r.by_statistics),
                    _percent(r.by_statistics_and_facts),
                ]
                for r in _rows(pd.read_csv(folder / "facts.csv"))
            ],
        ),
    }


def _waves(folder: Path) -> str:
    rows = [
        [
            row.wave,
            row.worlds,
            _percent(row.not_ruled_out),
            f"{row.effective_worlds:.0f}",
            f"{row.best_distance:.2f}",
            f"{row.median_distance:.2f}",
        ]
        for row in _rows(pd.read_csv(folder / "waves.csv"))
    ]
    return _table(["wave", "worlds", "not ruled out", "effective", "best", "median"], rows)


def _overall(held: pd.DataFrame) -> str:
    inside = (held["coverage_90"] * held["observations"]).sum()
    return _percent(float(inside / held["observations"].sum()))


def _about(folder: Path) -> dict[str, Any]:
    about: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return about


def _rows(table: pd.DataFrame) -> list[SimpleNamespace]:
    return [SimpleNamespace(**{str(k): v for k, v in row.items()}) for row in rows_of(table)]


def _table(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    head = list(columns)
    lines: list[Iterable[object]] = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines) + "\n"


def _percent(share: Any) -> str:  # noqa: ANN401 (a cell of a table)
    return "" if isnan(share) else f"{share:.0%}"


def _short(value: float) -> str:
    return "" if isnan(value) else f"{value:.3g}"
