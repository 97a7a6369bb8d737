"""The report: one page that says what a study asked and found, and loads nothing."""

from __future__ import annotations

import json
import re
import shutil
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from typer.testing import CliRunner

from cagame.analysis.judged import judge
from cagame.cli import app
from cagame.evidence import Evidence
from cagame.figures import draw_into
from cagame.plots.captions import MINUS, SCALE
from cagame.report import write_report
from cagame.report.answer import answer
from cagame.report.drawings import inline
from cagame.report.findings import Findings
from cagame.report.tables import comparison_tables
from cagame.report.words import share
from cagame.results import Results
from cagame.scenario import Scenario, shipped_folder
from cagame.study import run

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

STUDY: dict[str, Any] = {
    "title": "Two strategies and a third",
    "question": "Does it matter which?",
    "worlds": 24,
    "seed": 1,
    "years": {"decision": 2025, "end": 2026},
    "reference": "joint-roadmap",
    "variants": {
        "joint-roadmap": {"eu": "joint-roadmap"},
        "regional-first": {"eu": "regional-first"},
        "values-first": {"eu": "values-first"},
    },
    "external": ["calm", "drought"],
    "outcomes": [
        *("eu_influence", "eu_influence_weighted", "governance", "regional_cooperation"),
        *("russia_influence", "cost_per_point"),
    ],
    "thresholds": {"eu_influence": {"at_least": 0.2}, "governance": {"at_least": 0.18}},
    "plots": ["heatmap", "ranks"],
}
ROADMAP = {"joint-roadmap": {"eu": "joint-roadmap"}}
SECTIONS = ["answer", "figures", "tables", "robustness", "hangs-on", "method", "sources"]
#: Attributes that make a browser fetch something.
LOADING = {"src", "srcset", "data", "poster", "action", "background", "href", "xlink:href"}
#: Elements that run, fetch or embed something.
BARRED = {"script", "iframe", "object", "embed", "img", "video", "audio", "form", "base"}


class Reader(HTMLParser):
    """Collects what a page is made of: elements, their attributes and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self._within: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._within.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        while self._within and self._within.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "style" not in self._within:
            self.words += data.replace("\N{NO-BREAK SPACE}", " ")

    def names(self, attribute: str) -> list[str]:
        found = [attributes.get(attribute) for _, attributes in self.elements]
        return [name for name in found if name]


def cagame(*arguments: object) -> Result:
    """Run the command line in this process."""
    return CliRunner(env={"COLUMNS": "100"}).invoke(app, [str(each) for each in arguments])


def study(folder: Path, **changes: object) -> Path:
    """Run a small study without its command, so that nothing is drawn."""
    keys = {key: value for key, value in (STUDY | changes).items() if value is not None}
    return run(Scenario.from_mapping(keys), out=folder / "results", workers=1).folder


def page(folder: Path) -> Reader:
    return Reader(write_report(folder).read_text(encoding="utf-8"))


def sentences(folder: Path) -> list[str]:
    return [each.text for each in answer(Findings.of(Results(folder), Evidence.load()))]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small study with its figures."""
    folder = study(tmp_path_factory.mktemp("report"))
    draw_into(folder)
    return folder


@pytest.fixture(scope="module")
def shown(results: Path) -> Reader:
    return page(results)


def test_the_page_has_its_sections_in_order(shown: Reader) -> None:
    found = [each["id"] for tag, each in shown.elements if tag == "section"]
    assert found == [*SECTIONS, "manifest"]
    links = [each["href"] for tag, each in shown.elements if tag == "a" and each["href"]]
    anchors = [link for link in links if link.startswith("#")]
    assert [f"#{name}" for name in [*SECTIONS[1:], "manifest"]] == anchors


def test_the_page_says_what_was_asked_found_and_assumed(shown: Reader) -> None:
    for words in (
        "Two strategies and a third",
        "Does it matter which?",
        "3 strategy variants, 2 external scenarios, 24 worlds, 2025 to 2026, seed 1",
        "it is an assumption, swept from 0 to 4",
        "does not validate what a strategy would do",
        "by construction",
        "All at once",
        "at least 20.0 (%)",
        "cagame analyse provenance",
        "cagame run study.yaml --worlds 24 --seed 1",
        "International Trade and Production Database",
    ):
        assert words in shown.words


