"""A seller keeps a playbook: answers are written, used, counted, and nothing of it is lost."""

from __future__ import annotations

import pytest

from pipeline_tui.domain.playbook import KINDS, Play
from pipeline_tui.errors import Ambiguous, Conflict, InputError, NotFound
from pipeline_tui.services import deals, history, playbook
from pipeline_tui.services.desk import Desk
from tests.services.office import Office

TEXT = "Too slow\nstages: Proposal\nwords: delivery, weeks\nlink: https://x.example\n\nAsk why.\n"


def plays(office: Office, kind: str = "objection") -> list[Play]:
    return [play for play in playbook.plays(office.desk) if play.kind == kind]


def titles(office: Office) -> list[str]:
    return [play.title for play in plays(office)]


class TestANewDatabase:
    def test_starts_with_five_objections_three_stories_and_materials(self, office: Office) -> None:
        assert [len(plays(office, kind)) for kind in KINDS] == [5, 3, 1]
        proposal = office.stage("Proposal")
        assert proposal in plays(office)[0].stages

    def test_of_german_stages_speaks_german(self, tmp_path: object) -> None:
        from pathlib import Path

        assert isinstance(tmp_path, Path)
        german = Office(tmp_path / "de.db", "b2b-de")
        assert titles(german)[0] == "Zu teuer"
        german.desk.close()


class TestWriting:
    def test_an_entry_goes_behind_those_of_its_kind(self, office: Office) -> None:
        before = office.everything()
        number = playbook.add(office.desk, "objection", TEXT)
        found = playbook.play(office.desk, number)
        assert titles(office)[-1] == "Too slow"
        assert (found.text, found.words, found.link) == (
            "Ask why.", "delivery, weeks", "https://x.example",
        )  # fmt: skip
        assert found.stages == (office.stage("Proposal"),)
        assert office.say() == "Playbook: entry added: Too slow"
        history.undo(office.desk)
        assert office.everything() == before

    def test_an_entry_anew_changes_text_and_stages(self, office: Office) -> None:
        number = playbook.add(office.desk, "objection", TEXT)
        seen = playbook.play(office.desk, number).version
        playbook.edit(office.desk, number, "Too late\nstages: nego, qual\n\nSorry.", seen=seen)
        found = playbook.play(office.desk, number)
        assert (found.title, found.words, found.text) == ("Too late", "", "Sorry.")
        assert set(found.stages) == {office.stage("Negotiation"), office.stage("Qualification")}
        assert found.version > seen

    def test_over_a_newer_version_shows_both(self, office: Office) -> None:
        number = playbook.add(office.desk, "objection", TEXT)
        seen = playbook.play(office.desk, number).version
        other = Desk(office.path, office.clock)
        playbook.edit(other, number, "Too slow\n\nTheirs.", seen=seen)
        other.close()
        with pytest.raises(Conflict) as found:
            playbook.edit(office.desk, number, "Too slow\n\nMine.", seen=seen)
        assert "Theirs." in found.value.theirs
        assert "Mine." in found.value.mine
        assert playbook.play(office.desk, number).text == "Theirs."
        playbook.edit(office.desk, number, "Too slow\n\nMine.", seen=None)
        assert playbook.play(office.desk, number).text == "Mine."

    def test_other_stages_alone_are_a_newer_version_too(self, office: Office) -> None:
        number = playbook.add(office.desk, "objection", TEXT)
        seen = playbook.play(office.desk, number).version
        playbook.edit(office.desk, number, TEXT.replace("Proposal", "Negotiation"), seen=seen)
        assert playbook.play(office.desk, number).version > seen

    @pytest.mark.parametrize(
        ("text", "error"),
        [("", InputError), ("Title\nstages: Moon\n\nx", NotFound),
         ("Title\nstages: pro\n\nx", Ambiguous), ("x" * 501, InputError),
         ("Title\n\n" + "x" * 100_001, InputError)],
    )  # fmt: skip
    def test_what_cannot_be_kept_changes_nothing(
        self, office: Office, text: str, error: type[Exception]
    ) -> None:
        before = office.everything()
        with pytest.raises(error):
            playbook.add(office.desk, "objection", text)
        with pytest.raises(error):
            playbook.edit(office.desk, plays(office)[0].id, text, seen=None)
        assert office.everything() == before

    def test_an_unknown_kind_and_an_unknown_number_are_refused(self, office: Office) -> None:
        with pytest.raises(InputError, match="joke"):
            playbook.add(office.desk, "joke", TEXT)
        with pytest.raises(NotFound, match="99"):
            playbook.edit(office.desk, 99, TEXT, seen=None)
        with pytest.raises(NotFound, match="99"):
            playbook.remove(office.desk, 99)


