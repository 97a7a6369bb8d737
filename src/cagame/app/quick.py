"""Let NiceGUI draw pages for a whole class in time.

An element of NiceGUI has three collections (classes, style, props), and each of them looks with
`inspect` at the signature of its own handler: most of the time that drawing an element takes. The
answer hangs on the function only, so it is looked up once for each function here.
"""

from __future__ import annotations

from functools import lru_cache, wraps
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any

from nicegui import helpers

if TYPE_CHECKING:
    from collections.abc import Callable

#: Functions whose signature is remembered: all handlers of NiceGUI's own and of our pages.
MOST_FUNCTIONS = 512


def remember_signatures() -> None:
    """Look at the signature of each method once; safe to call again."""
    look = helpers.expects_arguments
    if not hasattr(look, "__wrapped__"):
        setattr(helpers, look.__name__, remembering(look))


def remembering(look: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Return a function that answers as another does, and remembers answers about methods.

    >>> looked = []
    >>> quick = remembering(lambda handler: bool(looked.append(handler)))
    >>> [quick("a".join), quick([].append)], len(looked)  # built-in: looked at each time
    ([False, False], 2)
    """

    @lru_cache(MOST_FUNCTIONS)
    def of_method(function: FunctionType) -> bool:
        # Whose method it is does not matter to its signature.
        return look(MethodType(function, object()))

    @wraps(look)
    def quick(handler: Callable[..., Any]) -> bool:
        if isinstance(handler, MethodType) and isinstance(handler.__func__, FunctionType):
            return of_method(handler.__func__)
        return look(handler)

    return quick