def test_the_page_loads_and_runs_nothing(shown: Reader) -> None:
    assert BARRED.isdisjoint(tag for tag, _ in shown.elements)
    for tag, attributes in shown.elements:
        assert not [name for name in attributes if name.startswith("on")]
        for name in LOADING & set(attributes):
            where = attributes[name] or ""
            plain_link = tag == "a" and where.startswith("https://doi.org/")
            assert where.startswith(("#", "data:")) or plain_link, (tag, where)


def test_its_style_loads_nothing(results: Path) -> None:
    text = write_report(results).read_text(encoding="utf-8")
    assert "@import" not in text
    assert set(re.findall(r"url\((.)", text)) <= {"#"}
    assert "default-src 'none'" in text


def test_all_names_in_the_page_are_unique_and_all_references_lead_somewhere(
    shown: Reader,
) -> None:
    names = shown.names("id")
    assert len(names) == len(set(names))
    targets = {link[1:] for link in shown.names("href") if link.startswith("#")}
    labels = {name for value in shown.names("aria-labelledby") for name in value.split()}
    assert targets | labels <= set(names)
    assert len([tag for tag, _ in shown.elements if tag == "svg"]) == 3


def test_every_figure_says_in_words_what_it_shows(shown: Reader) -> None:
    tags = [tag for tag, _ in shown.elements]
    assert tags.count("svg") == tags.count("desc") == tags.count("figcaption")
    assert "How often every strategy comes first" in shown.words


def test_the_answer_has_five_sentences(shown: Reader, results: Path) -> None:
    told = sentences(results)
    assert len(told) == 5
    for sentence in told:
        assert sentence.endswith(".")
        assert not re.search(r"[.!?] [A-Z]", sentence)
        assert sentence in shown.words


def test_the_first_sentence_gives_the_numbers_of_the_tables(results: Path) -> None:
    loaded, evidence = Results(results), Evidence.load()
    judged = judge(loaded, evidence.outcomes["eu_influence"])
    first = judged.variants[int(judged.gains(loaded.reference)[:, 0].argmax())]
    assert first != loaded.reference
    row = loaded.summary().set_index(["variant", "external", "outcome"])
    found = row.loc[(first, "calm", "eu_influence")]
    told = sentences(results)[0]
    title = loaded.manifest["variants"][first]
    assert f"“{title}” is first in EU influence in 2026" in told
    assert f"{100 * found['difference_median']:+.3f} percentage points" in told
    assert f"better in {round(100 * found['share_better'])} % of worlds" in told


def test_every_variant_is_in_the_answer(results: Path, shown: Reader) -> None:
    findings = Findings.of(Results(results), Evidence.load())
    first, last = [name for name in findings.order("calm") if name != findings.reference]
    (told,) = answer(findings)[0].others
    row = findings.row(last, "calm", "eu_influence")
    assert told.startswith(f"{findings.called(last)} differs from “")
    assert f"better in {share(row['share_better'])} of worlds" in told
    assert findings.called(first) not in told
    assert told in shown.words


def test_of_many_variants_the_last_one_is_in_the_answer(tmp_path: Path) -> None:
    more = ["values-first", "regional-first", "global-gateway", "security-first", "team-europe"]
    variants = ROADMAP | {name: {"eu": name} for name in [*more, "mobility-first"]}
    findings = Findings.of(Results(study(tmp_path, variants=variants, plots=[])), Evidence.load())
    last = [name for name in findings.order("calm") if name != findings.reference][-1]
    told = answer(findings)[0].others
    assert told[0].startswith(f"{findings.called(last)} differs from “")
    assert told[1].startswith("4 other variants stand before it")


def test_the_second_sentence_names_the_outcome_that_pays_most(results: Path) -> None:
    findings = Findings.of(Results(results), Evidence.load())
    told = sentences(results)[1]
    table = Results(results).summary()
    of_leader = table[(table["variant"] == findings.leader) & (table["external"] == "calm")]
    loss = of_leader.set_index("outcome")["difference_median"]
    # Both are better when higher; cost per point is better when lower.
    worse = [name for name in ("governance", "regional_cooperation") if loss[name] < 0]
    worse += ["cost_per_point"] if loss["cost_per_point"] > 0 else []
    assert f"in {len(worse) or 'none'} at the median" in told


