"""Files that are handed in: good ones open, hostile ones give one readable message each."""

from __future__ import annotations

PATIENCE = 60_000
DONE = "The numbers are those of what is set here."
GOOD = """\
title: A file of mine
question: What then?
worlds: 40
years: {decision: 2025, end: 2028}
reference: stay
variants:
  stay: {eu: joint-roadmap}
  more: {eu: {base: joint-roadmap, budget: 2.0}}
external: [calm, drought]
"""
SCRIPT = "<script>window.caught = 1</script><img src=x onerror='window.caught = 2'>"
BOMB = "a: &a [x, x, x]\n" + "".join(
    f"{new}: &{new} [*{old}, *{old}, *{old}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "huge": (b"# " + b"x" * 1_100_000, "larger than 1 MB"),
    "binary": (bytes(range(256)) * 50, "binary file"),
    "bomb": (BOMB.encode(), "marks a value for reuse"),
    "tag": (b"!!python/object/apply:os.system ['true']", "is not allowed"),
    "deep": (b"title: " + b"[" * 2000, "nested more than"),
    "duplicate keys": (GOOD.encode() + b"title: again\n", "given twice"),
    "unknown keys": (GOOD.encode() + b"exec: run me\n", "this key is unknown"),
    "a billion worlds": (GOOD.replace("40", "1000000000", 1).encode(), "1000000"),
    "wrong types": (GOOD.replace("40", "[many]", 1).encode(), "not a list"),
    "a path": (GOOD.replace("joint-roadmap}", "../../etc/passwd}", 1).encode(), "not a name"),
    "half a character": (GOOD.replace("A file of mine", '"\\ud800"').encode(), "half a character"),
    "empty": (b"", "empty"),
}


def ready(page):
    page.get_by_role("status").get_by_text(DONE).wait_for(timeout=PATIENCE)
    return page


def hand_in(page, content: bytes, name: str = "study.yaml") -> None:
    file = {"name": name, "mimeType": "application/yaml", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)


def test_hostile_files_each_give_one_readable_message_and_change_nothing(device):
    page = ready(device().go("/explore"))
    before = page.locator(".effects").inner_text()
    for kind, (content, expected) in HOSTILE.items():
        hand_in(page, content)
        message = page.locator(".q-notification").filter(has_text=expected)
        message.first.wait_for(timeout=PATIENCE)
        assert message.count() == 1, kind
        told = message.inner_text()
        assert len(told) < 400, kind
        assert "Traceback" not in told, kind
        assert page.locator(".effects").inner_text() == before, kind


def test_a_name_that_is_a_path_is_used_for_nothing(device, tmp_path):
    page = ready(device().go("/explore"))
    name = "../../../../tmp/caught-by-explore.yaml"
    hand_in(page, GOOD.encode(), name)
    page.get_by_text("Your file is open.").wait_for(timeout=PATIENCE)
    assert not (tmp_path / name).exists()
    assert "caught-by-explore" not in page.content()


def test_a_good_file_opens_and_its_reference_comes_first(device):
    page = ready(device().go("/explore"))
    hand_in(page, GOOD.encode())
    heading = page.get_by_role("heading", name="difference from Joint Roadmap of 2023")
    page.get_by_text("All 40 worlds in 2028").wait_for(timeout=PATIENCE)
    assert heading.is_visible()
    assert "Joint Roadmap of 2023, budget 2" in page.locator(".effects").inner_text()
    assert "It has 2 external scenarios" in page.locator(".controls").inner_text()


def test_markup_in_titles_is_shown_as_text(device):
    page = ready(device().go("/explore"))
    hostile = GOOD.replace("more: {", f'more: {{title: "{SCRIPT}", ', 1)
    hand_in(page, hostile.encode())
    page.get_by_text("All 40 worlds in 2028").wait_for(timeout=PATIENCE)
    assert SCRIPT in page.locator(".effects").inner_text()
    page.locator(".chart").first.hover()
    assert page.evaluate("window.caught") is None
