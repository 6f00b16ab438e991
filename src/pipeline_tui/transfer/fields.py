"""Which field a column header means, in English and in German."""

from __future__ import annotations

from pipeline_tui.domain.text import fold

KEEP = "extra"
"""Target of a column that is kept with the deal as it is."""

IGNORE = "ignore"
"""Target of a column that is left out."""

_HEADERS = {
    "title": "title|deal|deal name|deal title|name|opportunity|opportunity name|subject|project"
    "|titel|bezeichnung|deal titel|projekt|vorgang|betreff|verkaufschance|chance",
    "company": "company|company name|account|account name|organization|organisation|customer"
    "|client|firma|firmenname|unternehmen|kunde|kundenname|organisation name",
    "contact": "contact|contact person|contact name|person|primary contact|ansprechperson"
    "|ansprechpartner|ansprechpartnerin|kontakt|kontaktperson|name kontakt",
    "phone": "phone|phone number|telephone|mobile|mobile phone|contact phone|tel|telefon"
    "|telefonnummer|mobil|handy|rufnummer",
    "email": "email|e mail|mail|email address|contact email|mailadresse|e mail adresse"
    "|emailadresse|mail adresse",
    "owner": "owner|deal owner|opportunity owner|sales agent|sales rep|salesperson|rep"
    "|account manager|assigned to|zustandig|zustaendig|verantwortlich|verantwortliche"
    "|verantwortlicher|besitzer|bearbeiter|vertriebsmitarbeiter|betreuer",
    "stage": "stage|deal stage|pipeline stage|sales stage|stage name|stagename|phase|stufe"
    "|verkaufsphase|vertriebsphase",
    "status": "status|deal status|zustand",
    "value": "value|deal value|amount|deal amount|close value|price|revenue|volume|wert|betrag"
    "|dealwert|summe|umsatz|volumen|auftragswert|preis",
    "currency": "currency|currency of value|deal currency|currency code|currencyisocode"
    "|wahrung|waehrung",
    "probability": "probability|deal probability|chance of winning|wahrscheinlichkeit"
    "|abschlusswahrscheinlichkeit",
    "category": "category|forecast|forecast category|forecastcategory|kategorie"
    "|prognosekategorie|prognose",
    "close": "close|close date|closedate|closing date|expected close|expected close date"
    "|expected closing|due|due date|abschluss|abschlussdatum|erwarteter abschluss|zieldatum"
    "|voraussichtlicher abschluss",
    "closed": "closed|closed on|closed at|closed date|deal closed on|won time|lost time"
    "|actual close date|geschlossen|abgeschlossen|abgeschlossen am|geschlossen am|gewonnen am"
    "|verloren am",
    "created": "created|created at|created on|created date|create date|createddate|date created"
    "|deal created|creation date|add time|engage date|start date|erstellt|erstellt am|angelegt"
    "|angelegt am|erstelldatum|anlagedatum|erfasst|erfasst am",
    "benefit": "benefit|customer benefit|nutzen|kundennutzen",
    "risk": "risk|risk text|risks|risiko|risiken",
    "risk_level": "risk level|risikostufe|risikoniveau",
    "source": "source|lead source|leadsource|channel|origin|quelle|herkunft|kanal|leadquelle",
    "product": "product|product name|item|produkt|produktname|artikel",
    "region": "region|territory|area|country|gebiet|land|vertriebsgebiet",
    "tags": "tags|tag|labels|label|schlagworte|schlagwort|stichworte|stichwort",
    "lost_reason": "lost reason|loss reason|reason lost|closed lost reason|verlustgrund"
    "|grund|absagegrund|verlorengrund|grund fur verlust",
    "goal": "goal|customer goal|objective|ziel|kundenziel|ziel des kunden",
    "recurring": "recurring|recurring value|recurring revenue|recurring amount|wiederkehrend"
    "|wiederkehrender wert|wiederkehrender umsatz|laufender wert|laufender umsatz",
    "recurring_per": "recurring per|recurring period|billing period|billing frequency|turnus"
    "|abrechnungszeitraum|wiederkehrend je|wiederkehrend pro",
    "industry": "industry|sector|company industry|branche|sektor|wirtschaftszweig",
    "size": "size|company size|number of employees|employees|grosse|groesse|unternehmensgrosse"
    "|unternehmensgroesse|firmengrosse|firmengroesse|mitarbeiter|mitarbeiterzahl",
    "customer_kind": "customer kind|customer type|kind of customer|new or existing"
    "|new or existing customer|kundenart|kundentyp|neu oder bestand|neukunde oder bestandskunde",
    "external_id": "id|deal id|record id|external id|externalid|opportunity id|number|no|nr"
    "|nummer|externe id|datensatz id|deal nr|vorgangsnummer",
}

FIELDS = tuple(_HEADERS)
"""Every field a column can be brought into."""


def field_of(header: str) -> str:
    """The field that a header means, '' if it means none."""
    return _known().get(plain(header), "")


def plain(words: str) -> str:
    """Words without case, accents and punctuation, for comparing."""
    kept = (char if char.isalnum() else " " for char in fold(words))
    return " ".join("".join(kept).split())


_table: dict[str, str] = {}


def _known() -> dict[str, str]:
    if not _table:
        for field, headers in _HEADERS.items():
            _table[plain(field)] = field
            for header in headers.split("|"):
                _table[header] = field
    return _table
