"""Exploring in a browser: pick, move, run, share, take home."""

from __future__ import annotations

import csv
import io
from urllib.parse import quote, urlsplit

import pytest

import cagame

DONE = "The numbers are those of what is set here."
STALE = "Something has changed: run again to see its numbers."
#: Longest wait for a run on a machine that does other things as well.
PATIENCE = 60_000
#: Controls that nobody who cannot see them could tell apart.
NAMELESS = """
() => [...document.querySelectorAll("main input, main button, main [role=slider], main [role=tab]")]
  .filter(e => e.getClientRects().length && !e.closest("[aria-hidden=true]"))
  .filter(e => !(e.getAttribute("aria-label") || e.labels?.length || e.textContent.trim()))
  .filter(e => !e.closest("label, [aria-label]"))
  .map(e => e.outerHTML.slice(0, 120))
"""
#: Words whose colour is too near to what is behind them (WCAG 2, AA).
FAINT = """
() => {
  const parts = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const behind = e => {
    for (; e; e = e.parentElement) {
      const c = parts(getComputedStyle(e).backgroundColor);
      if (c.length && (c.length < 4 || c[3] > .99)) return c;
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll("main *")]
    .filter(e => e.getClientRects().length && !e.closest("svg, [disabled], .disabled, i"))
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
    .filter(e => {
      const style = getComputedStyle(e), a = light(parts(style.color)), b = light(behind(e));
      const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
      return ratio < (parseFloat(style.fontSize) >= 24 ? 3 : 4.5);
    })
    .map(e => e.className + ": " + e.textContent.slice(0, 40));
}
"""


def shown(page) -> None:
    """Wait until the numbers on the page are those of what is set."""
    page.get_by_role("status").get_by_text(DONE).wait_for(timeout=PATIENCE)
    page.locator(".effects").wait_for(timeout=PATIENCE)


def opened(visitor, address="/explore"):
    page = visitor.go(address)
    shown(page)
    return page


def numbers(page) -> list[str]:
    """Everything in the table of effects."""
    return page.locator(".effects td, .effects th").all_inner_texts()


def run(page) -> None:
    page.get_by_role("button", name="Run").click()
    shown(page)


def press(page, slider: str, key: str, times: int = 1) -> None:
    """Move a slider by the keyboard."""
    track = page.get_by_role("slider", name=slider).locator(".q-slider__track-container")
    track.focus()
    for _ in range(times):
        page.keyboard.press(key)
        page.wait_for_timeout(30)  # as fast as a held key repeats


def turn(page, tab: str, title: str) -> None:
    """Open the tab of a variant."""
    page.get_by_role("tab", name=tab, exact=True).click()
    page.locator(".variant-title").get_by_text(title).wait_for(timeout=PATIENCE)


def link_of(page) -> str:
    parts = urlsplit(page.get_by_label("Link to this exploration").input_value())
    return f"{parts.path}?{parts.query}"


def test_a_visitor_sees_differences_with_their_worlds_units_and_meaning(device):
    page = opened(device())
    text = page.locator(".results").inner_text()
    assert "200 worlds, seed 2025" in text
    assert "Mean over the five states of the EU's share of formal influence." in text
    assert "better in" in text
    assert "schematic" in text
    assert "are assumptions: no document and no statistic gives them" in text
    # A line over time, boxes, and a heatmap for each of four variants.
    assert page.locator(".chart svg").count() == 6
    assert page.locator("svg.schematic").count() == 4


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_page_fits_its_window_and_everything_has_a_name(device, size):
    visitor = device(size)
    page = opened(visitor)
    assert visitor.too_wide() == []
    assert page.evaluate(NAMELESS) == []
    assert page.evaluate(FAINT) == []
    assert page.locator("h1").count() == 1


def test_a_lever_moved_by_keyboard_changes_the_numbers_after_a_run(device):
    page = opened(device())
    before = numbers(page)
    page.get_by_role("tab", name="B", exact=True).focus()
    page.keyboard.press("Enter")
    page.locator(".variant-title").get_by_text("2007 strategy").wait_for()
    press(page, "Budget, multiple of the year's budget", "PageUp")
    page.get_by_role("status").get_by_text(STALE).wait_for()
    page.locator(".variant-title").get_by_text("2007 strategy, budget 1.5").wait_for()
    assert numbers(page) == before
    run(page)
    after = numbers(page)
    assert "2007 strategy, budget 1.5" in after
    assert after != before


