"""Text and tables for the terminal."""

from __future__ import annotations

import pytest

from cagame.cli.page import WIDTH, Page, count, short


@pytest.fixture(params=[40, 80, 200])
def columns(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Width of the terminal."""
    width: int = request.param
    monkeypatch.setenv("COLUMNS", str(width))
    return width


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Lines printed so far."""
    return capsys.readouterr().out.splitlines()


def test_paragraphs_are_broken_to_the_width(
    columns: int, capsys: pytest.CaptureFixture[str]
) -> None:
    Page().text("word " * 100, indent=3)
    found = lines(capsys)
    assert all(line.startswith("   word") for line in found)
    assert max(map(len, found)) <= min(columns, WIDTH)
    assert sum(line.count("word") for line in found) == 100


def test_no_line_ends_in_a_blank(columns: int, capsys: pytest.CaptureFixture[str]) -> None:
    del columns
    page = Page()
    page.heading("A heading", "and an aside")
    page.text("word " * 40)
    page.fields([("name", "value"), ("a longer name", "word " * 40)])
    page.table(("a", "b"), [("one", "two"), ("three", "word " * 40)])
    assert [line for line in lines(capsys) if line != line.rstrip()] == []


def test_a_path_is_never_broken(columns: int, capsys: pytest.CaptureFixture[str]) -> None:
    path = "a-long-path/" * 30
    Page().line(path)
    assert lines(capsys) == [path]
    assert columns < len(path)


def test_fields_that_are_empty_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    Page().fields([("one", ""), ("two", None), ("three", 0)])
    assert lines(capsys) == ["  three  0"]


def test_text_in_brackets_and_colons_is_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    Page().text("tie_2007[EU KZ aid] [bold] :smile:")
    assert lines(capsys) == ["tie_2007[EU KZ aid] [bold] :smile:"]


def test_a_table_without_headings_has_none(capsys: pytest.CaptureFixture[str]) -> None:
    Page().table(("", ""), [("one", "two")])
    assert lines(capsys) == ["  one  two"]


def test_columns_can_be_aligned_to_the_right(capsys: pytest.CaptureFixture[str]) -> None:
    Page().table(("name", "value"), [("a", "1"), ("b", "100")], right=(1,))
    assert lines(capsys) == ["  name  value", "  a         1", "  b       100"]


def test_numbers_are_written_briefly() -> None:
    assert [short(each) for each in (0.0, 0.25, -3.0, 12345.6)] == ["0", "0.25", "-3", "12,346"]
    assert [count(each, "world") for each in (0, 1, 2000)] == [
        "0 worlds",
        "1 world",
        "2,000 worlds",
    ]
