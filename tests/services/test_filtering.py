"""Filtering by what deals can be cut by: the same deals on board, list, agenda and in figures."""

from __future__ import annotations

import pytest

from pipeline_tui.domain.filter import parse_filter
from pipeline_tui.services import narrowing, reading
from tests.services.office import Office

LINES = {
    "Retrofit": "Ärzte AG: Retrofit 10k owner:Änne source:Messe product:CNC region:Süd #renewal "
    "industry:Chemie size:50-200 customer:new call A +1w",
    "Line": "Globex: Line 20k owner:Bob source:Web product:Robot region:Nord #new industry:Food "
    "call B +1w",
    "Messe": "Initech: Messe 30k owner:Bob customer:existing call C +1w",
}


@pytest.fixture
def filled(office: Office) -> Office:
    for line in LINES.values():
        office.add(line)
    return office


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("owner:änne", {"Retrofit"}),
        ("owner:ÄN", {"Retrofit"}),
        ("zuständig:bob", {"Line", "Messe"}),
        ("source:messe", {"Retrofit"}),
        ("messe", {"Retrofit", "Messe"}),
        ("produkt:cnc", {"Retrofit"}),
        ("region:sud", {"Retrofit"}),
        ("company:arzte", {"Retrofit"}),
        ("#ren", {"Retrofit"}),
        ("#enewal", set()),
        ("industry:food", {"Line"}),
        ("size:50", {"Retrofit"}),
        ("customer:new", {"Retrofit"}),
        ("kundenart:bestandskunde", {"Messe"}),
        ("owner:bob source:web", {"Line"}),
        ("owner:bob is:won", set()),
        ("owner:bob is:open", {"Line", "Messe"}),
        ("owner:*", set()),
        ("owner:", {"Retrofit", "Line", "Messe"}),
    ],
)
def test_fields_find_the_same_deals_everywhere(filled: Office, line: str, wanted: set[str]) -> None:
    flt, desk = parse_filter(line), filled.desk
    assert {deal.title for deal in reading.deals(desk, flt)} == wanted
    for _again in range(2):  # what was found is kept
        columns = narrowing.columns(desk, flt)
        assert sum(column.total.count for column in columns) == len(wanted)
    found = reading.agenda(desk, None, 50, flt)
    assert {one.deal.title for one in found if one.deal} == wanted
    report = reading.pipeline_report(desk, None, flt)
    assert sum(stage.total.count for stage in report.stages) == len(wanted)


def test_a_field_that_is_typed_on_is_looked_for_anew(filled: Office) -> None:
    counted = []
    for line in ("b", "bo", "bo owner:b", "bo owner:bo", "bo owner:box"):
        columns = narrowing.columns(filled.desk, parse_filter(line))
        counted.append(sum(column.total.count for column in columns))
    assert counted[1:] == [2, 2, 2, 0]
