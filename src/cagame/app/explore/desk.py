"""What one visitor has before them: an exploration, the run that is shown, and the way between."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from nicegui import run

from cagame.app.look import complain, say
from cagame.errors import CagameError, RunError
from cagame.exploring.link import from_link, to_link
from cagame.exploring.runs import Kept, answered
from cagame.exploring.studies import FIRST_STUDY, of_study, opened, studies
from cagame.exploring.upload import read_upload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from cagame.app.hall import Hall
    from cagame.app.work import Lane
    from cagame.exploring.state import Exploration
    from cagame.exploring.view import View
    from cagame.scenario import Scenario

#: The lane of work that exploring has for itself.
LANE: Lane = "explore"
#: Whose levers are shown first; there is no study without the Union.
FIRST_ACTOR = "eu"


Answer = TypeVar("Answer")


@dataclass
class Desk:
    """What one visitor has before them.

    Attributes
    ----------
    root : folder of kept runs
    chosen : name of the study that the exploration starts from; empty for a link or an upload
    source, given : that study, and the keys of its file
    state : what is set; ``shown`` is what the numbers on the page are of
    gone : whether the visitor has closed the page for good
    """

    hall: Hall
    root: Path
    chosen: str = ""
    source: Scenario | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    state: Exploration | None = None
    shown: Exploration | None = None
    view: View | None = None
    place: int = 0
    actor: str = FIRST_ACTOR
    busy: bool = False
    gone: bool = False
    said: tuple[str, ...] = ()
    _watching: dict[str, list[Callable[[], Any]]] = field(default_factory=dict)

    def on(self, what: str, refresh: Callable[[], Any]) -> None:
        """Call a function whenever something changes: ``state``, ``view``, ``busy``, ``study``."""
        self._watching.setdefault(what, []).append(refresh)

    def tell(self, *whats: str) -> None:
        """Say that something has changed, unless the visitor has left in the meantime."""
        if self.gone:
            return
        for refresh in [each for what in whats for each in self._watching.get(what, [])]:
            refresh()

    @property
    def now(self) -> Exploration:
        """What is set; there is something from the moment that controls are shown."""
        assert self.state is not None  # noqa: S101 (`begin` sets it before anything is built)
        return self.state

    @property
    def is_stale(self) -> bool:
        """Whether the numbers on the page are not those of what is set."""
        return self.shown is None or self.state != self.shown

    @property
    def studies(self) -> dict[str, Path]:
        """Studies to start from."""
        return studies(self.hall.settings.scenarios)

    def leave(self) -> None:
        """Note that nobody looks any more."""
        self.gone = True

    async def begin(self, link: str) -> None:
        """Start from a link, or from the first study where there is none or it is no good."""
        if link:
            with told():
                self.state = await in_a_thread(lambda: from_link(link))
        if self.state is None:
            await self.open_study(FIRST_STUDY)
        self.tell("study", "state")

    async def open_study(self, name: str) -> None:
        """Start from a study."""
        with told():
            path = self.studies[name]
            study, self.given = await in_a_thread(lambda: opened(path))
            self.chosen, self.source = name, study
            self.take(of_study(study, self.given), "study")

    def take(self, state: Exploration, *whats: str) -> None:
        """Set an exploration; whatever is about variants starts from the first one again."""
        before = self.state
        # Other actors have other outcomes, and the study says which comes first.
        kept = before is not None and before.actors == state.actors
        self.state = state.showing(before.outcome) if before and kept else state
        self.place = min(self.place, len(state.variants) - 1)
        if self.actor not in state.cast.by_key:
            self.actor = FIRST_ACTOR
        self.tell("state", *whats)

    def move(self, change: Callable[[Exploration], Exploration], *whats: str) -> None:
        """Change the exploration by one move."""
        with told():
            self.take(change(self.now), *whats)

    async def upload(self, content: bytes) -> None:
        """Start from a file that the visitor hands in."""
        with told():
            handed = await self.hall.work.do(LANE, read_upload, content)
            self.chosen, self.source, self.given = "", handed.study, handed.given
            self.said = handed.said
            self.place = 0
            self.take(handed.state, "study")
            say("Your file is open.")
            await self.run()

    async def run(self) -> None:
        """Run what is set, unless it has been run, and show it."""
        if self.busy:
            return
        self.busy, state = True, self.now
        self.tell("busy")
        with told():
            self.view = await self.hall.work.do(
                LANE, answered, state.keys(), self.root, state.outcome
            )
            self.shown = state
        self.busy = False
        self.tell("busy", "view")

    async def show(self, outcome: str) -> None:
        """Look at another outcome of the same run."""
        self.state = self.now.showing(outcome)
        if self.shown is not None and self.shown.showing(outcome) == self.state:
            await self.run()

    def share_done(self) -> float:
        """Return the share of the run that is done, 0 to 1."""
        return Kept(self.root).share_done(self.now.study) if self.busy else 0.0

    def address(self) -> str:
        """Return the address that leads to what is set. Raises `InputError` if it is too long."""
        return f"/explore?s={to_link(self.now)}"


@contextmanager
def told() -> Iterator[None]:
    """Tell the visitor what goes wrong inside, in one sentence."""
    try:
        yield
    except CagameError as error:
        complain(error)


async def in_a_thread(function: Callable[[], Answer]) -> Answer:
    """Return what a function answers, without holding up anybody else's page.

    Raises `RunError` where the server is being stopped.
    """
    found: list[Answer] = []
    await run.io_bound(lambda: found.append(function()))
    if not found:
        message = "the server is being stopped"
        raise RunError(message, remedy="Open the page again later.")
    return found[0]