def test_small_differences_are_not_rounded_away(results: Path) -> None:
    findings = Findings.of(Results(results), Evidence.load())
    for table in list(comparison_tables(findings))[:2]:
        for name, row in table.rows[:-1]:
            for cell in row:
                assert cell.text == "=" or set(cell.text) - set("0."), (table.caption, name)


def test_a_win_by_construction_is_told_as_one(results: Path) -> None:
    assert "Governance by “Values first, with conditions”" in sentences(results)[3]


def test_a_first_place_that_is_not_clear_is_told_as_one(results: Path, shown: Reader) -> None:
    findings = Findings.of(Results(results), Evidence.load())
    close = [each for each in findings.leads.values() if not each.clear]
    assert close
    assert shown.words.count("not clear against") == len(close)
    said = f"against {findings.titles.variant(close[0].second)}: better in {share(close[0].share)}"
    assert said in shown.words


def test_the_tables_hold_the_numbers_of_the_summary(results: Path, shown: Reader) -> None:
    table = Results(results).summary().set_index(["variant", "external", "outcome"])
    row = table.loc[("values-first", "drought", "governance")]
    cell = f"{row['difference_median']:+.4f}"[:6]
    assert cell in shown.words


def test_the_same_results_give_the_same_page_wherever_they_stand(
    results: Path, tmp_path: Path
) -> None:
    first = write_report(results).read_bytes()
    moved = tmp_path / "elsewhere"
    shutil.copytree(results, moved)
    assert write_report(moved).read_bytes() == first
    assert write_report(results, tmp_path / "out.html").read_bytes() == first
    assert str(results).encode() not in first


def test_results_of_python_write_the_page_of_the_command_line(
    results: Path, tmp_path: Path
) -> None:
    bare = shutil.copytree(results, tmp_path / "bare", ignore=shutil.ignore_patterns("plots"))
    page = write_report(bare)
    assert page == bare / "report.html"
    assert page.read_bytes() == write_report(results, tmp_path / "again.html").read_bytes()


def test_two_runs_give_pages_that_differ_in_their_times_only(results: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one", study(tmp_path)
    shutil.copytree(results, one)
    draw_into(two)
    for folder in (one, two):
        path = folder / "manifest.json"
        manifest = json.loads(path.read_text(encoding="utf-8"))
        manifest |= {"finished": "2026-01-01", "seconds": 1}
        path.write_text(json.dumps(manifest), encoding="utf-8")
    assert write_report(one).read_bytes() == write_report(two).read_bytes()


def test_what_a_scenario_file_says_is_text_and_nothing_else(tmp_path: Path) -> None:
    nasty = '</title><script>alert("1")</script><img src=x onerror=alert(2)> & {{ 7 * 7 }} --> x'
    changes = {
        "title": nasty,
        "question": nasty,
        "variants": {
            "joint-roadmap": {"eu": "joint-roadmap", "title": nasty},
            "values-first": {"eu": "values-first", "title": f"{nasty}'\"<b>"},
        },
        "plots": ["heatmap"],
    }
    folder = study(tmp_path, **changes)
    draw_into(folder)
    found = page(folder)
    tags = {tag for tag, _ in found.elements}
    assert tags.isdisjoint({"script", "img"})
    assert not [each for _, each in found.elements if "onerror" in each]
    assert found.words.count(nasty) > 4
    assert len([tag for tag, _ in found.elements if tag == "svg"]) == 2


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"variants": ROADMAP}, "because there is one variant"),
        ({"worlds": 1}, "because there is one world"),
        (
            {"variants": ROADMAP | {"the-same": {"eu": "joint-roadmap"}}},
            "because EU influence is the same under every variant",
        ),
        (
            {"outcomes": ["russia_influence", "china_influence"], "thresholds": None},
            "because no outcome that this study reports has a better direction",
        ),
    ],
)
def test_where_nothing_can_be_ranked_the_page_says_why(
    tmp_path: Path, changes: dict[str, Any], told: str
) -> None:
    folder = study(tmp_path, plots=[], **changes)
    found = page(folder)
    assert told in found.words
    assert len(sentences(folder)) == 5
    assert "The scenario asks for no figures." in found.words
    assert not re.search(r"\b(nan|inf|None)\b", found.words)


def test_one_external_scenario_and_no_thresholds_leave_out_what_needs_them(tmp_path: Path) -> None:
    folder = study(tmp_path, external=["calm"], thresholds=None, plots=[])
    found = page(folder)
    assert "There is one external scenario" in sentences(folder)[2]
    assert "The scenario gives no thresholds" in found.words
    assert "What each external scenario changes" not in found.words


