"""The page about Python, from docstrings; MkDocs fills it in."""

from __future__ import annotations

from writing import page

OPENING = """\
`import cagame` gives `run`, `load`, `Results`, `Scenario` and `CentralAsiaModel`; the rest is \
imported from where it stands."""
#: What users import, in the order in which they meet it.
PUBLIC = {
    "Studies": ("cagame.study.run", "cagame.scenario.Scenario", "cagame.errors"),
    "Results": ("cagame.results.Results", "cagame.results.load", "cagame.study.ensemble"),
    "The model": ("cagame.model.CentralAsiaModel", "cagame.interop", "cagame.council"),
    "Analysis": (
        "cagame.analysis.judged",
        "cagame.analysis.compare",
        "cagame.analysis.robustness",
        "cagame.analysis.sensitivity",
        "cagame.analysis.game",
        "cagame.attribution",
    ),
    "Sweeps": ("cagame.sweep",),
    "Evidence": ("cagame.evidence.Evidence",),
}


def pages() -> dict[str, str]:
    """Return the page by name."""
    parts = [OPENING]
    for heading, names in PUBLIC.items():
        parts += [f"## {heading}", *(f"::: {name}" for name in names)]
    return {"python": page("Python", "the docstrings", *parts)}
