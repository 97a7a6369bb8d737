"""What a file says and on which line, and errors that point there."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from cagame.errors import ScenarioError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Keys and list positions from the top of a file to one of its values.
KeyPath: TypeAlias = tuple[str | int, ...]

#: Longer texts are cut in messages: a message is one readable line.
SHOWN_LENGTH = 60
#: How messages describe values; the first kind that fits counts, and true is also an int.
SHOWN_KINDS: Mapping[type, str] = {
    type(None): "nothing",
    bool: "{}",
    int: "{}",
    float: "{}",
    str: "the text {}",
    list: "a list",
    tuple: "a list",
    dict: "a mapping of keys to values",
}
#: Longer lists of known names are not printed whole; the outcomes are the longest that is.
SHOWN_NAMES = 40


@dataclass(frozen=True)
class Document:
    """The content of a file, with the line of each key.

    Attributes
    ----------
    data : what the file holds; keys are text
    path : the file as messages name it; None for a mapping that was made in Python
    lines : line of each key and list item, from 1
    """

    data: Any
    path: str | None = None
    lines: Mapping[KeyPath, int] = field(default_factory=dict)

    def line(self, where: KeyPath) -> int | None:
        """Line of the value at a key path, or of the closest thing around it."""
        for length in range(len(where), -1, -1):
            if where[:length] in self.lines:
                return self.lines[where[:length]]
        return None

    def error(self, where: KeyPath, what: str, remedy: str) -> ScenarioError:
        """Build an error that names the file, the line and the key.

        >>> document = Document({"seed": -1}, path="my.yaml", lines={(): 1, ("seed",): 3})
        >>> print(document.error(("seed",), "must be at least 0, not -1", "Write 0 or more."))
        my.yaml, line 3: seed: must be at least 0, not -1. Write 0 or more.
        """
        key = show_path(where)
        text = f"{key}: {what}" if key else what
        return ScenarioError(text, path=self.path, line=self.line(where), remedy=remedy)


def show_path(where: KeyPath) -> str:
    """Write a key path as a reader would; list items count from 1.

    >>> show_path(("variants", "team-europe", "eu", "evidence", 0))
    'variants > team-europe > eu > evidence > item 1'
    """
    return " > ".join(f"item {key + 1}" if isinstance(key, int) else _plain(key) for key in where)


def show(value: object) -> str:
    """Describe a value in a few words.

    >>> show("many"), show(3), show(True), show(None), show([1])
    ("the text 'many'", '3', 'true', 'nothing', 'a list')
    """
    for kind, words in SHOWN_KINDS.items():
        if isinstance(value, kind):
            return words.format(quoted(value)) if "{}" in words else words
    return f"a Python {type(value).__name__}"


def suggest(name: object, known: Iterable[str], where_listed: str = "") -> str:
    """Say what to write instead of an unknown name: the nearest known one, and the list.

    >>> suggest("mobility-frist", ["values-first", "mobility-first"])
    "Did you mean 'mobility-first'? Known: values-first, mobility-first."
    """
    known = list(known)
    lower = {each.lower(): each for each in known}
    text = str(name)[:SHOWN_LENGTH].lower()
    nearest = difflib.get_close_matches(text, lower, n=1)
    sentences = [f"Did you mean '{lower[nearest[0]]}'?"] if nearest else []
    if not known:
        sentences.append("There is none to choose from.")
    elif len(known) <= SHOWN_NAMES:
        sentences.append(f"Known: {', '.join(known)}.")
    elif where_listed:
        sentences.append(f"{where_listed} lists all {len(known)}.")
    return " ".join(sentences) or "Check the spelling."


def quoted(value: object) -> str:
    """Write a value as it would stand in a file, on one line, and cut where it is long.

    >>> quoted("a name"), quoted(True)
    ("'a name'", 'true')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    # A list could be huge; a text is cut before it is quoted for the same reason.
    text = repr(value[: SHOWN_LENGTH + 1] if isinstance(value, str) else value)
    return text if len(text) <= SHOWN_LENGTH else f"{text[: SHOWN_LENGTH - 3]}..."


def _plain(key: str) -> str:
    """Keys made of unusual characters are quoted, so that none reaches the terminal raw."""
    return key if re.fullmatch(r"[\w .\[\]-]{1,60}", key) else quoted(key)