def test_the_reference_may_be_the_first_itself(tmp_path: Path, results: Path) -> None:
    leader = Findings.of(Results(results), Evidence.load()).leader
    folder = study(tmp_path, reference=leader, plots=[])
    told = sentences(folder)
    assert f"the next, differs from it by {MINUS}" in told[0]
    assert told[1].startswith(("Staying with", "In no other headline outcome"))
    assert told[2].startswith("Under the other external scenario the first place stays the same;")


def test_a_game_is_told_as_one(tmp_path: Path, shown: Reader) -> None:
    players = {"eu": ["joint-roadmap", "values-first"], "russia": ["baseline", "spoiler"]}
    first = {"eu": "joint-roadmap", "russia": "baseline"}
    changes = {"variants": None, "players": players, "reference": first, "equal_budgets": True}
    found = page(study(tmp_path, **changes, plots=[], outcomes=None, thresholds=None))
    assert "This study is a game" in found.words
    assert "This study is a game" not in shown.words


def test_infinite_costs_are_written_as_such(tmp_path: Path) -> None:
    # Without effect, no money buys any influence, so that a point of it costs without limit.
    folder = study(
        tmp_path,
        parameters={"overrides": {"effectiveness[EU]": 0}},
        outcomes=["cost_per_point", "eu_influence"],
        thresholds=None,
        plots=[],
    )
    found = page(folder)
    assert "∞" in found.words
    assert "holds the effectiveness of EU policy at 0" in found.words
    assert "held at 0" in sentences(folder)[4]


def test_numbers_that_are_not_drawn_are_not_counted(tmp_path: Path) -> None:
    folder = study(tmp_path, parameters={"uncertainty": "none"}, plots=[])
    assert "The worlds of this study draw no number" in page(folder).words


def test_results_of_other_tables_are_told_apart(tmp_path: Path, results: Path) -> None:
    moved = tmp_path / "older"
    shutil.copytree(results, moved)
    path = moved / "manifest.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'"tables_hash": "\w+', '"tables_hash": "0', text), encoding="utf-8")
    found = page(moved)
    assert "The tables of numbers have changed since this study ran" in found.words
    assert "made with other tables of numbers" in found.words


def test_a_run_writes_the_report_and_says_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "study.yaml").write_text(json.dumps(STUDY), encoding="utf-8")
    done = cagame("run", tmp_path / "study.yaml", "--out", tmp_path / "results")
    assert done.exit_code == 0, done.stderr
    report = tmp_path / "results" / "report.html"
    assert report.is_file()
    assert "report.html" in done.stdout
    before = report.read_bytes()
    assert cagame("report", tmp_path / "results").exit_code == 0
    assert report.read_bytes() == before
    assert "cagame run study.yaml --worlds 24" in Reader(before.decode()).words


def test_the_command_of_a_part_of_a_study_names_its_variants(tmp_path: Path) -> None:
    (tmp_path / "my study.yaml").write_text(json.dumps(STUDY), encoding="utf-8")
    folder = run(tmp_path / "my study.yaml", only=["values-first"], out=tmp_path / "part").folder
    said = "cagame run 'my study.yaml' --worlds 24 --seed 1 --only values-first"
    assert said in page(folder).words


def test_the_command_of_a_shipped_study_works_in_any_folder(tmp_path: Path) -> None:
    file = shipped_folder() / "eu-strategies.yaml"
    folder = run(file, only=["values-first"], worlds=4, out=tmp_path / "part").folder
    assert "cagame run eu-strategies --worlds 4 " in page(folder).words


def test_a_report_that_fails_does_not_cost_the_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Path) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("cagame.report.write_report", fail)
    (tmp_path / "study.yaml").write_text(json.dumps(STUDY), encoding="utf-8")
    done = cagame("run", tmp_path / "study.yaml", "--out", tmp_path / "results")
    assert done.exit_code == 1
    assert "the report could not be written (no space left)" in done.stderr
    assert (tmp_path / "results" / "summary.csv").is_file()
    assert not (tmp_path / "results" / "report.html").exists()


