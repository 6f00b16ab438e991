"""The page of a report: one file, nothing foreign in it, in both languages, whatever was stored."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pipeline_tui.cli.html import svg
from pipeline_tui.cli.html.markup import joined, stored, tag
from pipeline_tui.cli.html.page import NAMES, SECTIONS
from pipeline_tui.cli.report import REPORTS
from pipeline_tui.domain.metrics.definitions import DEFINITIONS
from tests.cli.conftest import Cli
from tests.faults import poison
from tests.faults.program import DAY

ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "div", "header", "nav", "main", "section",
    "h1", "h2", "h3", "p", "ul", "li", "a", "dl", "dt", "dd", "figure", "table", "caption",
    "thead", "tbody", "tr", "th", "td", "bdi", "svg", "desc", "rect", "line", "text", "polyline",
    "polygon",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "name", "content", "http-equiv", "id", "class", "href", "scope", "role",
    "aria-label", "aria-labelledby", "tabindex", "x", "y", "x1", "x2", "y1", "y2", "width",
    "height", "rx", "points", "text-anchor", "viewbox", "preserveaspectratio", "vector-effect",
}  # fmt: skip
EMPTY = {"meta", "rect", "line", "polyline", "polygon"}


class Page(HTMLParser):
    """The elements of a page; what is not closed in its order is an error."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(source)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open[-1:] != ["style"]:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(self.words)

    def named(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.found if tag == name]


def assert_harmless(source: str) -> Page:
    """Nothing in it that we did not write: no element, attribute, address or sign."""
    assert all(
        char in "\n\u200c\u200d" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co")
        for char in source
    )
    page = Page(source)
    assert {tag for tag, _attributes in page.found} <= ELEMENTS
    for _tag, attributes in page.found:
        assert set(attributes) <= ATTRIBUTES
        assert (attributes.get("href") or "#").startswith("#")
    assert "url(" not in source
    assert "@import" not in source
    return page


@pytest.fixture
def seller(cli: Cli) -> Cli:
    """A won, a lost and two open deals, one of them due, and a target."""
    cli.ok("add", "Acme: CNC 40k @proposal source:fair call 2026-11-02", today="2026-10-01")
    cli.ok("add", "Globex: Pilot 30k @proposal source:web call 2026-11-02", today="2026-10-01")
    cli.ok("add", "Hooli: Plant 20k @proposal close:2026-12-10 call 2026-11-30")
    cli.ok("add", "Initech: Line 10k @prospect call 2026-11-30")
    cli.ok("won", "1", today="2026-11-02")
    cli.ok("lost", "2", "--reason", "price", today="2026-11-09")
    cli.ok("target", "2026-Q4", "100k", "--customers", "3")
    return cli


