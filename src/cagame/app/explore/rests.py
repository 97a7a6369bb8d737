"""What an outcome rests on: grades, documents, and the numbers that move it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from cagame.app.explore.shown import evidence_link
from cagame.app.look import code_note, heading, note
from cagame.evidence.provenance import ASSUMPTION
from cagame.evidence.records import MEANINGS
from cagame.exploring.drivers import BY_CHANCE
from cagame.model import shared_evidence
from cagame.plots.captions import MINUS

if TYPE_CHECKING:
    from cagame.exploring.cast import Cast
    from cagame.exploring.drivers import Resting
    from cagame.exploring.view import View


def what_it_rests_on(view: View, cast: Cast) -> None:
    """Show it."""
    heading("What does this rest on?", 2)
    resting = next(iter(view.resting.values()))
    assumed = resting.by_grade.get(ASSUMPTION, 0)
    if resting.numbers:
        ui.label(
            f"Worlds draw {resting.numbers} numbers. {assumed} of them are assumptions: no "
            "document and no statistic gives them."
        )
    else:
        ui.label("Worlds draw no numbers here: everything is held at the value of the tables.")
    if resting.fixed:
        with ui.element("p"):
            ui.label("Held fixed by you: ").classes("inline")
            for key, value in resting.fixed.items():
                evidence_link(cast, key, f"{key} = {value:g}")
    with ui.element("div").classes("two"):
        with ui.element("div"):
            _drivers(view, cast)
        with ui.element("div"):
            _grades(resting)
            _sources(resting, cast)


def _drivers(view: View, cast: Cast) -> None:
    heading("Which of them move it", 3)
    for name, resting in view.resting.items():
        what = "difference" if view.others else "level"
        ui.label(f"{view.titles[name]}: {what} in {view.outcome.label}, {view.year}").classes("sub")
        if not resting.drivers:
            note("None stands out from chance in so few worlds.")
            continue
        with ui.element("ul").classes("drivers"):
            for driver in resting.drivers:
                with ui.element("li"):
                    evidence_link(cast, driver.key, driver.key)
                    sign = "+" if driver.correlation > 0 else MINUS
                    named = ", ".join(_short(key) for key in driver.sources) or driver.grade
                    ui.label(f"{sign}{abs(driver.correlation):.2f}, {driver.grade}").classes(
                        "inline"
                    )
                    if driver.sources:
                        ui.label(f"({named})").classes("inline quiet")
    bound = next(iter(view.resting.values())).bound
    code_note(
        f"Rank correlation over {view.count} between the number and the outcome, where it is "
        f"beyond ±{bound:.2f}: unrelated numbers alone would give a list with an entry in one "
        f"of {round(1 / BY_CHANCE)} such lists. Weaker links exist and are not shown; "
        "`cagame analyse sensitivity` and `cagame analyse provenance` ask the model itself."
    )


def _grades(resting: Resting) -> None:
    heading("Grades of all drawn numbers", 3)
    with ui.element("table").classes("plain grades"), ui.element("tbody"):
        for grade, count in resting.by_grade.items():
            with ui.element("tr"):
                with ui.element("th").props('scope="row"'):
                    ui.label(grade)
                    ui.label(MEANINGS[grade]).classes("aside")
                with ui.element("td"):
                    ui.label(f"{count}")
                with ui.element("td"):
                    ui.label(f"{100 * count / resting.numbers:.0f} %")


def _sources(resting: Resting, cast: Cast) -> None:
    if not resting.by_source:
        return
    heading("Documents and statistics behind them", 3)
    with ui.element("ul").classes("drivers"):
        for key, count in resting.by_source.items():
            with ui.element("li"):
                evidence_link(cast, key, _short(key))
                ui.label(f"{count} number{'' if count == 1 else 's'}").classes("inline")


def _short(key: str) -> str:
    source = shared_evidence().sources[key]
    return source.details.get("short", key)
