"""Tables of pages: one piece of HTML in which nothing that people wrote is anything but words."""

from __future__ import annotations

from html.parser import HTMLParser

from cagame.app.look import table_text

BAD = "\"><img src=x onerror='alert(1)'></td></table><script>alert(1)</script>&amp; {{7*7}}"


class Read(HTMLParser):
    """The tags of a page, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags, self.words = [], []
        self.feed(text)

    def handle_starttag(self, tag, _attributes) -> None:
        self.tags.append(tag)

    def handle_data(self, data) -> None:
        self.words.append(data)


def test_whatever_stands_in_a_cell_is_shown_as_it_is() -> None:
    read = Read(table_text(BAD, ["", BAD], [[BAD, BAD], ["second", "1"]]))
    assert "".join(read.words) == BAD * 4 + "second1"
    assert set(read.tags) == {"table", "caption", "thead", "tbody", "tr", "th", "td"}


def test_every_row_has_a_name_and_every_column_a_head() -> None:
    read = Read(table_text("Payoffs", ["", "now"], [["eu", "1"], ["china", "2"]]))
    assert (read.tags.count("tr"), read.tags.count("th"), read.tags.count("td")) == (3, 4, 2)
    assert read.words == ["Payoffs", "now", "eu", "1", "china", "2"]
