"""From pydantic's findings to one sentence, its line and what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from cagame.scenario.document import Document, KeyPath, quoted, show, suggest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pydantic_core import ErrorDetails

    from cagame.errors import ScenarioError

Model = TypeVar("Model", bound=BaseModel)
Saying = tuple[str, str]

#: Pydantic marks a finding about a key, not its value, with this last step.
KEY_MARK = "[key]"


def validate(
    model: type[Model],
    data: object,
    document: Document,
    where: KeyPath = (),
    patrons: Iterable[str] | None = None,
) -> Model:
    """Check data that stands at a key path of a document, and return it as a model.

    ``patrons`` are the labels that count, where they are not just those of the tables. Raises
    `ScenarioError` for the finding that stands first in the document.
    """
    try:
        known = None if patrons is None else {"patrons": tuple(patrons)}
        return model.model_validate(data, context=known)
    except ValidationError as error:
        findings = [_finding(details, where) for details in error.errors(include_url=False)]
        first = min(findings, key=lambda found: document.line(found[0]) or 0)
        raise _error(document, first) from None


def _error(document: Document, finding: tuple[KeyPath, Saying]) -> ScenarioError:
    at, (what, remedy) = finding
    return document.error(at, what, remedy)


def _finding(details: ErrorDetails, where: KeyPath) -> tuple[KeyPath, Saying]:
    context: Mapping[str, Any] = details.get("ctx", {})
    at = (*where, *(step for step in details["loc"] if step != KEY_MARK))
    if details["type"] == "cagame":
        return (*at, *context["at"]), (context["what"], context["remedy"])
    say = SAYINGS.get(details["type"])
    if say is not None:
        return at, say(details["input"], context, at)
    return at, (f"{details['msg']}, not {show(details['input'])}", "Change the value.")


def _wants(kind: str, example: str) -> Callable[..., Saying]:
    return lambda value, _context, _at: (
        f"must be {kind}, not {show(value)}",
        f"Write {example}.",
    )


def _limit(words: str, key: str) -> Callable[..., Saying]:
    return lambda value, context, _at: (
        f"must be {words} {context[key]:.12g}, not {show(value)}",
        "Change the number, and check its unit.",
    )


def _missing(_value: object, _context: Mapping[str, Any], at: KeyPath) -> Saying:
    return "this key is missing", f"Add a line `{at[-1]}: ...`."


def _choice(value: object, context: Mapping[str, Any], _at: KeyPath) -> Saying:
    allowed = re.findall(r"'([^']*)'", context["expected"])
    return f"{quoted(value)} is unknown here", suggest(value, allowed)


def _too_long(value: object, context: Mapping[str, Any], _at: KeyPath) -> Saying:
    length = len(value) if isinstance(value, str | list | tuple) else "more"
    most = context["max_length"]
    return f"must have at most {most} characters, not {length}", "Shorten it."


MAPPING = _wants("a mapping of keys to values", "its keys below it, indented, or in {braces}")
LIST = _wants("a list", "its items as lines that start with `- `, or in [brackets]")
WHOLE_NUMBER = _wants("a whole number", "digits only, such as 1000")

SAYINGS: Mapping[str, Callable[..., Saying]] = {
    "missing": _missing,
    "model_type": MAPPING,
    "dict_type": MAPPING,
    "tuple_type": LIST,
    "list_type": LIST,
    "string_type": _wants("text", 'it in quotes, such as "2025"'),
    "int_type": WHOLE_NUMBER,
    "int_from_float": WHOLE_NUMBER,
    "float_type": _wants("a number", "a plain number such as 0.25"),
    "bool_type": _wants("true or false", "true or false"),
    "finite_number": _wants("a finite number", "a plain number such as 0.25"),
    "greater_than_equal": _limit("at least", "ge"),
    "less_than_equal": _limit("at most", "le"),
    "literal_error": _choice,
    "string_too_short": _wants("a text that is not empty", "a few words"),
    "string_too_long": _too_long,
}
