"""The results of a sweep: blocks on disk, read as arrays, as frames, or by SQL."""

from __future__ import annotations

from functools import cached_property
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from cagame.errors import InputError, ResultsError
from cagame.results.paired import QUANTILES, quantiles
from cagame.sweep.blocks import OUTCOMES, WORLDS, Place
from cagame.sweep.manifest import read_manifest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from cagame.axes import Array

#: Numbers that the summary holds in memory at once.
AT_ONCE = 20_000_000
#: Memory that a query may take before it goes on on disk.
QUERY_MEMORY = "700MB"


class SweepResults:
    """The results of one sweep, finished or not, read from its folder.

    Parameters
    ----------
    folder : where ``cagame sweep`` writes them
    check : whether to compare every block with its checksum before anything is read from it

    Raises
    ------
    ResultsError
        Where the folder holds no sweep, or its manifest is damaged.
    """

    def __init__(self, folder: str | Path, *, check: bool = True) -> None:
        self.folder = Path(folder)
        self._check = check
        self.manifest = read_manifest(self.folder)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The blocks that are done, in order.

        Raises
        ------
        ResultsError
            Where one of them is damaged, or none is there.
        """
        places = [Place(self.folder, stem) for stem in self.manifest["blocks"]]
        if self._check:
            found = [(place, place.state()) for place in places]
            damaged = [place.stem for place, state in found if state == "damaged"]
            if damaged:
                message = f"{len(damaged)} of {len(places)} blocks are damaged ({damaged[0]})"
                remedy = "Run the same `cagame sweep` again: it makes damaged blocks anew."
                raise ResultsError(message, path=self.folder, remedy=remedy)
            done = tuple(place for place, state in found if state == "done")
        else:
            done = tuple(place for place in places if place.receipt.is_file())
        if not done:
            message, remedy = "no block is done yet", "Run `cagame sweep` first."
            raise ResultsError(message, path=self.folder, remedy=remedy)
        return done

    @property
    def complete(self) -> bool:
        """Whether all blocks are done."""
        return len(self.places) == len(self.manifest["blocks"])

    @property
    def outcome_names(self) -> tuple[str, ...]:
        """Outcomes that the sweep kept."""
        return tuple(self.manifest["design"]["study"]["outcomes"])

    # SQL.

    def connect(self) -> duckdb.DuckDBPyConnection:
        """Return a DuckDB connection with the views ``outcomes`` and ``worlds``.

        ``outcomes`` has a row for each future, world and year; ``worlds`` one for each world, with
        its levers and the numbers that the design keeps. ``world`` (and ``matrix``, and crossed
        numbers) join them.
        """
        try:
            import duckdb  # noqa: PLC0415 (an extra that only queries need)
        except ImportError as error:
            message = "DuckDB is not installed"
            raise InputError(message, remedy="Install it: pip install 'cagame[sweep]'.") from error
        connection = duckdb.connect()
        connection.execute(f"SET memory_limit = '{QUERY_MEMORY}'")
        for view, part in (("outcomes", OUTCOMES), ("worlds", WORLDS)):
            paths = [str(getattr(place, part)) for place in self.places]
            connection.read_parquet(paths).create_view(view)
        return connection

    def query(self, sql: str) -> pd.DataFrame:
        """Answer an SQL question over all blocks; see `connect` for the tables.

        Raises
        ------
        InputError
            Where DuckDB refuses the question.
        """
        with self.connect() as connection:
            import duckdb  # noqa: PLC0415 (it is there: we are connected)

            try:
                answer: duckdb.DuckDBPyRelation | None = connection.sql(sql)
                # Without a question there is no answer.
                found: pd.DataFrame = pd.DataFrame() if answer is None else answer.df()
            except duckdb.Error as error:
                message = f"the query failed ({' '.join(str(error).split())})"
                remedy = "The tables are outcomes and worlds; `DESCRIBE outcomes` lists columns."
                raise InputError(message, remedy=remedy) from error
        return found

    def frame(
        self, outcomes: Sequence[str] | None = None, where: str = "true", *, worlds: bool = False
    ) -> pd.DataFrame:
        """Return rows of the table of outcomes as a frame, sorted by its keys.

        Parameters
        ----------
        outcomes : which; all unless given
        where : an SQL condition, such as ``variant = 'team-europe' and year = 2040``
        worlds : whether to add what the worlds assumed
        """
        chosen = self._known(outcomes or self.outcome_names)
        columns = ", ".join(_quoted(name) for name in (*self.keys, *chosen))
        joined = f"outcomes JOIN worlds USING ({self._world_keys})" if worlds else "outcomes"
        if worlds:
            columns += f", worlds.* EXCLUDE ({self._world_keys})"
        order = ", ".join(_quoted(key) for key in self.keys)
        return self.query(f"SELECT {columns} FROM {joined} WHERE {where} ORDER BY {order}")  # noqa: S608 (the user's own data and question)

    def pieces(self) -> Iterator[pd.DataFrame]:
        """Yield the rows of each block with what its worlds assumed, in the order of blocks."""
        for place in self.places:
            outcomes, worlds = (
                pq.read_table(path, page_checksum_verification=True).to_pandas()
                for path in (place.outcomes, place.worlds)
            )
            yield outcomes.merge(
                worlds, "left", [key for key in self.keys if key in worlds.columns]
            )

    def quantiles(
        self,
        outcome: str,
        by: Sequence[str] = ("variant", "external", "year"),
        *,
        weight: str = "1",
        where: str = "true",
        levels: Sequence[float] = (0.05, 0.5, 0.95),
    ) -> pd.DataFrame:
        """Return weighted quantiles of an outcome without loading it.

        The smallest value at which the weights reach a level: always an observed one, as in the
        summary.

        Parameters
        ----------
        by : columns of outcomes or worlds to tell apart
        weight : an SQL expression over both tables, such as ``exp(-"effectiveness[EU]")``
        where : an SQL condition over both tables
        levels : between 0 and 1
        """
        self._known([outcome])
        groups = ", ".join(_quoted(key) for key in by)
        wanted = ", ".join(
            f"min(value) FILTER (WHERE reached >= {level} * whole) AS {_quoted(f'q{level:g}')}"
            for level in map(float, levels)
        )
        partition = f"PARTITION BY {groups}" if by else ""
        sql = f"""
            WITH chosen AS (
                SELECT {groups + "," if by else ""} {_quoted(outcome)} AS value,
                       CAST({weight} AS DOUBLE) AS weight
                FROM outcomes JOIN worlds USING ({self._world_keys}) WHERE {where}),
            running AS (
                SELECT *, sum(weight) OVER ({partition} ORDER BY value) AS reached,
                       sum(weight) OVER ({partition}) AS whole
                FROM chosen WHERE weight > 0)
            SELECT {groups + "," if by else ""} {wanted}, count(*) AS worlds FROM running
            {f"GROUP BY {groups} ORDER BY {groups}" if by else ""}"""  # noqa: S608 (as frame)
        return self.query(sql)

    @property
    def keys(self) -> tuple[str, ...]:
        """Columns that name a row of outcomes."""
        schema = pq.read_schema(self.places[0].outcomes)
        return tuple(name for name in schema.names if name not in self.outcome_names)

    @property
    def _world_keys(self) -> str:
        there = pq.read_schema(self.places[0].worlds).names
        return ", ".join(_quoted(key) for key in self.keys if key in there)

    def _known(self, outcomes: Sequence[str]) -> Sequence[str]:
        for name in outcomes:
            if name not in self.outcome_names:
                message = f"this sweep kept no outcome '{name}'"
                raise ResultsError(message, remedy=f"It has: {', '.join(self.outcome_names)}.")
        return outcomes

    # Arrays.

    def futures(self) -> list[dict[str, Any]]:
        """Return what tells the futures of a world apart, in the order of the files.

        Values of crossed levers by key, ``external`` and ``variant``.
        """
        design = self.manifest["design"]
        there = pq.read_schema(self.places[0].worlds).names
        crossed = {key: levels for key, levels in design["grid"].items() if key not in there}
        axes = [
            *crossed.values(),
            [external["name"] for external in design["study"]["external"]],
            list(design["study"]["variants"]),
        ]
        names = [*crossed, "external", "variant"]
        return [dict(zip(names, found, strict=True)) for found in product(*axes)]

    def values(self, future: int, outcomes: Sequence[str], places: Sequence[Place]) -> Array:
        """Return (outcome, year, world) of one future, by its place in `futures`."""
        years = len(self.manifest["design"]["years"])
        read = []
        for place in places:
            with pq.ParquetFile(place.outcomes, page_checksum_verification=True) as file:
                table = file.read_row_group(future, columns=list(outcomes))
            read.append(np.stack([table[name].to_numpy() for name in outcomes]))
        flat = np.concatenate(read, axis=1)
        return np.moveaxis(flat.reshape(len(outcomes), -1, years), 2, 1)

    def groups(self) -> Iterator[tuple[dict[str, Any], list[Place]]]:
        """Yield matrix and crossed numbers, and the blocks that share them, in order."""
        found: dict[tuple[Any, ...], list[Place]] = {}
        names = [n for n in pq.read_schema(self.places[0].worlds).names if n in self.keys]
        names = [name for name in names if name != "world"]
        for place in self.places:
            first = pq.ParquetFile(place.worlds).read_row_group(0, columns=names or ["world"])
            shown = tuple(first[name][0].as_py() for name in names)
            found.setdefault(shown, []).append(place)
        for shown, places in found.items():
            yield dict(zip(names, shown, strict=True)), places

    def summary(self) -> pd.DataFrame:
        """Return quantiles over worlds of every outcome, by future, year and crossed numbers."""
        years = self.manifest["design"]["years"]
        tables = []
        for group, places in self.groups():
            rows = sum(pq.read_metadata(place.worlds).num_rows for place in places)
            together = max(1, AT_ONCE // (rows * len(years)))
            for number, future in enumerate(self.futures()):
                for first in range(0, len(self.outcome_names), together):
                    names = self.outcome_names[first : first + together]
                    found = quantiles(self.values(number, names, places))
                    index = pd.MultiIndex.from_product(
                        [names, years], names=["outcome", "year"]
                    ).to_frame(index=False)
                    columns = {q: found[i].ravel() for i, q in enumerate(QUANTILES)}
                    table = index.assign(**columns, worlds=rows)
                    for name, value in reversed((group | future).items()):
                        table.insert(0, name, value)
                    tables.append(table)
        return pd.concat(tables, ignore_index=True)

    def __repr__(self) -> str:
        """Say what was swept."""
        blocks = len(self.manifest["blocks"])
        return f"<SweepResults {self.manifest['design']['title']!r}: {blocks} blocks>"


def _quoted(name: str) -> str:
    """Write a name as SQL wants it.

    >>> _quoted("effectiveness[EU]")
    '"effectiveness[EU]"'
    """
    return '"' + name.replace('"', '""') + '"'
