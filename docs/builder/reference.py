"""The pages under Reference, written from what the program itself reads."""

from __future__ import annotations

import api_pages
import command_pages
import evidence_pages
import file_pages


def pages() -> dict[str, str]:
    """Return the text of every page by its place in docs/."""
    return {
        f"reference/{name}.md": text
        for module in (evidence_pages, file_pages, command_pages, api_pages)
        for name, text in module.pages().items()
    }