def test_answers_of_analyse_are_taken_up(results: Path, tmp_path: Path) -> None:
    moved = tmp_path / "asked"
    shutil.copytree(results, moved)
    assert cagame("analyse", "robustness", moved).exit_code == 0
    rows = {"document": ["values <first>"], "variant": ["values-first"], "change": [0.12345]}
    pd.DataFrame(rows).to_csv(moved / "analysis" / "provenance-left_out.csv", index=False)
    rows = {"outcome": ["governance"] * 21, "told": ["It rests 90 % on <b>."] * 21}
    pd.DataFrame(rows).to_csv(moved / "analysis" / "provenance-conclusions.csv", index=False)
    pd.DataFrame({"box": [1, 2]}).to_csv(moved / "analysis" / "discovery-boxes.csv", index=False)
    out = tmp_path / "with.html"
    done = cagame("report", moved, "--out", out)
    assert done.exit_code == 0, done.stderr
    found = Reader(out.read_text(encoding="utf-8"))
    for words in (
        "What leaving out a document does to the ranking",
        "values <first>",
        "0.123",
        "Further answers",
        "Where a strategy does badly",
        "Boxes",
    ):
        assert words in found.words
    assert found.words.count("Governance: It rests 90 % on <b>.") == 1
    assert "analysis/provenance-conclusions.csv (21 rows)" in found.words
    assert "takes new runs" not in found.words
    assert any("robustness-criteria" in name for name in found.names("id"))
    assert "others" in found.names("id")


def test_tables_that_analyse_left_stand_in_words_and_units(results: Path, tmp_path: Path) -> None:
    moved = tmp_path / "asked"
    shutil.copytree(results, moved)
    asked = moved / "analysis"
    asked.mkdir()
    rows: dict[str, list[Any]] = {
        "outcome": ["eu_influence", "governance"],
        "left_out": ["seneca-2018", "seneca-2018"],
        "moved": ["values-first", ""],
        "signs_changed": ["values-first, regional-first", ""],
        "largest_shift": [3.44e-06, 0.5],
    }
    pd.DataFrame(rows).to_csv(asked / "provenance-left_out.csv", index=False)
    rows = {"factor": ["council_discretion"], "first": [0.933], "first_low": [-0.02]}
    pd.DataFrame(rows | {"first_high": [0.998], "told": ["So."]}).to_csv(
        asked / "sensitivity-indices.csv", index=False
    )
    rows = {"number": ["effectiveness[EU]"], "label": ["the same again"], "quasi_p": [3.4e-05]}
    name = "discovery-values-first-eu_influence-drought-box.csv"
    pd.DataFrame(rows).to_csv(asked / name, index=False)
    text = write_report(moved).read_text(encoding="utf-8")
    found = Reader(text)
    for words in (
        "SEnECA 2018",
        "Values first, with conditions; Regional first, water and connectivity",
        "Largest shift of a median difference",
        "0.00034 pp",
        f"0.500 points ({SCALE})",
        "93 %",
        f"{MINUS}2 % to >99 %",
        "Alone: goes if it becomes known",
        "where “Values first, with conditions” regrets most EU influence under “",
        "<0.001",
    ):
        assert words in found.words
    for key in ("seneca-2018", "0.933", "e-06", "the same again"):
        assert key not in found.words
    assert "council_<wbr>discretion" in text
    assert "effectiveness<wbr>[EU]" in text


def test_without_results_there_is_one_readable_message(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        done = cagame("report", folder)
        assert (done.exit_code, done.stdout) == (2, "")
        assert "no results of a finished run" in done.stderr


def test_a_place_that_cannot_be_written_to_is_told(results: Path, tmp_path: Path) -> None:
    done = cagame("report", results, "--out", tmp_path / "missing" / "report.html")
    assert done.exit_code == 1
    assert "the report cannot be written" in done.stderr


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<a href="https://example.org"><path d="M 0 0"/></a>',
        '<image href="https://example.org/x.png"/>',
        "<image href=//example.org/x.png />",
        '<path onload="alert(1)" d="M 0 0"/>',
        '<path style="fill: url(https://example.org/x)"/>',
        "<foreignObject><p/></foreignObject>",
        "<![CDATA[<script>]]>",
    ],
)
def test_a_drawing_that_is_more_than_a_figure_is_left_out(inside: str) -> None:
    drawing = '<svg viewBox="0 0 9 9"><g id="a"/>{}</svg>'
    assert inline(drawing.format(""), "one", "A figure") is not None
    assert inline(drawing.format(inside), "one", "A figure") is None
