"""The example of SolaraViz steps the model, draws it, and starts anew with other strategies."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

EXAMPLE = Path(__file__).parents[2] / "experiments" / "solara_viz.py"
#: What Mesa's interface is warned of by the newer Solara, and both by others.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def example() -> ModuleType:
    spec = importlib.util.spec_from_file_location("solara_viz", EXAMPLE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def shown(example: ModuleType) -> Iterator[Any]:
    """Render the page, with the bar and the sidebar that hold its controls."""
    import solara

    _, context = solara.render(solara.AppLayout(children=[example.page]), handle_error=False)
    yield context
    context.close()


def press(shown: Any, label: str) -> None:
    import ipyvuetify

    (button,) = [b for b in shown.find(ipyvuetify.Btn).widgets if label in b.children]
    button.click()


def year(shown: Any) -> str:
    """What the page says of the year."""
    import solara

    (grid,) = shown.find(solara.widgets.GridLayout).widgets
    return grid.items[0].template.partition("<strong>")[2][:4]


def figure(shown: Any) -> bytes:
    import ipywidgets

    (image,) = shown.find(ipywidgets.Image).widgets
    return bytes(image.value)


def test_a_step_is_a_year_and_draws_the_figure_again(shown: Any) -> None:
    assert year(shown) == "2007"
    press(shown, "Step")
    before = figure(shown)
    press(shown, "Step")
    assert year(shown) == "2009"
    assert b"</svg>" in figure(shown)
    assert figure(shown) != before


def test_another_strategy_starts_the_model_anew(shown: Any) -> None:
    import ipyvuetify

    press(shown, "Step")
    menu = next(s for s in shown.find(ipyvuetify.Select).widgets if s.label == "eu")
    assert "values-first" in menu.items
    menu.v_model = "values-first"
    press(shown, "Reset")
    assert year(shown) == "2007"
    press(shown, "Step")
    assert year(shown) == "2008"
