"""An exploration as a short text that fits a link, and back.

The text is the scenario file's keys, packed. Whoever opens a link may have written it by hand, so
it is bounded before it is unpacked, and read by the same code as a scenario file.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from typing import TYPE_CHECKING, Any

from cagame.errors import CagameError, InputError
from cagame.exploring.cast import cast_of
from cagame.exploring.state import (
    FIRST_OUTCOME,
    MOST_VARIANTS,
    WORLDS,
    Compared,
    Exploration,
)
from cagame.scenario.yaml_text import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The way of packing; a later one gets another number.
VERSION = "1"
#: Longer links are cut by mail programs and refused by servers.
LONGEST = 6000
#: What a link holds when unpacked.
LARGEST = 60_000
START_AGAIN = "Ask for the link again, or start from a study."
#: Keys that a link leaves out where they say this.
USUAL: Mapping[str, Any] = {
    "years": [2025, 2040],
    "worlds": WORLDS,
    "sampling": "latin-hypercube",
    "outcome": FIRST_OUTCOME,
    "external": "calm",
    "parameters": {},
    "seed": 0,
    "actors": None,
}
#: What JSON may leave as it is and YAML reads in its own way, or not at all.
UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
KNOWN = ("title", "question", "variants", *USUAL)


def to_link(state: Exploration) -> str:
    """Return an exploration as letters, digits, dots, hyphens and underscores.

    Raises
    ------
    InputError
        Where it is too large for a link, such as with whole strategies written by hand.
    """
    text = json.dumps(_packed(state), separators=(",", ":"), ensure_ascii=False)
    text = UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    packed = base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")
    link = f"{VERSION}.{packed}"
    if len(link) > LONGEST:
        message = "this exploration is too large for a link"
        raise InputError(message, remedy="Share its scenario file instead.")
    return link


def from_link(text: str) -> Exploration:
    """Return the exploration that a link holds, checked as a scenario file is.

    Raises
    ------
    InputError
        Where it is damaged, too large, of another version, or says what no scenario file may say.
    """
    keys = parse_yaml(_unpacked(text)).data
    unknown = [key for key in keys if key not in KNOWN]
    if unknown:
        message = "this link holds keys that are unknown here"
        raise InputError(message, remedy=START_AGAIN)
    try:
        state = _state(dict(USUAL) | keys)
    except CagameError:
        raise
    except (TypeError, ValueError, KeyError, AttributeError):
        message = "this link is damaged"
        raise InputError(message, remedy=START_AGAIN) from None
    # The loader of scenario files has the last word.
    _ = state.study
    return state


def _packed(state: Exploration) -> dict[str, Any]:
    keys: dict[str, Any] = {
        "title": state.title,
        "question": state.question,
        "variants": [
            [v.name, dict(v.choices), v.title] if v.title else [v.name, dict(v.choices)]
            for v in state.variants
        ],
        "external": state.external,
        "parameters": dict(state.parameters),
        "years": list(state.years),
        "worlds": state.worlds,
        "seed": state.seed,
        "sampling": state.sampling,
        "outcome": state.outcome,
        "actors": state.actors,
    }
    return {key: value for key, value in keys.items() if value != USUAL.get(key)}


def _unpacked(text: str) -> str:
    version, dot, packed = text.partition(".")
    if len(text) > LONGEST:
        message = f"this link is longer than {LONGEST:,} letters"
        raise InputError(message, remedy=START_AGAIN)
    if version != VERSION or not dot:
        message = "this link is of no version known here"
        raise InputError(message, remedy=START_AGAIN)
    reader = zlib.decompressobj()
    try:
        content = base64.b64decode(packed + "=" * (-len(packed) % 4), altchars=b"-_", validate=True)
        plain = reader.decompress(content, LARGEST + 1)
        text = plain[:LARGEST].decode(errors="strict" if len(plain) <= LARGEST else "ignore")
    except (binascii.Error, zlib.error, ValueError):
        message = "this link is damaged"
        raise InputError(message, remedy=START_AGAIN) from None
    if len(plain) > LARGEST:
        message = "this link holds more than a page can show"
        raise InputError(message, remedy=START_AGAIN)
    if not reader.eof or reader.unused_data:
        message = "this link is cut off"
        raise InputError(message, remedy=START_AGAIN)
    return text


def _state(keys: Mapping[str, Any]) -> Exploration:
    variants = keys["variants"]
    if not isinstance(variants, list) or len(variants) > MOST_VARIANTS:
        message = f"a link holds one to {MOST_VARIANTS} variants"
        raise InputError(message, remedy=START_AGAIN)
    decision, end = keys["years"]
    outcome, actors = str(keys["outcome"]), keys["actors"]
    if outcome not in cast_of(actors).outcomes:
        message = "this link shows an outcome that is unknown here"
        raise InputError(message, remedy=START_AGAIN)
    return Exploration(
        title=keys["title"],
        question=keys["question"],
        variants=tuple(_variant(each) for each in variants),
        external=keys["external"],
        parameters=dict(keys["parameters"]),
        years=(decision, end),
        worlds=keys["worlds"],
        seed=keys["seed"],
        sampling=keys["sampling"],
        outcome=outcome,
        actors=actors,
    )


def _variant(given: Any) -> Compared:  # noqa: ANN401 (whatever the link holds)
    name, choices, *title = given
    return Compared(str(name), dict(choices), str(title[0]) if title else "")
