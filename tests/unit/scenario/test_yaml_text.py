from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cagame.errors import ScenarioError
from cagame.scenario.yaml_file import read_yaml
from cagame.scenario.yaml_text import parse_yaml

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("12", 12),
        ("-3", -3),
        ("0.25", 0.25),
        (".5", 0.5),
        ("1e-3", 0.001),
        ("010", 10),
        ("true", True),
        ("False", False),
        ("", None),
        ("~", None),
        ("null", None),
        ("yes", "yes"),
        ("NO", "NO"),
        ("1_000", "1_000"),
        ("2025-01-01", "2025-01-01"),
        ("12:30", "12:30"),
        ("'12'", "12"),
        ('"true"', "true"),
        ("'.inf'", ".inf"),
        ("[1, a]", [1, "a"]),
        ("{b: 1}", {"b": 1}),
        ("{}", {}),
        ("[]", []),
        (">-\n  two\n  lines", "two lines"),
        ("|\n  12", "12"),
    ],
)
def test_values_are_those_of_yaml_1_2(written: str, read: object) -> None:
    value = parse_yaml(f"key: {written}").data["key"]
    assert value == read
    assert type(value) is type(read)


def test_keys_are_text_even_where_they_look_like_something_else() -> None:
    assert parse_yaml("2007: a\nNO: b\ntrue: c").data == {"2007": "a", "NO": "b", "true": "c"}


def test_each_key_and_item_knows_its_line() -> None:
    document = parse_yaml("a:\n  b: 1\n\n  c:\n    - 2\n    - d: 3\n")
    assert document.lines == {
        (): 1,
        ("a",): 1,
        ("a", "b"): 2,
        ("a", "c"): 4,
        ("a", "c", 0): 5,
        ("a", "c", 1): 6,
        ("a", "c", 1, "d"): 6,
    }


def test_what_is_not_in_the_file_has_the_line_of_what_is_around_it() -> None:
    document = parse_yaml("a:\n  b: 1\n")
    assert document.line(("a", "missing")) == 1
    assert document.line(("a", "b", "deeper")) == 2


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "marked.yaml"
    path.write_bytes(b"\xef\xbb\xbftitle: T\n")
    assert read_yaml(path).data == {"title": "T"}


def test_windows_line_ends_do_not_move_lines(tmp_path: Path) -> None:
    path = tmp_path / "windows.yaml"
    path.write_bytes(b"a: 1\r\nb: 2\r\nb: 3\r\n")
    with pytest.raises(ScenarioError) as caught:
        read_yaml(path)
    assert caught.value.line == 3


def test_messages_hold_no_control_characters() -> None:
    with pytest.raises(ScenarioError) as caught:
        parse_yaml('"\\e[31m": 1\n"\\e[31m": 2\n')
    assert "\x1b" not in str(caught.value)


def test_messages_stay_short_where_values_are_long() -> None:
    with pytest.raises(ScenarioError) as caught:
        parse_yaml(f"a: !!{'x' * 5000} 1")
    assert len(str(caught.value)) < 300