class TestOrder:
    def test_an_entry_changes_places_with_its_neighbour(self, office: Office) -> None:
        first, second, *rest = titles(office)
        playbook.shift(office.desk, plays(office)[0].id, 1)
        assert titles(office) == [second, first, *rest]
        playbook.shift(office.desk, plays(office)[0].id, -1)
        assert titles(office) == [second, first, *rest]
        history.undo(office.desk)
        assert titles(office) == [first, second, *rest]


class TestUsing:
    def test_is_counted_and_stands_in_the_timeline(self, office: Office) -> None:
        deal = office.add("Acme: Line @proposal call Ann tomorrow")
        play = plays(office)[0]
        playbook.use(office.desk, play.id, deal)
        assert office.say() == "Acme · Line: used from the playbook: Too expensive"
        assert playbook.play(office.desk, play.id).tally == (1, 0, 0)
        assert office.rows("SELECT field, new FROM field_change WHERE deal_id = ?", deal) == [
            ("playbook", "Too expensive")
        ]
        history.undo(office.desk)
        assert playbook.play(office.desk, play.id).tally == (0, 0, 0)

    def test_is_held_against_what_came_of_the_deals(self, office: Office) -> None:
        play = plays(office)[0].id
        won, lost, going = (office.add(f"Acme: {name} @proposal") for name in "ABC")
        for deal in (won, won, lost, going, going):
            playbook.use(office.desk, play, deal)
        deals.win(office.desk, won)
        deals.lose(office.desk, lost, "price")
        assert playbook.play(office.desk, play).tally == (5, 2, 1)

    def test_a_deal_that_is_gone_takes_its_uses_along(self, office: Office) -> None:
        play, deal = plays(office)[0].id, office.add("Acme: Line")
        playbook.use(office.desk, play, deal)
        deals.delete(office.desk, [deal])
        assert playbook.play(office.desk, play).tally == (0, 0, 0)

    def test_an_entry_taken_away_comes_back_with_its_count(self, office: Office) -> None:
        play, deal = plays(office)[0].id, office.add("Acme: Line")
        playbook.use(office.desk, play, deal)
        playbook.remove(office.desk, play)
        assert play not in [one.id for one in plays(office)]
        history.undo(office.desk)
        assert playbook.play(office.desk, play).tally.uses == 1


class TestWhatIsOffered:
    def test_fits_stage_and_risk_three_at_most(self, office: Office) -> None:
        deal = office.add("Acme: Line @negotiation !high budget freeze until spring")
        found = playbook.offered_with(office.desk, office.deal(deal))
        assert found[0].title == "No budget"
        assert len(found) == 3

    def test_stands_on_the_page_of_the_deal(self, office: Office) -> None:
        from pipeline_tui.services import reading

        page = reading.page(office.desk, office.add("Acme: Line @proposal"))
        assert page is not None
        assert [hint.title for hint in page.hints] == ["Too expensive", "No budget",
                                                       "I have to ask my boss"]  # fmt: skip


class TestTheStarterEntries:
    def test_come_back_where_they_are_missing(self, office: Office) -> None:
        for play in playbook.plays(office.desk)[1:]:
            playbook.remove(office.desk, play.id)
        assert playbook.add_starter(office.desk, "en") == 8
        assert [len(plays(office, kind)) for kind in KINDS] == [5, 3, 1]
        assert playbook.add_starter(office.desk, "en") == 0
        history.undo(office.desk)
        assert len(playbook.plays(office.desk)) == 1
