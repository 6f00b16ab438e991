"""What is handed to the system to call or mail: digits and one address, nothing that came along."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.reach import mail_uri, tel_uri
from pipeline_tui.errors import InputError
from pipeline_tui.ui import opening
from tests.unit.deal_records import HOSTILE


class TestANumber:
    @pytest.mark.parametrize(
        ("phone", "uri"),
        [
            ("+49 170 1234567", "tel:+491701234567"),
            ("030/12 34-56", "tel:030123456"),
            ("+49 (0)30 123456", "tel:+4930123456"),
            ("(030) 123456", "tel:030123456"),
        ],
    )
    def test_gives_its_digits(self, phone: str, uri: str) -> None:
        assert tel_uri(phone) == uri

    @pytest.mark.parametrize("phone", ["", "12", "call me", "123;ext=1a", "1" * 30, *HOSTILE])
    def test_that_is_none_is_refused(self, phone: str) -> None:
        with pytest.raises(InputError, match="is not a phone number"):
            tel_uri(phone)

    @given(st.text(max_size=40))
    def test_never_brings_anything_along(self, phone: str) -> None:
        try:
            uri = tel_uri(phone)
        except InputError:
            return
        assert re.fullmatch(r"tel:\+?[0-9]{3,20}", uri)


class TestAnAddress:
    @pytest.mark.parametrize(
        ("email", "uri"),
        [
            ("meier@acme.de", "mailto:meier@acme.de"),
            ("a+b%c@acme.de", "mailto:a%2Bb%25c@acme.de"),
            ("max@müller.de", "mailto:max@xn--mller-kva.de"),
        ],
    )
    def test_is_encoded(self, email: str, uri: str) -> None:
        assert mail_uri(email) == uri

    @pytest.mark.parametrize(
        "email",
        ["", "a@b.de?cc=x@y.de", "a@b.de&bcc=c", "a@b@c.de", "a b@c.de", "a,b@c.de", "@c.de",
         "a@", "a@.de", "a@b..de", "a\n@b.de", "x" * 300 + "@b.de", *HOSTILE],
    )  # fmt: skip
    def test_that_is_none_is_refused(self, email: str) -> None:
        with pytest.raises(InputError, match="is not a mail address"):
            mail_uri(email)

    @given(st.text(max_size=30), st.text(max_size=20))
    def test_never_brings_anything_along(self, name: str, domain: str) -> None:
        try:
            uri = mail_uri(f"{name}@{domain}")
        except InputError:
            return
        assert re.fullmatch(r"mailto:[A-Za-z0-9._~%-]+@[A-Za-z0-9.-]+", uri)


class TestOpening:
    @pytest.mark.parametrize("uri", ["https://x", "-x", "javascript:1", ""])
    def test_takes_numbers_and_addresses_only(self, uri: str) -> None:
        assert not opening.open_uri(uri)

    def test_says_when_there_is_no_program(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("shutil.which", lambda _name: None)
        assert not opening.open_uri("tel:030123456")
