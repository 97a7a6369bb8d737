"""The errors a user can meet, each one readable text: where, what, what to do.

::

    CagameError                 anything that goes wrong here; exit code 1
    ├── InputError              the input is wrong; exit code 2
    │   ├── EvidenceError       a table of facts or numbers
    │   ├── ScenarioError       a scenario, strategy or experiment file
    │   └── ResultsError        a folder of results that is missing or damaged
    └── RunError                the input was right and the run failed; exit code 1
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


class CagameError(Exception):
    """Anything that goes wrong here: the message says where, what and what to do.

    Parameters
    ----------
    what : what is wrong
    path : the file, table or folder it is wrong in
    line : the line in that file, from 1
    remedy : what the user does next

    >>> print(InputError("the shares sum to 0.9", path="my.yaml", line=7, remedy="Reach 1."))
    my.yaml, line 7: the shares sum to 0.9. Reach 1.
    """

    exit_code: ClassVar[int] = 1

    def __init__(
        self,
        what: str,
        *,
        path: object = None,
        line: int | None = None,
        remedy: str | None = None,
    ) -> None:
        # Only `what` goes to Exception, so that the error survives a trip between processes.
        super().__init__(what)
        self.what = what
        self.path = None if path is None else str(path)
        self.line = line
        self.remedy = remedy

    def __str__(self) -> str:
        where = self.path or ""
        if self.line is not None:
            where = f"{where}, line {self.line}" if where else f"line {self.line}"
        text = f"{where}: {self.what}" if where else self.what
        return text if self.remedy is None else f"{text.rstrip('.')}. {self.remedy}"


class InputError(CagameError):
    """The input is wrong."""

    exit_code: ClassVar[int] = 2


class EvidenceError(InputError):
    """A table of facts or numbers cannot be read or used."""


class ScenarioError(InputError):
    """A scenario, strategy or experiment file is wrong."""


class ResultsError(InputError):
    """A folder of results is missing, incomplete or damaged."""


class RunError(CagameError):
    """The input was right and the run failed."""


@dataclass(frozen=True)
class Finding:
    """One breach that a check lists instead of raising: where, what, what to do."""

    where: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}. {self.remedy}"
