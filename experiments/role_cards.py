"""Fill the tables of docs/teaching from the tables of evidence and the model.

    python experiments/role_cards.py

Each page keeps its words and says in comments what it wants; what stands between such a comment
and ``<!-- end -->`` is replaced:

    <!-- facts E034 E207 -->    a line per fact, as the ledger has it
    <!-- start eu -->           influence at the start of the game, median over worlds
    <!-- goals eu -->           what the seat plays for, with weights
    <!-- strategies eu -->      what the library offers to it
    <!-- events -->             what a teacher can let happen
    <!-- cited -->              every fact that a page of the folder cites, with its document
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cagame.classroom import Engine, Ledger, Lesson, briefing
from cagame.scenario import Library, Scenario

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cagame.classroom import Briefing
    from cagame.evidence.records import Fact

PAGES = Path(__file__).parents[1] / "docs" / "teaching"
#: The study that the lesson plan plays.
STUDY = "classroom"
#: A comment that asks for lines, and the lines that stand there now.
PLACE = re.compile(
    r"<!-- (facts|start|goals|strategies|events|cited) ?([^>]*?) ?-->\n.*?<!-- end -->", re.DOTALL
)
FACT = re.compile(r"\bE\d{3}\b")
#: What a reader of a fact should know about it.
GRADES = {"assumption": "assumed", "derived": "our count from stated figures"}


@dataclass(frozen=True)
class Cards:
    """The lines of a page.

    Parameters
    ----------
    pages : text of all pages of the folder, by file name
    """

    pages: dict[str, str]

    @cached_property
    def engine(self) -> Engine:
        """The lesson as `cagame app` offers it, before anybody has chosen."""
        return Engine(Lesson.of(Scenario.load(STUDY)))

    @cached_property
    def briefings(self) -> dict[str, Briefing]:
        """What each seat knows before the first round."""
        seats = self.engine.lesson.seats
        return {seat: briefing(self.engine, Ledger(), 1, seat) for seat in seats}

    def facts(self, wanted: str) -> Iterator[str]:
        """Write facts as a list."""
        for name in wanted.split():
            fact = self.engine.evidence.facts[name]
            grade = GRADES.get(fact.grade)
            yield f"- {fact.fact}. ({name}{f', {grade}' if grade else ''})"

    def start(self, seat: str) -> Iterator[str]:
        """Write shares of influence in one row: over each state, or of each patron."""
        shares = self.briefings[seat].influence
        axes = self.engine.evidence.axes
        yield from _table(
            ["", *(axes.name_of(label) for label in shares)],
            [["share of influence, %", *(f"{100 * share:.0f}" for share in shares.values())]],
        )

    def goals(self, seat: str) -> Iterator[str]:
        """Write what counts for a seat, and how much."""
        rows = [
            [
                goal.words,
                f"{goal.weight:+.2f}".replace("-", "\N{MINUS SIGN}"),
                ", ".join(goal.evidence),
            ]
            for goal in self.briefings[seat].goals
        ]
        yield from _table(["you gain or lose when", "weight", "why it is a goal"], rows)

    def strategies(self, seat: str) -> Iterator[str]:
        """Write what the library offers to a seat."""
        rows = [
            [entry.title, f"`{entry.name}`", ", ".join(entry.evidence)]
            for entry in self.briefings[seat].strategies
        ]
        yield from _table(["strategy", "name in files", "facts behind it"], rows)

    def events(self, _wanted: str) -> Iterator[str]:
        """Write what a teacher can let happen; calm is nothing that begins."""
        rows = [
            [entry.title, f"`{entry.name}`", ", ".join(entry.evidence)]
            for entry in Library().list("external")
            if entry.name != "calm"
        ]
        yield from _table(["event", "name in files", "facts behind it"], rows)

    def cited(self, _wanted: str) -> Iterator[str]:
        """Write every fact that some page cites; this one is left out, as it would cite all."""
        words = "\n".join(text for text in self.pages.values() if "<!-- cited" not in text)
        facts = self.engine.evidence.facts
        rows = [
            [name, facts[name].fact, self._place(facts[name]), facts[name].grade]
            for name in sorted(set(FACT.findall(words)))
        ]
        yield from _table(["id", "fact, in our words", "where it stands", "grade"], rows)

    def _place(self, fact: Fact) -> str:
        """Say in which document and where in it a fact stands; some are about what none says."""
        if not fact.document:
            return "in no document"
        return f"{self.engine.evidence.sources[fact.document].details['short']}, {fact.locator}"


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    heads = list(heads)
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def filled(cards: Cards, page: str) -> str:
    """Return a page with all its lines written anew."""

    def lines(found: re.Match[str]) -> str:
        kind, wanted = found.groups()
        head = f"<!-- {kind}{f' {wanted}' if wanted else ''} -->"
        return "\n".join([head, *getattr(cards, kind)(wanted), "<!-- end -->"])

    return PLACE.sub(lines, page)


def read_pages() -> dict[str, str]:
    """Return all pages of the folder by name."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(PAGES.glob("*.md"))}


def main() -> None:
    """Write all pages; the list of cited facts last, as it reads the others."""
    cards = Cards(read_pages())
    for name, text in cards.pages.items():
        if "<!-- cited" not in text:
            cards.pages[name] = filled(cards, text)
    for name, text in cards.pages.items():
        (PAGES / name).write_text(filled(cards, text), encoding="utf-8")


if __name__ == "__main__":
    main()
