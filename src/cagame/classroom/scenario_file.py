"""The game as a scenario file: `cagame run` replays it to the same numbers.

The file needs no other one: strategies and events stand in it in full. Its variants are the game
as played, the game without any choice, and for each seat the game in which it had stayed with
what it did before; so the differences that the class saw can be found in the tables of the run.
"""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from cagame.classroom.ledger import happenings, strategy_of
from cagame.classroom.lesson import MEMBERS
from cagame.classroom.plans import plans_of
from cagame.classroom.words import actor_name
from cagame.model import shared_evidence
from cagame.scenario import Scenario
from cagame.scenario.fields import TITLE_LENGTH
from cagame.scenario.plans import plan_keys
from cagame.scenario.yaml_file import MAXIMUM_BYTES
from cagame.scenario.yaml_text import MAXIMUM_NODES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cagame.classroom.ledger import Ledger
    from cagame.classroom.lesson import Lesson, Round

AS_PLAYED, STAYED = "as-played", "stayed"
#: What the run draws: what each seat's own choices changed, at the end and over the years.
PLOTS = ("heatmap", "differences")
#: Lines of the file are not much longer.
WIDTH = 96


def game_study(lesson: Lesson, ledger: Ledger, until: int | None = None) -> Scenario:
    """Return the game as a study, up to a round or to the end."""
    return Scenario.from_mapping(_keys(lesson, ledger, until, stayed=True), shared_evidence())


def game_text(
    lesson: Lesson,
    ledger: Ledger,
    *,
    until: int | None = None,
    teams: Mapping[str, str] | None = None,
) -> str:
    """Return the game as the text of a scenario file.

    Parameters
    ----------
    until : the last round to write; all rounds unless given
    teams : names of teams by seat, for the comments

    The variants in which one seat stayed are left out where the file would become too large.
    """
    comments = "".join(f"# {line}".rstrip() + "\n" for line in _told(lesson, ledger, until, teams))
    for stayed in (True, False):
        keys = _keys(lesson, ledger, until, stayed=stayed)
        text = f"{comments}\n{_dumped(keys)}"
        if _nodes(keys) <= MAXIMUM_NODES and len(text.encode()) <= MAXIMUM_BYTES:
            break
    return text


def variant_without(seat: str) -> str:
    """Name of the variant in which a seat stayed with what it did before.

    >>> variant_without("KZ")
    'kz-stayed'
    """
    return f"{seat.lower()}-{STAYED}"


def _keys(lesson: Lesson, ledger: Ledger, until: int | None, *, stayed: bool) -> dict[str, Any]:
    last = lesson.round(len(lesson.rounds) if until is None else until)
    played = ledger.until(last.number)
    keys = lesson.study.as_mapping()
    variants = {AS_PLAYED: _variant(lesson, played, last.last, "As the class played")}
    variants |= keys["variants"]
    for seat in lesson.in_order(played.seats) if stayed else ():
        title = f"As played, but {_stayed(lesson, seat)}"
        variants[variant_without(seat)] = _variant(lesson, played.without(seat), last.last, title)
    external = happenings(lesson, played)
    # A run shows the first outcomes first: what the class played for.
    first = dict.fromkeys(lesson.payoff(seat) for seat in lesson.in_order(played.seats))
    return keys | {
        "title": f"A class game: {keys['title']}"[:TITLE_LENGTH],
        "question": _question(lesson, last),
        "rationale": "What a class played, with what would have been had nobody chosen anything.",
        "years": keys["years"] | {"end": last.last},
        "reference": AS_PLAYED,
        "variants": variants,
        "external": [
            external.model_dump(mode="json", by_alias=True, exclude_none=True)
            if played.events
            else "calm"
        ],
        "outcomes": [*first, *(name for name in keys["outcomes"] if name not in first)],
        "plots": list(PLOTS),
    }


def _question(lesson: Lesson, last: Round) -> str:
    """Return what can be asked of the game; what its study asks, another end may answer."""
    begun = lesson.rounds[0].first
    return (
        f"A class played the years {begun} to {last.last}. How did each seat stand in "
        f"{last.last}, and what would have been had it gone on as before?"
    )


def _variant(lesson: Lesson, ledger: Ledger, end: int, title: str) -> dict[str, Any]:
    plans = plans_of(lesson, ledger)
    played = [actor for actor in lesson.cast.actors if actor.label in plans]
    # What the Union goes on with may change by itself after the file's last year.
    begun = {a.key: tuple(step for step in plans[a.label] if step.start <= end) for a in played}
    return {"title": title, **{key: plan_keys(plan) for key, plan in begun.items()}}


def _stayed(lesson: Lesson, seat: str) -> str:
    if seat == MEMBERS:
        return "the EU institutions set the levers of the members"
    return f"{actor_name(seat, lesson.cast)} goes on as before"


def _told(
    lesson: Lesson, ledger: Ledger, until: int | None, teams: Mapping[str, str] | None
) -> Iterator[str]:
    """Comments: where the file comes from, and who chose what when."""
    yield "A game that a class played. `cagame run` on this file gives the numbers of the game."
    yield "The strategies stand here in full, with the dates of their rounds."
    if lesson.equal_budgets:
        yield "Every strategy has budget 1, that of the year: nobody could win by spending."
    if MEMBERS in ledger.seats:
        yield "Strategies of the EU are those of its institutions with the levers that the group of"
        yield "member states holds put in, from the group's first choice on."
    for number in range(1, (until or len(lesson.rounds)) + 1):
        during = lesson.round(number)
        yield ""
        yield f"Round {number}, {during.first} to {during.last}"
        chosen = {seat: choice for when, seat, choice in ledger.choices if when == number}
        for seat in lesson.in_order(chosen):
            choice = json.loads(chosen[seat])
            yield _one_line(f"  {_move(lesson, number, seat, choice, teams or {})}")
        begun = [name for when, name in ledger.events if when == number]
        for name in begun:
            yield f"  The teacher let happen: {name}"
        if not chosen and not begun:
            yield "  Nothing new"


def _move(
    lesson: Lesson,
    number: int,
    seat: str,
    choice: object,
    teams: Mapping[str, str],
) -> str:
    """What a seat chose, in words."""
    name = actor_name(seat, lesson.cast)
    team = f" (team {teams[seat]})" if seat in teams else ""
    base = f", from {choice['base']}" if isinstance(choice, dict) and "base" in choice else ""
    return f"{name}{team}: {strategy_of(lesson, seat, number, choice).label}{base}"


def _one_line(text: str) -> str:
    """Keep words of teams from ending a comment."""
    return "".join(each if each.isprintable() else " " for each in text)


def _dumped(keys: Mapping[str, Any]) -> str:
    stream = io.StringIO()
    yaml = YAML()
    yaml.default_flow_style = None
    yaml.width = WIDTH
    yaml.dump(dict(keys), stream)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


def _nodes(value: object) -> int:
    """Count values as the reader of files does.

    >>> _nodes({"a": [1, 2]})  # the mapping, its key, the list and its items
    5
    """
    if isinstance(value, dict):
        return 1 + sum(1 + _nodes(inside) for inside in value.values())
    return 1 + sum(map(_nodes, value)) if isinstance(value, list | tuple) else 1
