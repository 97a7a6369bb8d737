"""Watch one world in a browser, with Mesa's own SolaraViz.

    solara run experiments/solara_viz.py

For those who know Mesa: `CentralAsiaModel` is a plain Mesa model, so its interface works on it.
Choose strategies on the left, press Reset, then step or play. It shows a single world, so it says
nothing about how sure a difference is; `cagame run` compares strategies in many worlds.

Needs `pip install 'mesa[network,viz]'`.
"""

import solara
from matplotlib.figure import Figure
from mesa.visualization import Slider, SolaraViz
from mesa.visualization.utils import update_counter

from cagame import CentralAsiaModel
from cagame.scenario import Library

SHOWN = {
    "Influence, mean over the five states": {
        "eu_influence": "European Union",
        "russia_influence": "Russia",
        "china_influence": "China",
    },
    "The region, 0 to 1": {
        "governance": "Governance",
        "resilience": "Resilience",
        "regional_cooperation": "Regional cooperation",
    },
}


def strategies(kind: str, first: str) -> dict[str, object]:
    """Return a menu of the library's files of one kind."""
    names = Library().names(kind)  # type: ignore[arg-type]
    return {"type": "Select", "value": first, "values": list(names), "label": kind}


PARAMETERS = {
    "eu": strategies("eu", "joint-roadmap"),
    "russia": strategies("russia", "baseline"),
    "china": strategies("china", "baseline"),
    "external": strategies("external", "calm"),
    "rng": Slider("world", value=7, min=0, max=100, step=1),
}


@solara.component
def Years(model: CentralAsiaModel) -> None:  # noqa: N802 (Solara's components are capitalised)
    """Draw outcomes over the years so far, and a line where the strategies begin."""
    update_counter.get()  # drawn again after every step
    table = model.datacollector.get_model_vars_dataframe()
    figure = Figure(figsize=(7, 6), layout="constrained")
    for axes, (title, outcomes) in zip(figure.subplots(2, sharex=True), SHOWN.items(), strict=True):
        for name, label in outcomes.items():
            axes.plot(table["year"], table[name], label=label)
        axes.axvline(model.decision, color="grey", linestyle=":")
        axes.set(title=title, xlim=(2007, model.end), ylim=(0, None))
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.08), frameon=False, ncols=3)
    solara.FigureMatplotlib(figure)


@solara.component
def Now(model: CentralAsiaModel) -> None:  # noqa: N802 (as above)
    """Say which year it is."""
    update_counter.get()
    solara.Markdown(f"**{model.year}** of {model.end}; the strategies begin in {model.decision}.")


page = SolaraViz(
    CentralAsiaModel(eu="joint-roadmap", russia="baseline", china="baseline", rng=7),
    components=[(Now, 0), (Years, 0)],
    model_params=PARAMETERS,
    name="One world of cagame",
)
