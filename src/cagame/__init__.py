"""What would change in Central Asia if one of its patrons played another strategy.

``cagame.run(file)`` compares strategies and returns results; ``cagame.load(folder)`` reads them
back; ``cagame.write_report(folder)`` draws and tells them; ``cagame.CentralAsiaModel`` is the Mesa
model behind all. Names load when first used, so
that ``import cagame`` stays light.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cagame.model import CentralAsiaModel
    from cagame.report import write_report
    from cagame.results import Results, load
    from cagame.scenario import Scenario
    from cagame.study import run

    __version__: str

_HOMES = {
    "CentralAsiaModel": "cagame.model",
    "Results": "cagame.results",
    "Scenario": "cagame.scenario",
    "load": "cagame.results",
    "run": "cagame.study",
    "write_report": "cagame.report",
}

__all__ = ["CentralAsiaModel", "Results", "Scenario", "__version__", "load", "run", "write_report"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 (whatever the name stands for)
    """Load a public name from its module."""
    if name == "__version__":
        return _version()
    if name not in _HOMES:
        message = f"module 'cagame' has no attribute '{name}'"
        raise AttributeError(message)
    return getattr(import_module(_HOMES[name]), name)


def _version() -> str:
    """Return the version that is installed. Looking it up costs more than all else here."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("cagame")
    except PackageNotFoundError:  # read from a checkout that is not installed
        return "0+unknown"