class TestThePage:
    def test_is_one_file_for_its_owner_only(self, seller: Cli, tmp_path: Path) -> None:
        path = tmp_path / "meeting.html"
        assert seller.ok("report", "all", "--html", str(path)).out == ""
        if sys.platform != "win32":
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
        page = assert_harmless(path.read_text(encoding="utf-8"))
        assert [one["id"] for one in page.named("section")] == [*REPORTS, "meanings"]
        assert [path.name for path in tmp_path.glob("*.html")] == ["meeting.html"]

    def test_has_every_plot_with_its_numbers_in_words(self, seller: Cli) -> None:
        page = Page(seller.ok("report", "all", "--html", "-").out)
        plots = [one for one in page.named("svg") if one.get("role") == "img"]
        assert len(plots) >= 11
        said = " ".join(one["aria-label"] or "" for one in plots)
        for words in (
            "Open stages. Prospect: 1", "Win rate by close quarter", "Q4 2026: 50 / 57",
            "Plan against actual. Won: €40k", "What 2026-Q4 may bring", "Funnel, by first entry",
            "Age of what is open, in days", "Coming and going", "Won over the period",
        ):  # fmt: skip
            assert words in said

    def test_of_one_report_has_that_section(self, seller: Cli) -> None:
        for name in REPORTS:
            page = assert_harmless(seller.ok("report", name, "--html", "-").out)
            assert [one["id"] for one in page.named("section")] == [name, "meanings"]

    def test_is_the_same_for_the_same_data(self, seller: Cli) -> None:
        once = seller.ok("report", "all", "--html", "-").out
        assert seller.ok("report", "all", "--html", "-").out == once

    def test_has_names_for_its_headings_and_tables(self, seller: Cli) -> None:
        page = Page(seller.ok("report", "all", "--html", "-").out)
        assert len(page.named("h1")) == 1
        titles = {one["id"] for one in page.named("h2")}
        assert {one["aria-labelledby"] for one in page.named("section")} == titles
        assert len(page.named("caption")) == len(page.named("table"))
        assert all(one["scope"] in ("row", "col") for one in page.named("th"))
        targets = {one.get("id") for _tag, one in page.found}
        assert {(one["href"] or "")[1:] for one in page.named("a")} <= targets
        assert page.named("html") == [{"lang": "en"}]

    def test_in_german(self, seller: Cli) -> None:
        page = assert_harmless(seller.ok("report", "all", "--html", "-", "--lang", "de").out)
        assert page.named("html") == [{"lang": "de"}]
        for words in ("Pipeline-Bericht", "Abschlussquote nach Wert", "Was die Kennzahlen bedeuten",
                      "Plan und Ist", "40.000 €"):  # fmt: skip
            assert words in page.text

    def test_says_what_a_table_is_of_once(self, seller: Cli) -> None:
        page = Page(seller.ok("report", "sources", "--html", "-").out)
        assert page.text.count("Largest customers") == 1

    def test_keeps_a_number_and_its_sign_of_times_on_one_line(self, seller: Cli) -> None:
        text = Page(seller.ok("report", "all", "--html", "-").out).text
        assert "\N{NO-BREAK SPACE}× (" in text
        assert not re.search(r"[0-9] × \(", text)

    def test_of_a_period_and_of_some_deals(self, seller: Cli) -> None:
        said = seller.ok("report", "all", "acme", "--period", "last quarter", "--html", "-").out
        page = assert_harmless(said)
        assert "As of 23 Nov 2026 · 2026-Q3 · only acme" in page.text
        assert "2026-Q3 · of all deals" in page.text

    def test_is_no_json(self, seller: Cli) -> None:
        ran = seller("report", "all", "--json", "--html", "-")
        assert ran.code == 2
        assert "either a page or JSON" in ran.err

    def test_is_never_written_over_the_database(self, seller: Cli) -> None:
        before = seller.path.read_bytes()
        ran = seller("report", "all", "--html", str(seller.path))
        assert (ran.code, seller.path.read_bytes()) == (1, before)

    def test_a_folder_that_is_not_there_is_said(self, seller: Cli, tmp_path: Path) -> None:
        ran = seller("report", "all", "--html", str(tmp_path / "no" / "page.html"))
        assert ran.code == 1
        assert "cannot be written" in ran.err


class TestWhatIsMissing:
    def test_without_data_every_section_says_how_to_get_it(self, cli: Cli) -> None:
        page = assert_harmless(cli.ok("report", "all", "--html", "-").out)
        assert "There are no deals yet; pipeline-tui add makes one" in page.text
        assert "No target for 2026-Q4" in page.text
        assert " 0.0 %" not in page.text

    def test_one_deal(self, cli: Cli) -> None:
        cli.ok("add", "Acme: CNC 12k @proposal call 2026-11-30")
        page = assert_harmless(cli.ok("report", "all", "--html", "-").out)
        assert "Nothing was closed: there is no win rate, cycle or velocity" in page.text

    def test_only_lost_deals(self, cli: Cli) -> None:
        cli.ok("add", "Acme: CNC 12k @proposal call 2026-11-30")
        cli.ok("lost", "1", "--reason", "price")
        page = assert_harmless(cli.ok("report", "all", "--html", "-").out)
        assert "Nothing was won: there is no cycle and no velocity" in page.text
        assert "No company bought anything" in page.text

    def test_no_rate_and_what_was_converted(self, seller: Cli) -> None:
        seller.ok("add", "Umbra: Press CHF 9k @proposal call 2026-11-30")
        page = Page(seller.ok("report", "all", "--html", "-").out)
        assert "No rate for CHF: 1 amount is in no sum" in page.text
        seller.ok("settings", "rates", "CHF=1.05")
        page = Page(seller.ok("report", "all", "--html", "-").out)
        assert "* CHF converted into EUR" in page.text

    def test_a_period_to_come(self, seller: Cli) -> None:
        page = Page(seller.ok("report", "all", "--period", "2027", "--html", "-").out)
        assert "2027 begins on 1 Jan 2027" in page.text