def test_moving_one_share_moves_the_others(device):
    page = opened(device())
    page.get_by_text("Effort by channel").click()
    security = page.get_by_role("slider", name="Security, share of effort")
    before = float(security.get_attribute("aria-valuenow"))
    press(page, "Trade, share of effort", "PageUp", 3)
    page.get_by_role("status").get_by_text(STALE).wait_for()
    page.wait_for_function(
        "([e, v]) => Number(e.getAttribute('aria-valuenow')) < v",
        arg=[security.element_handle(), before],
    )


@pytest.mark.soak
def test_another_strategy_outcome_and_surroundings(device):
    page = opened(device())
    turn(page, "C", "2019 strategy")
    page.get_by_label("Strategy of European Union").click()
    page.get_by_role("option", name="Mobility first").click()
    page.locator(".variant-title").get_by_text("Mobility first").wait_for()
    page.get_by_label("What happens around them").click()
    page.get_by_role("option", name="Drought").first.click()
    run(page)
    assert "Mobility first" in numbers(page)
    page.get_by_label("Outcome").click()
    page.get_by_role("option", name="Governance", exact=True).click()
    page.get_by_role("heading", name="Governance: difference from").wait_for(timeout=PATIENCE)
    assert "Drought" in page.locator(".results").inner_text()


def start_from(page, study: str) -> None:
    """Start from another study, and wait for its numbers."""
    page.get_by_label("Study").click()
    page.get_by_role("option", name=study).click()
    page.get_by_role("tab", name="A, reference").wait_for()
    page.wait_for_timeout(500)
    shown(page)


@pytest.mark.soak
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_study_with_a_partner_is_shown_varied_and_linked_to(device, size):
    visitor = device(size)
    page = opened(visitor)
    start_from(page, "Turkey in Central Asia")
    page.get_by_role("heading", name="Influence of Turkey: difference from").wait_for()
    assert "Payoff of Turkey, log points" in numbers(page)
    assert page.locator("svg.schematic").first.get_by_text("Turkey").count() > 0
    page.get_by_label("Actor").click()
    page.get_by_role("option", name="Turkey").click()
    page.get_by_role("link", name="Evidence for Budget: budget[TR]").wait_for()
    press(page, "Budget, multiple of the year's budget", "PageUp", 2)
    page.get_by_role("status").get_by_text(STALE).wait_for()
    before = numbers(page)
    run(page)
    assert numbers(page) != before
    assert visitor.too_wide() == []
    assert page.evaluate(NAMELESS) == []
    assert page.evaluate(FAINT) == []
    other = opened(device(), link_of(page))
    assert numbers(other) == numbers(page)
    with page.context.expect_page() as waiting:
        page.get_by_role("link", name="Evidence for Budget: budget[TR]").click()
    card = waiting.value
    card.get_by_role("heading", name="budget[TR]").wait_for()
    assert "Turkey" in card.locator("main.page").inner_text()


@pytest.mark.soak
def test_a_change_of_study_leaves_the_pages_of_others_as_they_are(device):
    page, other = opened(device()), opened(device())
    other.locator(".outcome").evaluate("menu => menu.dataset.mine = 1")
    start_from(page, "Turkey in Central Asia")
    page.get_by_role("heading", name="Influence of Turkey: difference from").wait_for()
    assert other.locator(".outcome[data-mine]").count() == 1


def test_a_study_without_the_partner_forgets_its_outcome_and_its_levers(device):
    page = opened(device())
    start_from(page, "Turkey in Central Asia")
    page.get_by_role("heading", name="Influence of Turkey: difference from").wait_for()
    page.get_by_label("Actor").click()
    page.get_by_role("option", name="Turkey").click()
    start_from(page, "Twelve EU strategies")
    page.get_by_role("heading", name="EU influence: difference from").wait_for()
    assert "Turkey" not in page.locator("main.page").inner_text()


@pytest.mark.soak
def test_a_number_held_fixed_is_said_and_changes_the_numbers(device):
    page = opened(device())
    before = numbers(page)
    page.get_by_text("Numbers to hold fixed").click()
    page.get_by_role("checkbox", name="Effectiveness of EU policy").click()
    press(page, "Effectiveness of EU policy, multiple of the base productivity", "PageDown", 6)
    page.get_by_role("status").get_by_text(STALE).wait_for()
    run(page)
    assert numbers(page) != before
    assert "it is an assumption, held at 0" in page.locator(".results").inner_text()
    assert page.get_by_role("link", name="effectiveness[EU] = 0").is_visible()


