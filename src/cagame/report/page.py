"""The page itself: what goes where, through one template and one style sheet."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from cagame.report.answer import answer
from cagame.report.drawings import drawings, in_order
from cagame.report.left import drawn, left, verbs
from cagame.report.method import by_grade, command, manifest, other_tables, sources
from cagame.report.robust import robustness_tables
from cagame.report.tables import comparison_tables
from cagame.report.words import count
from cagame.results.honesty import in_words

if TYPE_CHECKING:
    from cagame.report.findings import Findings

PLOTS = "plots"
#: Verbs whose tables the report makes itself.
MADE_HERE = ("compare", "robustness")
#: Verbs that say what the answer hangs on.
HANGS_ON = ("provenance", "sensitivity")


def render(findings: Findings) -> str:
    """Return the report as one page of HTML that loads nothing."""
    environment = Environment(
        autoescape=True,
        finalize=_unbroken,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["broken"] = _broken
    template = environment.from_string(_read("report.html.jinja"))
    return template.render(_context(findings)) + "\n"


def _unbroken(value: object) -> object:
    """Keep a number and its per cent sign on one line."""
    return value.replace(" %", "\N{NO-BREAK SPACE}%") if type(value) is str else value


def _broken(text: str) -> Markup:
    """Let a long name of a number be broken between its words and before its labels."""
    kept = str(escape(_unbroken(text)))
    return Markup(kept.replace("_", "_<wbr>").replace("[", "<wbr>["))  # noqa: S704 (escaped)


def _read(name: str) -> str:
    return files("cagame.report").joinpath(name).read_text(encoding="utf-8")


def _context(findings: Findings) -> dict[str, Any]:
    results = findings.results
    folder = results.folder
    found = verbs(folder)
    others = [verb for verb in found if verb not in (*MADE_HERE, *HANGS_ON)]
    return {
        "style": Markup(_read("report.css")),  # noqa: S704 (our own style sheet)
        "about": results.manifest,
        "size": _size(findings),
        "year": findings.year,
        "external": findings.under(findings.external),
        "reference": findings.called(findings.reference),
        "answer": answer(findings),
        "figures": list(drawings(folder, in_order(folder / PLOTS))),
        "tables": list(comparison_tables(findings)),
        "robustness": list(robustness_tables(findings)),
        "refused": findings.refused,
        "thresholds": results.manifest["study"].get("thresholds"),
        "unknown": findings.by_effectiveness if not findings.refused else None,
        "judgements": [each for verb in MADE_HERE for each in drawn(folder, verb)],
        "hangs_on": [left(findings, verb) for verb in HANGS_ON if verb in found],
        "by_grade": by_grade(findings),
        "others": [left(findings, verb) for verb in others],
        "caveats": in_words(*findings.range_of_effectiveness),
        "sources": list(sources(findings)),
        "manifest": manifest(findings),
        "command": command(findings),
        "other_tables": other_tables(findings),
    }


def _size(findings: Findings) -> str:
    results = findings.results
    return (
        f"{count(len(results.variants), 'strategy variant')}, "
        f"{count(len(results.externals), 'external scenario')}, "
        f"{count(results.worlds, 'world')}, {results.years[0]} to {results.years[-1]}, "
        f"seed {results.manifest['seed']}"
    )
