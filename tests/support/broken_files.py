"""Files that are broken in one place, and what their error must say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pytest

from cagame.errors import ScenarioError
from cagame.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: An error is read in a terminal: longer is no sentence. Outcomes are listed whole: that many.
LONGEST_MESSAGE = 900


@dataclass(frozen=True)
class Broken:
    """A change to the good file, the line its error points at, and words the message holds."""

    name: str
    old: str
    new: str
    line: int
    words: tuple[str, ...]

    def of(self, good: str) -> str:
        """Break a good text at the first place."""
        assert self.old in good, f"{self.old!r} stands nowhere in the good file"
        return good.replace(self.old, self.new, 1)


def broken(name: str, old: str, new: str, line: int, *words: str) -> Broken:
    return Broken(name, old, new, line, words)


@cache
def tables() -> Evidence:
    """The tables, loaded once for all files of a process."""
    return Evidence.load()


def error_of(load: Callable[[], object]) -> ScenarioError:
    """Return the error that reading a file ends with."""
    with pytest.raises(ScenarioError) as caught:
        load()
    return caught.value


def check_error(found: ScenarioError, path: Path, case: Broken) -> None:
    """Check that an error is one sentence that says where, what and what to do."""
    message = str(found)
    assert found.line == case.line, message
    assert message.startswith(f"{path}, line {case.line}: ")
    for word in case.words:
        assert word in message
    assert found.remedy
    assert "\n" not in message
    assert len(message) < LONGEST_MESSAGE
