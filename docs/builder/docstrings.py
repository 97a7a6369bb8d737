"""Docstrings as the project writes them, made plain to the page about Python."""

from __future__ import annotations

import re
from typing import Any

import griffe

SECTION = re.compile(
    r"^(?P<head>(?:Parameters|Attributes)\n-+\n)(?P<body>(?:.+\n?)*)", re.MULTILINE
)
EXAMPLES = "Examples\n--------\n"
DOCTEST = re.compile(r"^(?=>>> )", re.MULTILINE)
ENTRY = re.compile(r"^(\w[\w, *]*) : (.+)$", re.MULTILINE)


class MeaningsAfterColons(griffe.Extension):
    """Moves what stands after the colon from the place of a type to that of a meaning.

    Types stand in the signature, so a docstring says ``worlds : how many worlds``.
    """

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:  # noqa: ANN401 (griffe's)
        """Rewrite the docstring of one object."""
        if obj.docstring:
            text = SECTION.sub(_with_meanings, obj.docstring.value)
            # Without a heading, a doctest would belong to the section above it.
            obj.docstring.value = text if EXAMPLES in text else DOCTEST.sub(EXAMPLES, text, count=1)


def _with_meanings(section: re.Match[str]) -> str:
    return section["head"] + ENTRY.sub(r"\1\n    \2", section["body"])
