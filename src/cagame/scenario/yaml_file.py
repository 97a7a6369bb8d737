"""Read a file that may be missing, huge, binary or not a file at all."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from cagame.errors import ScenarioError
from cagame.scenario.document import Document, suggest
from cagame.scenario.yaml_text import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A hundred times the size of the main study; a larger file is not a scenario.
MAXIMUM_BYTES = 1_000_000

#: Texts that are kept parsed: a few libraries.
MOST_PARSED = 256

UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_yaml(path: Path | str) -> Document:
    """Read a YAML file.

    Raises
    ------
    ScenarioError
        Where the file is missing, not readable, not a file, too large, not UTF-8 text or not
        plain YAML; with the line, and what to do.
    """
    return parse_yaml(read_text(Path(path)), str(path))


def read_again(path: Path | str) -> Document:
    """Read a file of a library, which is asked for often: the same text is parsed once.

    The content is shared; who changes it must copy it. Raises `ScenarioError` as `read_yaml`.
    """
    return _parsed(read_text(Path(path)), str(path))


#: Parsing takes twenty times as long as reading, and a game looks up the same strategies in
#: every round. Kept by text, so that a file that changes is parsed anew.
_parsed = lru_cache(MOST_PARSED)(parse_yaml)


def read_text(path: Path, endings: Sequence[str] = (".yaml",)) -> str:
    """Text of a file, or a `ScenarioError` that says why there is none.

    ``endings`` are those of the files that belong here; messages suggest them.
    """
    wanted = f"Name a {' or '.join(endings)} file"
    try:
        if path.is_dir():
            raise ScenarioError(
                "this is a folder, not a file", path=path, remedy=f"{wanted} in it."
            )
        if not path.exists():
            remedy = _neighbours(path, endings)
            raise ScenarioError("there is no such file", path=path, remedy=remedy)
        if not path.is_file():
            raise ScenarioError("this is not a regular file", path=path, remedy=f"{wanted}.")
        with path.open("rb") as file:
            content = file.read(MAXIMUM_BYTES + 1)
    except OSError as error:
        what = f"the file cannot be read ({(error.strerror or str(error)).lower()})"
        remedy = "Check the path and that you may read it (`ls -l`)."
        raise ScenarioError(what, path=path, remedy=remedy) from error
    return text_of(content, path)


def text_of(content: bytes, path: Path) -> str:
    """Text of a file's bytes, or a `ScenarioError` that says why there is none."""
    if len(content) > MAXIMUM_BYTES:
        what = f"the file is larger than {MAXIMUM_BYTES // 1_000_000} MB"
        raise ScenarioError(what, path=path, remedy="Check that this is the file you mean.")
    remedy = "Save it as UTF-8 text in your editor."
    if content.startswith(UTF_16_MARKS):
        raise ScenarioError("the file is UTF-16 text, not UTF-8", path=path, line=1, remedy=remedy)
    if b"\0" in content:
        line = content.count(b"\n", 0, content.index(b"\0")) + 1
        remedy = "Check that this is the file you mean."
        raise ScenarioError("this is a binary file, not text", path=path, line=line, remedy=remedy)
    try:
        # Some editors put a byte order mark in front; utf-8-sig takes it off.
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        what = "the file is not UTF-8 text"
        raise ScenarioError(what, path=path, line=line, remedy=remedy) from None


def _neighbours(path: Path, endings: Sequence[str]) -> str:
    """Suggest files of the same folder; hidden ones, such as an editor keeps, are nobody's."""
    if not path.parent.is_dir():
        return f"There is no folder {path.parent} either; check the path."
    names = [each.name for each in path.parent.iterdir() if each.suffix in endings]
    shown = sorted(name for name in names if not name.startswith("."))
    return suggest(path.name, shown, "The folder")
