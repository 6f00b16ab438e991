"""Currencies as ISO 4217 has them: codes, decimals, and the signs people write.

It stands beside the formatting because both reading and writing amounts need it.
"""

from __future__ import annotations

_WITHOUT_CENTS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_WITH_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"
_IN_USE = """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN
    BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP
    GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS
    KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR
    MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF
    SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS
    UAH UGX USD UYI UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW"""
_NO_MINOR = frozenset(_WITHOUT_CENTS.split())
_THREE_MINOR = frozenset(_WITH_THOUSANDTHS.split())

CURRENCIES = frozenset(_IN_USE.split())
"""Codes in use."""

SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}
"""Currencies shown by a sign; all others are shown by their code."""


def minor_digits(currency: str) -> int:
    """Decimals of a currency: none for JPY, KRW …, three for KWD …, two for all others."""
    if currency in _NO_MINOR:
        return 0
    return 3 if currency in _THREE_MINOR else 2
