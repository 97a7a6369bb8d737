"""Factors of a Saltelli design: which numbers, levers and shocks vary together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cagame.evidence.provenance import sources_of
from cagame.scenario.document import quoted, suggest
from cagame.worlds import EVENT, SHOCKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cagame.evidence import Evidence
    from cagame.scenario.document import Document

GRADE, SOURCE, EVENTS, REST = "grade ", "source ", "events", "rest"


def factors_of(
    document: Document,
    chosen: Mapping[str, Iterable[str]],
    evidence: Evidence,
    external: Iterable[str],
    columns: Iterable[str],
) -> dict[str, frozenset[str]]:
    """Return what varies together, by factor.

    Parameters
    ----------
    chosen : by factor: numbers by name or key, ``grade NAME``, ``source KEY``, ``events``,
        ``shocks``, the key of a lever, or ``rest`` for all that is in no other factor
    external : names of uncertain events of the external scenarios
    columns : columns of levers that are drawn

    Raises
    ------
    ScenarioError
        Where a name stands for nothing, or something is in two factors.
    """
    members = _members(evidence, list(external), list(columns))
    everything = frozenset().union(*members.values())
    taken: dict[str, str] = {}
    found: dict[str, frozenset[str]] = {}
    for factor, names in chosen.items():
        inside: set[str] = set()
        for position, name in enumerate(names):
            at = ("factors", factor, position)
            if name == REST:
                continue
            if name not in members:
                what = f"{quoted(name)} is nothing that varies"
                raise document.error(at, what, suggest(name, members, "`cagame evidence`"))
            for each in sorted(members[name]):
                if taken.setdefault(each, factor) != factor:
                    what = f"{each} is in the factor {taken[each]} already"
                    raise document.error(at, what, "Put it into one factor only.")
            inside |= members[name]
        found[factor] = frozenset(inside)
    with_rest = [factor for factor, names in chosen.items() if REST in names]
    for factor in with_rest[1:]:
        what = f"the rest is in the factor {with_rest[0]} already"
        raise document.error(("factors", factor), what, "Put it into one factor only.")
    for factor in with_rest:
        found[factor] |= everything - frozenset(taken)
    return found


def _members(
    evidence: Evidence, external: list[str], columns: list[str]
) -> dict[str, frozenset[str]]:
    """Return the columns that each word of a design file stands for."""
    words: list[tuple[str, str]] = []
    for number in (n for n in evidence.numbers.values() if n.is_uncertain):
        called = [number.key, number.name, GRADE + number.grade]
        called += [SOURCE + source for source in sources_of(evidence, number)]
        words += [(word, number.key) for word in called]
    for event in (e for e in evidence.events if e.is_uncertain):
        called = [EVENTS, EVENT + event.name, GRADE + event.grade]
        called += [SOURCE + source for source in sources_of(evidence, event)]
        words += [(word, EVENT + event.name) for word in called]
    words += [(EVENTS, EVENT + name) for name in external]
    # All shares of one lever go by its name as well.
    words += [(word, c) for c in columns for word in (c, ".".join(c.split(".")[:2]))]
    words.append((SHOCKS, SHOCKS))
    members: dict[str, set[str]] = {}
    for word, column in words:
        members.setdefault(word, set()).add(column)
    return {word: frozenset(inside) for word, inside in members.items()}
