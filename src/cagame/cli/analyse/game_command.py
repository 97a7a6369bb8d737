"""The game that a study played: ``cagame analyse game``."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from cagame.analysis.game import deviation_table, nfg_text, profile_table, reply_table
from cagame.cli.analyse.game_object import as_object
from cagame.cli.analyse.game_page import SCALE, show
from cagame.cli.analyse.game_question import read
from cagame.cli.comparison import near, opened
from cagame.cli.page import QUIET, Page, count
from cagame.errors import RunError
from cagame.results.honesty import effectiveness, in_words

if TYPE_CHECKING:
    from pathlib import Path

    from cagame.cli.analyse.game_question import Played, Wanted

#: Where tables and figures go, below the results.
FOLDER = "analysis"


def game(folder: Path, wanted: Wanted, *, as_json: bool) -> None:
    """Find the equilibria of a study's game, print them, and write tables and figures."""
    played = read(opened(folder), wanted)
    told = as_object(played, wanted)
    written = _write(played, wanted)
    if as_json:
        told["written"] = [str(path) for path in written]
        Page().line(json.dumps(told, allow_nan=False, ensure_ascii=False))
        return
    page = Page()
    _head(page, played, wanted)
    show(page, played.findings)
    for row in told["states"]:
        page.text(_state(row))
    for sentence in in_words(*effectiveness(played.results, played.evidence)):
        page.text(sentence)
    page.blank()
    page.line(f"Written  {near(written[0].parent)}/  ({count(len(written), 'file')})")


def _head(page: Page, played: Played, wanted: Wanted) -> None:
    results, found = played.results, played.findings.game
    page.heading(results.manifest["title"])
    page.text(results.manifest["question"])
    sizes = " x ".join(str(size) for size in found.sizes)
    page.text(
        f"{', '.join(found.players)}: {sizes} strategies, "
        f"{count(math.prod(found.sizes), 'profile')} x {count(found.worlds, 'world')}, "
        f"{results.years[-1]}, {results.manifest['externals'][played.external]}, "
        f"{count(wanted.resamples, 'resample')} with seed {wanted.seed}",
        style=QUIET,
    )
    for player in results.manifest["game"]["players"]:
        if player["budgets_changed"]:
            told = ", ".join(f"{name} {own:g}" for name, own in player["budgets_changed"].items())
            page.text(f"Budgets of {player['key']} set to 1, instead of: {told}.", style=QUIET)


def _state(row: dict[str, Any]) -> str:
    level = f"{row['state']} gets {SCALE.factor * row['status_quo']:.1f} {SCALE.unit}"
    if "change" not in row:
        return f"{level} at the status quo."
    change, better = SCALE.factor * row["change"], 100 * row["better"]
    way = "more" if change > 0 else "less"
    return (
        f"{level} at the status quo and {abs(change):.2f} {way} at the equilibrium; it is better "
        f"off in {better:.0f} % of worlds."
    )


def _write(played: Played, wanted: Wanted) -> list[Path]:
    """Write the tables, the figures and the game for Gambit; return the files."""
    out = wanted.out or played.results.folder / FOLDER
    try:
        out.mkdir(parents=True, exist_ok=True)
        written = [*_tables(played, out), *_figures(played, out)]
        if wanted.nfg is not None:
            title, question = (played.results.manifest[key] for key in ("title", "question"))
            text = nfg_text(played.findings.game, title, question)
            wanted.nfg.write_text(text, encoding="utf-8")
            written.append(wanted.nfg)
    except OSError as error:
        what = f"the analysis cannot be written ({(error.strerror or str(error)).lower()})"
        raise RunError(
            what, path=error.filename or out, remedy="Choose another with --out."
        ) from error
    return written


def _tables(played: Played, out: Path) -> list[Path]:
    written: list[Path] = []
    for name, make in (("profiles", profile_table), ("deviations", deviation_table)):
        path = out / f"game-{name}.csv"
        make(played.findings).to_csv(path, index=False, float_format="%.6g")
        written.append(path)
    return written


def _figures(played: Played, out: Path) -> list[Path]:
    from cagame.figures import Figures  # noqa: PLC0415 (matplotlib is slow to load)
    from cagame.plots import save  # noqa: PLC0415
    from cagame.plots.game import best_reply_grid, deviation_chart  # noqa: PLC0415

    findings, note = played.findings, Figures(played.results).note
    names = played.name
    table, (row, column) = reply_table(findings)
    first = next(iter(findings.pure_profiles), findings.status_quo)
    players = findings.game.players
    held = [
        f"{names[players[p]]} plays “{findings.game.title(p, place)}”"
        for p, place in enumerate(first)
        if p not in (row, column)
    ]
    chart = deviation_chart(deviation_table(findings), played.name, note)
    sides = (names[players[row]], names[players[column]])
    grid = best_reply_grid(table, sides, ", ".join(held), note)
    return [*save(chart, out, "game-deviations"), *save(grid, out, "game-best-replies")]
