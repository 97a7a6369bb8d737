"""As many member states as one likes: one of the tables, split into equal ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cagame.evidence import Evidence, Number

#: The member of the tables that stands for several states.
OTHERS = "REST"
COUNT = "member_count"
#: What the new members are called together, and what their labels begin with.
GROUP, STEM = "equal", "M"


def split_members(evidence: Evidence, into: int, label: str = OTHERS) -> dict[str, Any]:
    """Return the keys of a file of actors in which one member is split into equal ones.

    What the member has of a whole is divided among them, and so is the number of states that it
    stands for; all else they share. So the Council's compromise, what is spent and what is lost
    to duplication stay what they were.

    Parameters
    ----------
    into : number of equal members
    label : the member of the tables that is split

    >>> from cagame.evidence import Evidence
    >>> keys = split_members(Evidence.load(), 21)
    >>> len(keys["members"]), keys["groups"]["equal"][:2]
    (27, ['M1', 'M2'])
    """
    labels = [f"{STEM}{number}" for number in range(1, into + 1)]
    kept = {m: evidence.axes.name_of(m) for m in evidence.axes.members if m != label}
    name = evidence.axes.name_of(label)
    return {
        "name": f"{len(kept) + into}-members",
        "title": f"{name} split into {into}",
        "members": kept | {each: f"{name}, {each}" for each in labels},
        "groups": {GROUP: labels},
        "numbers": [
            _row(number, label, into)
            for number in evidence.numbers.values()
            if label in number.index
        ],
    }


def _row(number: Number, label: str, into: int) -> dict[str, Any]:
    divided = number.simplex_axis == "member" or number.name == COUNT
    parts = into if divided else 1
    ends = {"low": number.low / parts, "high": number.high / parts}
    return {
        "name": number.name,
        "index": " ".join(GROUP if each == label else each for each in number.index),
        "value": number.value / parts,
        **(ends if number.low < number.high else {}),
        "distribution": number.distribution,
        "role": number.role,
        "grade": number.grade,
        "evidence": list(number.evidence),
        "source": number.source,
        "derivation": number.derivation + (f" Divided by {into}." if divided else ""),
    }
