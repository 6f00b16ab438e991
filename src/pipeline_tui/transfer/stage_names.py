"""What other programs call their stages: which of the process' stages a name stands for."""

from __future__ import annotations

from pipeline_tui.transfer.fields import plain

_NAMES = {
    "prospect": "prospect|prospecting|prospects|target|suspect|new|new deal|neu|zielkunde"
    "|zielkunden|interessent|potenzieller kunde|kaltakquise|identified|identifiziert",
    "first_contact": "first contact|lead|new lead|leads|lead in|contacted|contact made|contact"
    "|initial contact|approach|inquiry|enquiry|erstkontakt|neuer lead|kontaktiert|kontakt"
    "|kontaktaufnahme|erstgesprach|anfrage|angesprochen",
    "qualification": "qualification|qualified|qualify|qualified lead|sql|discovery|needs analysis"
    "|needs defined|appointment scheduled|meeting scheduled|qualified to buy|demo"
    "|demo scheduled|presentation scheduled|value proposition|id decision makers"
    "|perception analysis|qualifizierung|qualifiziert|bedarfsklarung|bedarfsanalyse|bedarf"
    "|bedarfsermittlung|analyse|termin vereinbart|vorfuhrung|prasentation",
    "proposal": "proposal|proposal made|proposal sent|proposal price quote|price quote|quote"
    "|quote sent|quotation|offer|offer sent|angebot|angebote|angebot erstellt|angebot gesendet"
    "|angebot versendet|angebot abgegeben|angebotsphase|offerte",
    "negotiation": "negotiation|negotiations|negotiation started|negotiations started"
    "|negotiation review|decision maker bought in|contract sent|contract|closing|verbal agreement"
    "|verhandlung|verhandlungen|in verhandlung|vertragsverhandlung|vertrag|vertrag gesendet"
    "|nachverhandlung|entscheidung",
    "parked": "parked|on hold|hold|nurture|nurturing|paused|later|dormant|pflege|geparkt"
    "|zuruckgestellt|pausiert|wiedervorlage|spater",
    "won": "won|closed won|closedwon|close won|deal won|win|sold|signed|gewonnen|deal gewonnen"
    "|abgeschlossen gewonnen|geschlossen gewonnen|auftrag|auftrag erhalten|verkauft|gewonnene",
    "lost": "lost|closed lost|closedlost|close lost|deal lost|dead|rejected|disqualified|cancelled"
    "|verloren|deal verloren|abgeschlossen verloren|geschlossen verloren|abgelehnt|absage"
    "|abgesagt|disqualifiziert",
    "onboarding": "onboarding|implementation|kick off|einfuhrung|implementierung",
    "expansion": "expansion|renewal|upsell|cross sell|ausbau|verlangerung|bestandskunde",
}

_table: dict[str, str] = {}


def role_of(name: str) -> str:
    """The key of the process' stage (domain/templates.py) that a name means; '' if none."""
    if not _table:
        for role, names in _NAMES.items():
            _table.update(dict.fromkeys(names.split("|"), role))
    return _table.get(plain(name), "")


def is_closed(status: str) -> str:
    """`won` or `lost` if a status column says so, else ''."""
    role = role_of(status)
    return role if role in ("won", "lost") else ""
