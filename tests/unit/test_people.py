"""What a contact person allows, as a seller types it: read, refused, and said again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain import people, words
from pipeline_tui.domain.records import Channel, Permission
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import use_language

TODAY = date(2026, 11, 22)

PIECES = (
    "call yes from fair", "mail no since 3 Nov", "anrufen nein von Liste am 3.11.",
    "call yes", "mail no", "anrufen ja", "mailen nein", "no calls", "keine Mails", "call ?",
    "do not contact", "nicht kontaktieren", "from fair", "Messe", "mail of 3 Nov", "12 Nov",
    "2026-11-03", "from from", "und", "yes", "31.02.", "3. Liste", "call and mail", "?", "",
)  # fmt: skip


class TestTypingWhatIsAllowed:
    @pytest.mark.parametrize(
        ("line", "call", "mail", "origin"),
        [
            ("call yes, mail no, from fair", True, False, "fair"),
            ("anrufen ja, mailen nein, Messe", True, False, "Messe"),
            ("Anruf: ja, Mail: nein, von Messe", True, False, "Messe"),
            ("call yes mail no", True, False, ""),
            ("CALL YES", True, None, ""),
            ("no calls", False, None, ""),
            ("keine Mails", None, False, ""),
            ("call and mail yes", True, True, ""),
            ("anrufen und mailen nein", False, False, ""),
            ("call ?, mail no", None, False, ""),
            ("call yes, from fair, stand 12", True, None, "fair; stand 12"),
            ("", None, None, ""),
        ],
    )
    def test_is_read_in_both_languages(
        self, line: str, call: bool | None, mail: bool | None, origin: str
    ) -> None:
        found = people.read_permission(line, TODAY)
        assert (found.call.allowed, found.mail.allowed, found.never) == (call, mail, False)
        known = [one for one in (found.call, found.mail) if one.allowed is not None]
        assert {(one.origin, one.on) for one in known} <= {(origin, None)}

    @pytest.mark.parametrize(
        ("line", "call", "mail"),
        [
            (
                "call yes from fair on 12 Nov, mail no",
                Channel(True, "fair", date(2026, 11, 12)), Channel(False),
            ),
            (
                "anrufen ja von Messe, mailen nein vom Vertrag seit 3.11.2025",
                Channel(True, "Messe"), Channel(False, "Vertrag", date(2025, 11, 3)),
            ),
            ("call yes since 12.11.2024, mail yes", Channel(True, "", date(2024, 11, 12)),
             Channel(True)),
            ("call yes from mail of 3 Nov", Channel(True, "mail of 3 Nov"), Channel()),
            ("call yes from fair, mail no, from list", Channel(True, "fair"),
             Channel(False, "list")),
        ],
    )  # fmt: skip
    def test_is_kept_for_each_channel_with_its_own_origin_and_day(
        self, line: str, call: Channel, mail: Channel
    ) -> None:
        assert people.read_permission(line, TODAY) == Permission(call, mail)

    @pytest.mark.parametrize(
        ("line", "origin"),
        [
            ("do not contact", ""),
            ("Nicht kontaktieren!", ""),
            ("Kontaktsperre, von Brief", "Brief"),
            ("do not contact, mail of 3 Nov", "mail of 3 Nov"),
        ],
    )
    def test_can_be_that_nobody_is_to_get_in_touch_at_all(self, line: str, origin: str) -> None:
        no = Channel(False, origin)
        assert people.read_permission(line, TODAY) == Permission(no, no, never=True)

    def test_is_no_ban_on_everything_when_calls_and_mails_are_refused(self) -> None:
        assert not people.read_permission("call no, mail no", TODAY).never

    @pytest.mark.parametrize(
        ("line", "day"),
        [
            ("call yes, from fair, 2026-11-12", date(2026, 11, 12)),
            ("call yes, from fair, 12 Nov", date(2026, 11, 12)),
            ("anrufen ja, am 3.12.", date(2025, 12, 3)),
            ("mail no, since 12.11.2024", date(2024, 11, 12)),
        ],
    )
    def test_names_a_day_that_has_passed(self, line: str, day: date) -> None:
        found = people.read_permission(line, TODAY)
        assert day in (found.call.on, found.mail.on)

    @pytest.mark.parametrize(
        ("line", "why"),
        [
            ("fair", "fair does not say what is allowed"),
            ("yes", "yes names no channel, or no answer"),
            ("call maybe", "call maybe is not understood"),
            ("cal yes", "cal yes is not understood"),
            ("call", "call names no channel, or no answer"),
            ("call yes no", "call yes no names no channel, or no answer"),
            ("call yes, do not contact", "says yes and no at once"),
            ("call yes, 31.02.2026", "There is no such day"),
            ("call yes, 2026-12-01", "has not come yet"),
        ],
    )
    def test_is_refused_where_it_would_have_to_be_guessed(self, line: str, why: str) -> None:
        with pytest.raises(InputError, match=why):
            people.read_permission(line, TODAY)

    @given(st.lists(st.sampled_from(PIECES), max_size=5).map(", ".join))
    def test_means_the_same_in_the_history_and_when_it_is_edited_again(self, line: str) -> None:
        try:
            found = people.read_permission(line, TODAY)
        except InputError:
            return
        for language in ("en", "de"):
            use_language(language)
            for text in (people.permission_text(found), people.permission_line(found)):
                again = people.read_permission(text, TODAY)
                assert _undated(again) == _undated(found), text


def _undated(of: Permission) -> Permission:
    return of._replace(call=of.call._replace(on=None), mail=of.mail._replace(on=None))


class TestBeforeOneCalls:
    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("call yes, mail no, from fair", "may be called, must not be mailed, from fair"),
            ("do not contact", "do not contact"),
            ("call no", "must not be called"),
            ("call yes from fair, mail no", "may be called from fair, must not be mailed"),
            ("", ""),
        ],
    )
    def test_it_is_said_in_words(self, line: str, said: str) -> None:
        assert people.said(people.read_permission(line, TODAY)) == said

    @pytest.mark.parametrize(
        ("line", "kinds"),
        [
            ("call no", {"call"}),
            ("mail no, call yes", {"mail"}),
            ("do not contact", {"call", "mail", "meeting", "offer"}),
            ("call no, mail no", {"call", "mail"}),
            ("call yes", set()),
            ("", set()),
        ],
    )
    def test_a_follow_up_against_it_is_known(self, line: str, kinds: set[str]) -> None:
        of = people.read_permission(line, TODAY)
        assert {kind for kind in words.KINDS if people.forbids(of, kind)} - {"note"} == kinds


class TestTypingARole:
    @pytest.mark.parametrize(
        ("typed", "role"),
        [
            ("decides", "decides"),
            ("Entscheider", "decides"),
            ("prüft", "checks"),
            ("champion", "champions"),
            ("Fürsprecherin", "champions"),
            ("Bremser", "blocks"),
            ("unterschreibt", "signs"),
            ("spürt das Problem", "feels"),
            ("boss", ""),
            ("", ""),
        ],
    )
    def test_is_read_in_both_languages(self, typed: str, role: str) -> None:
        assert words.role_code(typed) == role

    @pytest.mark.parametrize("language", ["en", "de"])
    def test_is_read_as_it_is_shown(self, language: str) -> None:
        use_language(language)
        assert {words.role_code(words.role(role)) for role in words.ROLES} == set(words.ROLES)