MARKUP = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style><b>x", "<!-- x",
    "]]></title></svg><svg onload=alert(1)>", "&lt;b&gt; &amp; &#x202e;", "' onclick='x",
    "javascript:alert(1)", "{{x}} ${x}", "</bdi></td></table><h1>x</h1>",
)  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "de"])
class TestHostileText:
    def test_wherever_it_stands_it_is_shown_and_never_obeyed(
        self, cli: Cli, lang: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(poison, "HOSTILE", (*MARKUP, *poison.HOSTILE))
        poison.database(cli.path, today=DAY)
        for number in range(1, len(MARKUP) + 12):
            cli("won" if number % 2 else "lost", str(number), *([] if number % 2 else
                ["--reason", "<i>why</i>"]), today=DAY.isoformat())  # fmt: skip
        ran = cli("report", "all", "--html", "-", "--lang", lang, today=DAY.isoformat())
        assert ran.code == 0
        page = assert_harmless(ran.out)
        for text in MARKUP:
            assert text in page.text

    def test_in_the_cause_of_a_deviation(self, cli: Cli, lang: str) -> None:
        cli.ok("add", "Acme: CNC 12k @proposal call 2026-11-30")
        for text in MARKUP:
            cli.ok("target", "2026-Q4", "100k", "--cause", text)
            page = assert_harmless(cli.ok("report", "plan", "--html", "-", "--lang", lang).out)
            assert text in page.text

    def test_in_the_filter(self, cli: Cli, lang: str) -> None:
        cli.ok("add", "Acme: CNC 12k @proposal call 2026-11-30")
        for text in MARKUP:
            ran = cli("report", "all", text, "--html", "-", "--lang", lang)
            if ran.code == 0:
                assert_harmless(ran.out)


class TestMarkup:
    def test_escapes_in_elements_and_attributes(self) -> None:
        made = tag("p", "a < b & \"c\" 'd'\x1b", title='"><b>')
        assert made == (
            '<p title="&quot;&gt;&lt;b&gt;">a &lt; b &amp; &quot;c&quot; &#x27;d&#x27;</p>'
        )
        assert joined("<", tag("b", ">")) == "&lt;<b>&gt;</b>"
        assert stored("\u202ex") == "<bdi>x</bdi>"

    def test_numbers_are_the_same_everywhere(self) -> None:
        assert tag("rect", x=1 / 3, y=100, width=0.5) == '<rect x="0.33" y="100" width="0.5"/>'

    def test_a_text_of_any_length_stays_readable(self) -> None:
        assert len(stored("A" * 200_000)) < 500


class TestPlots:
    def test_bars_stay_inside_whatever_their_share(self) -> None:
        made = svg.bars("x", [svg.Bar("a", "1", 7.0, -1.0), svg.Bar("b", "2", 0.0)])
        assert 'width="100.00%"' in made
        assert "-" not in made.replace("text-anchor", "").replace("aria-label", "")

    def test_what_is_more_than_nothing_is_seen(self) -> None:
        assert 'width="0.60%"' in svg.bars("x", [svg.Bar("a", "1", 0.0001)])

    def test_a_column_without_a_number_is_none(self) -> None:
        made = svg.columns("x", [svg.Group("Q1", "2026", (None,), ("–",))])
        assert "<rect" not in made
        assert ">–</text>" in made

    def test_every_figure_on_the_page_has_a_name_and_a_definition(self) -> None:
        keys = {key for _title, _make, keys in SECTIONS.values() for key in keys}
        assert keys <= set(NAMES)
        assert keys <= set(DEFINITIONS)
        assert list(SECTIONS) == list(REPORTS)

    def test_a_line_of_many_days_is_drawn_in_full(self) -> None:
        points = tuple((day / 400, day / 400) for day in range(1, 401))
        made = svg.curve("x", "told", svg.Curve(points, 1.0, 0.5), ("a", "b"), ("c", "d"))
        drawn = Page(f"<main>{made}</main>").named("polyline")[0]["points"] or ""
        assert len(drawn.split()) == 2 + 2 * len(points)
        assert "…" not in made


def test_the_page_is_utf_8_wherever_it_goes(tmp_path: Path) -> None:
    source = Path(svg.__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-m", "pipeline_tui", "--db", str(tmp_path / "x.db"), "--lang", "de",
         "report", "all", "--html", "-"],
        env={**os.environ, "PYTHONPATH": str(source), "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        check=True,
    )  # fmt: skip
    assert "Abschlussquote nach Wert" in done.stdout.decode("utf-8")
    assert "÷" in done.stdout.decode("utf-8")