def test_a_link_shows_the_same_numbers_to_somebody_else(device):
    page = opened(device())
    turn(page, "D", "Global Gateway")
    press(page, "Conditionality, 1 is the strictest", "PageUp", 2)
    page.get_by_role("status").get_by_text(STALE).wait_for()
    run(page)
    other = opened(device("phone"), link_of(page))
    assert numbers(other) == numbers(page)
    assert urlsplit(page.url).query == urlsplit(link_of(page)).query


@pytest.mark.parametrize(
    "link",
    [
        "1.AAAA",
        "x" * 5999,
        "1." + "A" * 30_000,
        quote("<script>alert(1)</script>"),
        "../../../etc/passwd",
        "%00%ff",
    ],
    ids=["damaged", "no version", "too long", "a script", "a path", "no text"],
)
def test_a_hostile_link_gives_one_message_and_a_page_to_start_from(device, link):
    page = device().go(f"/explore?s={link}")
    message = page.locator(".q-notification")
    message.wait_for(timeout=PATIENCE)
    assert message.count() == 1
    assert "link" in message.inner_text()
    shown(page)
    assert "Joint Roadmap of 2023" in page.locator(".results").inner_text()


def downloaded(page, button: str) -> tuple[str, bytes]:
    with page.expect_download(timeout=PATIENCE) as waiting:
        page.get_by_role("button", name=button).click()
    with open(waiting.value.path(), "rb") as file:  # noqa: PTH123 (a path of Playwright's)
        return waiting.value.suggested_filename, file.read()


def test_what_is_taken_home_runs_to_the_same_numbers(device, tmp_path):
    page = opened(device())
    name, scenario = downloaded(page, "Scenario file")
    path = tmp_path / name
    path.write_bytes(scenario)
    again = cagame.run(path, out=tmp_path / "results", workers=1)
    _, table = downloaded(page, "Table (CSV)")
    assert (again.folder / "summary.csv").read_bytes() == table
    row = next(
        row
        for row in csv.DictReader(io.StringIO(table.decode()))
        if (row["variant"], row["outcome"]) == ("strategy-2007", "eu_influence")
    )
    seen = page.locator(".effects tbody tr").first.locator("td").first.inner_text()
    assert seen.startswith(f"{100 * float(row['difference_median']):+.2f}")
    name, figure = downloaded(page, "Figure (PNG)")
    assert name == "explore-figure.png"
    assert figure.startswith(b"\x89PNG")
    name, report = downloaded(page, "Report (HTML)")
    assert name == "explore-report.html"
    assert b"Twelve EU strategies for Central Asia" in report


@pytest.mark.soak
def test_numbers_that_are_not_there_yet_cannot_be_taken_home(device):
    page = opened(device())
    press(page, "Budget, multiple of the year's budget", "PageUp")
    page.get_by_role("status").get_by_text(STALE).wait_for()
    page.get_by_role("button", name="Table (CSV)").click()
    page.get_by_text("Run it first, then download.").wait_for()


@pytest.mark.soak
def test_variants_are_added_and_removed(device):
    page = opened(device())
    turn(page, "B", "2007 strategy")
    page.get_by_role("button", name="Remove this variant").click()
    page.get_by_role("button", name="Add a variant that starts like this one").click()
    page.get_by_role("tab", name="D", exact=True).wait_for()
    assert page.get_by_role("tab").count() == 4
    run(page)


def test_a_lever_leads_to_its_evidence(device):
    visitor = device()
    page = opened(visitor)
    with page.context.expect_page() as waiting:
        page.get_by_role("link", name="Evidence for Budget: budget[EU]").click()
    evidence = waiting.value
    evidence.get_by_role("heading", name="budget[EU]").wait_for()
    text = evidence.locator("main.page").inner_text()
    assert "42.4 to 57.5" in text
    assert "statistic" in text


@pytest.mark.parametrize("key", ["E147", "effectiveness[EU]", "seneca-2018", "eu/joint-roadmap"])
def test_a_page_about_evidence_is_whole(device, key):
    visitor = device("phone")
    page = visitor.go(f"/evidence/{quote(key)}")
    assert page.locator("main.page li").count() > 0
    assert visitor.too_wide() == []
    assert page.evaluate(FAINT) == []


@pytest.mark.parametrize("key", ["nothing", "<script>alert(1)</script>", "x" * 3000, "a/b/../c"])
def test_evidence_of_nothing_is_one_readable_sentence(device, key):
    page = device().go(f"/evidence/{quote(key, safe='')}")
    assert "Nothing here is called" in page.locator("main.page").inner_text()
