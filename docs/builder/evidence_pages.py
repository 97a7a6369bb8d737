"""Pages about numbers, facts, sources, events and outcomes."""

from __future__ import annotations

from itertools import groupby

from writing import facts, number, page, plain, table

from cagame.evidence import Evidence, Fact, Number
from cagame.evidence.records import MEANINGS

NUMBERS = """\
Every number of the model, with the range it is swept over and where it comes from. \
`cagame evidence NAME` says the same in a terminal, and what a number feeds."""
OUTCOMES = """\
What a run reports for every world and year. A study lists some under `outcomes`; left out, it \
means all."""
TABLES = {
    "parameters": "Parameters",
    "initial_state": "The state of 2007",
    "member_states": "Member states",
}


def pages() -> dict[str, str]:
    """Return the pages by name."""
    evidence = Evidence.load()
    return {
        "parameters": _numbers(evidence),
        "events": _events(evidence),
        "ledger": _ledger(evidence),
        "outcomes": _outcomes(evidence),
        "sources": _sources(evidence),
    }


def _numbers(evidence: Evidence) -> str:
    graded = table(
        ("grade", "what it means", "numbers"),
        [
            (grade, meaning, str(sum(n.grade == grade for n in evidence.numbers.values())))
            for grade, meaning in MEANINGS.items()
        ],
    )
    parts = [NUMBERS, graded]
    for file, rows in groupby(evidence.numbers.values(), key=_table_of):
        parts.append(f"## {TABLES.get(file, file)}")
        for name, numbers in groupby(rows, key=lambda each: each.name):
            parts += _numbers_named(name, list(numbers))
    return page("Numbers", "the tables in src/cagame/data", *parts)


def _table_of(each: Number) -> str:
    return each.where.rpartition("/")[2].partition(".")[0]


def _numbers_named(name: str, numbers: list[Number]) -> list[str]:
    first = numbers[0]
    symbol = f", `{first.symbol}` in equations" if first.symbol else ""
    rows = [
        (
            " ".join(each.index) or "(one number)",
            number(each.value),
            "" if each.low == each.high else f"{number(each.low)} to {number(each.high)}",
            each.distribution,
            each.grade,
            ", ".join(filter(None, (facts(each.evidence), plain(each.source)))),
            plain(each.derivation),
        )
        for each in numbers
    ]
    head = ("index", "value", "range", "distribution", "grade", "rests on", "why")
    return [f"### {name}", f"In {first.unit}{symbol}.", table(head, rows)]


def _events(evidence: Evidence) -> str:
    pressures = table(
        ("pressure", "for each", "combines by", "unit", "meaning"),
        [
            (f"`{p.name}`", ", ".join(p.axes) or "region", p.combine, p.unit, plain(p.meaning))
            for p in evidence.pressures.values()
        ],
    )
    rows = [
        (
            f"`{e.name}`",
            plain(e.title),
            f"`{e.pressure}` {' '.join(e.target)}",
            f"{e.start} to {e.end or 'the end'}",
            f"{number(e.intensity)} ({number(e.low)} to {number(e.high)})",
            e.grade,
            facts(e.evidence),
            plain(e.derivation),
        )
        for e in evidence.events
    ]
    head = ("event", "title", "pressure", "years", "intensity", "grade", "rests on", "why")
    return page(
        "Events and pressures",
        "events.csv and pressures.csv",
        "Everything that has a date is an event. It pushes one pressure, from a year on.",
        "## Pressures",
        pressures,
        "## Events of history, and those under way",
        table(head, rows),
    )


def _ledger(evidence: Evidence) -> str:
    parts = ["What the documents say, one fact at a time, and which grade of number it allows."]
    for document, rows in groupby(evidence.facts.values(), key=lambda each: each.document):
        source = evidence.sources.get(document)
        parts.append(f"## {plain(source.title if source else document)}")
        parts.append(table(("fact", "where", "what it says", "year", "grade"), map(_fact, rows)))
    return page("The ledger of facts", "ledger.csv", *parts)


def _fact(each: Fact) -> tuple[str, ...]:
    anchor = f'<a id="{each.id.lower()}"></a>{each.id}'
    return (anchor, plain(each.locator), plain(each.fact), each.year, each.grade)


def _outcomes(evidence: Evidence) -> str:
    parts = [OUTCOMES]
    for group, rows in groupby(evidence.outcomes.values(), key=lambda each: each.group):
        parts.append(f"## {group}")
        cells = [(f"`{o.name}`", plain(o.label), o.unit, o.better, plain(o.meaning)) for o in rows]
        parts.append(table(("name", "label", "unit", "better", "meaning"), cells))
    return page("Outcomes", "outcomes.csv", *parts)


def _sources(evidence: Evidence) -> str:
    rows = [
        (
            f"`{s.key}`",
            s.kind,
            plain(s.title),
            plain("; ".join(f"{key}: {value}" for key, value in s.details.items())),
        )
        for s in evidence.sources.values()
    ]
    return page("Sources", "sources.yaml", table(("key", "kind", "title", "details"), rows))
