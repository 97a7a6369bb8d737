"""What happens around the actors: external scenarios, as lists of dated events."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from cagame.evidence.records import Event
from cagame.scenario.fields import Documented, Finite, Section, Text, Title, Year, problem

#: A rise over more years than the model spans is a slip of the pen.
MAXIMUM_RAMP = 100


def words(value: object) -> object:
    """Accept a target as text or as a list of labels."""
    return tuple(value.split()) if isinstance(value, str) else () if value is None else value


class ExternalEvent(Section):
    """One pressure from a year to a year, rising over a ramp to its full intensity."""

    pressure: Text
    """Name in the table of pressures."""
    target: Annotated[tuple[Text, ...], BeforeValidator(words, json_schema_input_type=str)] = ()
    """One label for each axis of the pressure, * for all; left out where it has no axis."""
    start: Year = Field(alias="from")
    """First year, under the key from."""
    end: Year | None = Field(default=None, alias="to")
    """Last year, under the key to; left out means that it stays."""
    ramp: Annotated[Finite, Field(ge=1, le=MAXIMUM_RAMP)] = 1.0
    """Years until full intensity; the first year has 1/ramp of it."""
    intensity: Finite
    """Full intensity, in the unit of the pressure."""
    low: Finite | None = None
    """Lowest intensity over worlds; without low and high it is certain."""
    high: Finite | None = None
    """Highest intensity over worlds."""
    title: Title | None = None
    """One line, as reports show it."""

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if self.end is not None and self.end < self.start:
            what = f"the event ends in {self.end}, before it starts in {self.start}"
            raise problem(what, "Swap the years `from` and `to`.", "to")
        if (self.low is None) != (self.high is None):
            given, missing = ("high", "low") if self.low is None else ("low", "high")
            what = f"`{given}` is given without `{missing}`"
            raise problem(what, "Give both ends of the range, or neither.", given)
        if self.low is not None and self.high is not None:
            if self.low > self.high:
                what = f"low {self.low:g} is above high {self.high:g}"
                raise problem(what, "Swap the two.", "low")
            if not self.low <= self.intensity <= self.high:
                what = f"{self.intensity:g} lies outside its range, {self.low:g} to {self.high:g}"
                raise problem(what, "Widen the range or change the intensity.", "intensity")
        return self

    def as_event(self, name: str, title: str, **origin: Any) -> Event:  # noqa: ANN401 (as the record)
        """Return the event as a record of the same kind as those of history.

        Parameters
        ----------
        title : where the file gives none
        origin : unit, grade, evidence, source, derivation and place of the record
        """
        return Event(
            name=name,
            title=self.title or title,
            pressure=self.pressure,
            target=self.target,
            start=self.start,
            end=self.end,
            ramp=self.ramp,
            intensity=self.intensity,
            low=self.intensity if self.low is None else self.low,
            high=self.intensity if self.high is None else self.high,
            **origin,
        )


class ExternalScenario(Documented):
    """A course of the world around the actors; calm is the one without events."""

    listed: tuple[ExternalEvent, ...] = Field(default=(), alias="events")
    """Dated events, under the key events."""

    @model_validator(mode="after")
    def _has_no_twins(self) -> Self:
        seen: dict[str, int] = {}
        for position, event in enumerate(self.listed):
            key = _event_name(self, event)
            if key in seen:
                what = f"this event is the same as item {seen[key] + 1}: pressure, target and year"
                remedy = "Make one event of the two: their worlds would draw the same intensity."
                raise problem(what, remedy, "events", position)
            seen[key] = position
        return self

    @property
    def events(self) -> tuple[Event, ...]:
        """Events as records of the same kind as those of history.

        Each name holds the scenario, pressure, target and year, so that an event's draw does not
        depend on the events around it.
        """
        return tuple(
            event.as_event(
                _event_name(self, event),
                self.label,
                unit="",
                grade=self.grade,
                evidence=self.evidence,
                source="",
                derivation="",
                where=f"external scenario {self.name}",
            )
            for event in self.listed
        )


def _event_name(scenario: ExternalScenario, event: ExternalEvent) -> str:
    target = " ".join(event.target)
    return f"{scenario.name}: {event.pressure}[{target}] {event.start}"
