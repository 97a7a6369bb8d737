"""Read YAML text that nobody has checked: small, plain, and with the line of each key.

The text is read as a stream of events and never handed to a constructor, so nothing in it can
execute or grow: no tags, no aliases, no merge keys. Values are those of YAML 1.2: text, whole
and decimal numbers, true, false, nothing, lists and mappings. Keys are always text, so that
``2007:`` and ``NO:`` name what they say.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from cagame.errors import ScenarioError
from cagame.scenario.document import Document, KeyPath, quoted, show_path

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The format itself nests eight deep; anything deeper is damage or an attack.
MAXIMUM_DEPTH = 20
#: Room for hundreds of variants that are written out in full, read within a second or two.
MAXIMUM_NODES = 20_000
#: No number of the format needs more, and Python refuses to read very long ones.
MAXIMUM_DIGITS = 40

WHOLE_NUMBER = re.compile(r"[-+]?[0-9]+")
DECIMAL_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
#: Halves of characters, as JSON writes those beyond the first 65,536 in pairs.
HALVES = re.compile("[\ud800-\udfff]")
NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
NOTHING = ("", "~", "null", "Null", "NULL")
TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}

STAR = 'Write the value out; a star that is meant as text stands in quotes: "*".'


def parse_yaml(text: str, path: str | None = None, *, lists: bool = False) -> Document:
    r"""Read YAML from a text; ``path`` is what messages call it.

    The file holds keys; where ``lists`` is true, a list will do.

    Raises `ScenarioError` where it is not plain YAML; with the line, and what to do.

    >>> document = parse_yaml("title: Test\nyears: {end: 2040}")
    >>> document.data, document.line(("years", "end"))
    ({'title': 'Test', 'years': {'end': 2040}}, 2)
    """
    builder = _Builder(path)
    try:
        builder.take(YAML(typ="safe", pure=True).parse(text))
    except (YAMLError, ValueError, OverflowError) as error:
        # The last two: escapes such as "\U99999999" reach Python's own conversions.
        line, what, remedy = _saying(error, text)
        raise ScenarioError(what, path=path, line=line or builder.line, remedy=remedy) from None
    if not isinstance(builder.root, (dict, list) if lists else dict):
        what = "the file is empty" if builder.root is None else "the file holds no keys"
        remedy = "Write one key per line, such as `title: My study`."
        raise ScenarioError(what, path=path, line=1, remedy=remedy)
    return Document(builder.root, path, builder.lines)


def _saying(error: Exception, text: str) -> tuple[int | None, str, str]:
    """Line, finding and remedy for what the parser met; no line where it names none."""
    if isinstance(error, ReaderError):
        line = text.count("\n", 0, int(error.position)) + 1
        what = "a control character stands in the text"
        return line, what, "Delete it, or write the text anew in a plain text editor."
    if not isinstance(error, MarkedYAMLError):
        what = f"this is not YAML: {str(error).splitlines()[0]}"
        return None, what, "Check escapes such as \\x41 in double quotes."
    mark = error.problem_mark or error.context_mark
    at = None if mark is None else int(mark.line) + 1
    what = f"this is not YAML: {error.problem or error.context}"
    if error.context == "while scanning an alias":
        return at, what, STAR
    return at, what, "Check this line and the one above: indentation, colons, quotes, brackets."


@dataclass
class _Open:
    """A list or mapping that is being read; ``key`` waits for its value."""

    value: list[Any] | dict[str, Any]
    where: KeyPath
    key: str | None = None


@dataclass
class _Builder:
    """Builds plain values from YAML events, one at a time, within the limits."""

    path: str | None
    root: Any = None
    lines: dict[KeyPath, int] = field(default_factory=dict)
    line: int = 1
    _open: list[_Open] = field(default_factory=list)
    _nodes: int = 0
    _documents: int = 0

    def take(self, events: Iterable[Any]) -> None:
        """Take all events of a stream."""
        for event in events:
            self.line = line = event.start_mark.line + 1
            if isinstance(event, DocumentStartEvent):
                self._start_document(event, line)
            elif isinstance(event, NodeEvent):
                self._check_node(event, line)
                self._take_node(event, line)
            elif isinstance(event, MappingEndEvent | SequenceEndEvent):
                self._open.pop()

    def _start_document(self, event: DocumentStartEvent, line: int) -> None:
        self._documents += 1
        if self._documents > 1:
            raise self._error(
                line, "a second document starts here", "Delete `---`: one file, one document."
            )
        if event.version or event.tags:
            raise self._error(1, "a % directive stands above the document", "Delete it.")

    def _check_node(self, event: NodeEvent, line: int) -> None:
        if isinstance(event, AliasEvent):
            raise self._error(line, f"*{event.anchor[:20]} refers to another value", STAR)
        if event.anchor is not None:
            remedy = "Delete it and write values out; a text that starts with & stands in quotes."
            raise self._error(line, f"&{event.anchor[:20]} marks a value for reuse", remedy)
        tag = getattr(event, "tag", None)
        if tag is not None:
            remedy = "Delete it: a scenario file holds plain values and nothing that executes."
            raise self._error(line, f"the tag {quoted(str(tag))} is not allowed", remedy)
        if isinstance(event, ScalarEvent) and HALVES.search(str(event.value)):
            what = "an escape stands for half a character, which no text can hold"
            raise self._error(line, what, "Write the character itself.")
        self._nodes += 1
        if self._nodes > MAXIMUM_NODES:
            what = f"the file holds more than {MAXIMUM_NODES} values"
            raise self._error(line, what, "Move strategies to files of their own and name them.")

    def _take_node(self, event: NodeEvent, line: int) -> None:
        parent = self._open[-1] if self._open else None
        if parent is not None and isinstance(parent.value, dict) and parent.key is None:
            parent.key = self._key(event, parent, line)
            self.lines[*parent.where, parent.key] = line
            return
        where = self._place(parent, line)
        if isinstance(event, ScalarEvent):
            self._put(parent, self._scalar(event, where, line))
            return
        value: list[Any] | dict[str, Any] = [] if isinstance(event, SequenceStartEvent) else {}
        self._put(parent, value)
        self._open.append(_Open(value, where))
        if len(self._open) > MAXIMUM_DEPTH:
            what = f"values are nested more than {MAXIMUM_DEPTH} deep"
            raise self._error(line, what, "Check the brackets: nothing in the format is that deep.")

    def _place(self, parent: _Open | None, line: int) -> KeyPath:
        """Key path of the next value; notes the line where no key has done so."""
        if parent is None:
            self.lines[()] = line
            return ()
        if isinstance(parent.value, list):
            where = (*parent.where, len(parent.value))
            self.lines[where] = line
            return where
        return (*parent.where, str(parent.key))

    def _put(self, parent: _Open | None, value: object) -> None:
        if parent is None:
            self.root = value
        elif isinstance(parent.value, list):
            parent.value.append(value)
        else:
            parent.value[str(parent.key)] = value
            parent.key = None

    def _key(self, event: NodeEvent, parent: _Open, line: int) -> str:
        if not isinstance(event, ScalarEvent):
            raise self._error(
                line, "a list or mapping stands where a key belongs", "Keys are plain text."
            )
        key = str(event.value)
        if not key:
            raise self._error(line, "a key is empty", "Write a name in front of the colon.")
        if key == "<<":
            remedy = "Write the keys out, or start a strategy from a named one with `base: NAME`."
            raise self._error(line, "merge keys (<<) are not supported", remedy)
        if key in parent.value:
            first = self.lines[*parent.where, key]
            what = (
                f"the key {show_path((*parent.where, key))} is given twice, first on line {first}"
            )
            raise self._error(line, what, "Keep one of the two.")
        return key

    def _scalar(self, event: ScalarEvent, where: KeyPath, line: int) -> object:
        """Value of a scalar; what stands in quotes is text."""
        text = str(event.value)
        if not event.implicit[0] or event.style:
            return text
        if text in NOTHING:
            return None
        if text in TRUTH:
            return TRUTH[text]
        number = _number(text)
        if number is None:
            return text
        if not math.isfinite(number):
            what = f"{show_path(where)}: {quoted(text)} is not a finite number"
            raise self._error(line, what, "Write a plain number such as 0.25.")
        return number

    def _error(self, line: int, what: str, remedy: str) -> ScenarioError:
        return ScenarioError(what, path=self.path, line=line, remedy=remedy)


def _number(text: str) -> float | int | None:
    """Read a number; infinite where it is too large, None where the text is no number.

    >>> _number("12"), _number("1e-3"), _number(".inf"), _number("1_000")
    (12, 0.001, inf, None)
    """
    if NOT_FINITE.fullmatch(text):
        return math.inf
    if len(text) > MAXIMUM_DIGITS:
        return math.inf if DECIMAL_NUMBER.fullmatch(text) else None
    if WHOLE_NUMBER.fullmatch(text):
        return int(text)
    return float(text) if DECIMAL_NUMBER.fullmatch(text) else None
