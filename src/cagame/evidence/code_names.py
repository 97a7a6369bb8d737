"""What the source code reads and writes down, found in its syntax tree without running it.

The code reads every number as an attribute of an object called ``parameters`` and every pressure
as an attribute of one called ``pressures``, or of an argument of these types. That convention is
what lets the audit hold tables and code against each other.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: The files that compute the model. A number written in them would escape the tables.
MODEL_CODE = ("dynamics", "region", "agents", "simulation", "model")
#: Structure, not claims about the world: nothing, all, a half, a square.
STRUCTURAL = (0.0, 0.5, 1.0, 2.0)
#: A guard against dividing by 0 or taking the logarithm of 0 may be this large.
GUARD = 1e-9


@dataclass(frozen=True)
class Code:
    """The syntax tree of one file, with its place in the package."""

    file: str
    tree: ast.Module

    @property
    def is_model(self) -> bool:
        """Whether the file computes the model, so that it must hold no number of its own."""
        return self.file.removesuffix(".py").split("/")[0] in MODEL_CODE


def parse(folder: Path) -> list[Code]:
    """Parse every Python file below a folder, in the order of their names."""
    return [
        Code(path.relative_to(folder).as_posix(), ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(folder.rglob("*.py"))
    ]


def names_read(code: Code, owner: str) -> Iterator[tuple[str, int]]:
    """Find name and line of each attribute read from ``owner``.

    That is any object called so, and any argument whose type is so called: for ``pressures``,
    ``now: Pressures``. Methods are left out: what is called is not a number.

    >>> code = Code("a.py", ast.parse("x = self.parameters.tie_decay * parameters.take(3)"))
    >>> list(names_read(code, "parameters"))
    [('tie_decay', 1)]
    >>> code = Code("a.py", ast.parse("def f(now: Pressures): return now.drought"))
    >>> list(names_read(code, "pressures"))
    [('drought', 1)]
    """
    yield from _attributes(code.tree, owner, {owner})
    for function in ast.walk(code.tree):
        if isinstance(function, ast.FunctionDef):
            arguments = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
            typed = {a.arg for a in arguments if _type_name(a) == owner.capitalize()}
            yield from _attributes(function, owner, typed - {owner})


def names_defined(code: Code, owner: str) -> Iterator[str]:
    """Find what the class of ``owner`` defines itself: its methods and fields are no numbers.

    >>> code = Code("a.py", ast.parse("class Parameters: overrides: dict"))
    >>> list(names_defined(code, "parameters"))
    ['overrides']
    """
    for node in ast.walk(code.tree):
        if isinstance(node, ast.ClassDef) and node.name == owner.capitalize():
            for part in node.body:
                match part:
                    case ast.FunctionDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                        yield name


def numbers_written(code: Code) -> Iterator[tuple[float, int]]:
    """Find value and line of each decimal number that is neither structure nor a tiny guard.

    >>> code = Code("a.py", ast.parse("x = 0.5 * y + 0.3 + 1e-12"))
    >>> list(numbers_written(code))
    [(0.3, 1)]
    """
    for node in ast.walk(code.tree):
        match node:
            case ast.Constant(value=float(value)) if value not in STRUCTURAL and value > GUARD:
                yield value, node.lineno


def _attributes(tree: ast.AST, owner: str, names: set[str]) -> Iterator[tuple[str, int]]:
    """Find attributes read from variables of these names and from attributes called ``owner``."""
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=value, attr=name, ctx=ast.Load()):
                if _is_owner(value, owner, names) and id(node) not in called and name[0] != "_":
                    yield name, node.lineno
            case ast.Call(
                func=ast.Name(id="getattr"), args=[value, ast.Constant(value=str(name)), *_]
            ):
                if _is_owner(value, owner, names):
                    yield name, node.lineno


def _is_owner(node: ast.expr, owner: str, names: set[str]) -> bool:
    match node:
        case ast.Name(id=name):
            return name in names
        case ast.Attribute(attr=name):
            return name == owner
    return False


def _type_name(argument: ast.arg) -> str:
    return ast.unparse(argument.annotation).strip("'") if argument.annotation else ""
