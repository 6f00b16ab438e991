"""What the playbook of a new database starts with (process.md, "Playbook"), in two languages.

Data of the database, as the templates' texts are: written in the template's language, and
edited afterwards. The stories are patterns to be replaced by one's own.
"""

from __future__ import annotations

from typing import NamedTuple


class Starter(NamedTuple):
    """An entry; `stages` are keys of template stages, those a database lacks are left out."""

    kind: str
    title: str
    stages: tuple[str, ...]
    words: str
    text: str


_EARLY = ("first_contact", "qualification")
_LATE = ("proposal", "negotiation")

_EN = (
    Starter(
        "objection", "Too expensive", _LATE, "price, expensive, discount, cost, cheaper",
        "Compared with what? Let them name the yardstick before you say a word about price.\n"
        "Then put the benefit beside it: what does leaving it as it is cost in a year?\n"
        "If it still does not fit, take something out of the offer. Never give without getting.",
    ),
    Starter(
        "objection", "No budget", ("qualification", *_LATE), "budget, freeze, money, no funds",
        "Is there no money, or is it kept for something else?\n"
        "Ask which budget pays for the problem today, and when the next one is decided.\n"
        "Offer a smaller first step that one person can sign, and note the date of the round.",
    ),
    Starter(
        "objection", "We have a supplier", _EARLY, "competitor, supplier, incumbent, provider",
        "Good: then you know what matters. What would you change if you could?\n"
        "Do not run the other one down. Ask for one case in which you may be measured.\n"
        "Note when the contract ends; that is the date for the next talk.",
    ),
    Starter(
        "objection", "No time, call next quarter", _EARLY, "time, timing, later, busy, postponed",
        "Gladly. What will be different then?\n"
        "If there is an answer, agree on day and hour now. If there is none, it is a polite no:\n"
        "ask for it kindly, and park the deal with a date of your own.",
    ),
    Starter(
        "objection", "I have to ask my boss", ("qualification", *_LATE),
        "decision, boss, committee, approval, internal, board",
        "What will they want to know first? Write these points down together.\n"
        "Offer to be there for ten minutes, or to put the case on one page for that talk.\n"
        "Ask how such a decision was made the last time, and by whom.",
    ),
    Starter(
        "story", "Machine builder: set-up time cut by a third", ("qualification", "proposal"),
        "time, set-up, production, capacity",
        "Before: four hours a week lost at every change of order.\n"
        "What we did: two days on site, one change that the shift made itself.\n"
        "After: a third less, paid back in five months. Ask their head of production.\n"
        "(A pattern: put your own customer, numbers and the person to call here.)",
    ),
    Starter(
        "story", "Wholesaler: from three systems to one", ("qualification", "proposal"),
        "systems, integration, effort, error, data",
        "Before: orders typed twice, one in fifty wrong.\n"
        "What we did: a pilot with one branch and one measure: wrong orders a week.\n"
        "After: the pilot met its measure in six weeks, then the other eleven branches.\n"
        "(A pattern: put your own customer, numbers and the person to call here.)",
    ),
    Starter(
        "story", "They waited a year, and what it cost", ("negotiation",),
        "waiting, later, freeze, priority, postponed",
        "A customer put the decision off for a year, for good reasons.\n"
        "Afterwards they worked out what the year had cost, and told us the number.\n"
        "(A pattern: use it only if it is true and they allow it.)",
    ),
    Starter(
        "material", "Materials to hand", (), "checklist, calculation, reference, data sheet, video",
        "Checklist: is it worth it for you? (one page, for an early talk)\n"
        "Benefit calculation: the sheet you fill in together\n"
        "References: three customers of their industry who take a call\n"
        "Data sheet, terms, data protection: what purchasing asks for\n"
        "Video, two minutes: for whom the meeting is too early",
    ),
)  # fmt: skip

_DE = (
    Starter(
        "objection", "Zu teuer", _LATE, "Preis, teuer, Rabatt, Kosten, billiger, Nachlass",
        "Verglichen womit? Erst den Maßstab nennen lassen, dann über den Preis sprechen.\n"
        "Daneben den Nutzen stellen: Was kostet es im Jahr, alles so zu lassen?\n"
        "Passt es dann noch nicht, etwas aus dem Angebot nehmen. Nie geben, ohne zu bekommen.",
    ),
    Starter(
        "objection", "Kein Budget", ("qualification", *_LATE), "Budget, Budgetstopp, Geld, Mittel",
        "Ist kein Geld da, oder ist es für anderes vorgesehen?\n"
        "Fragen, aus welchem Budget das Problem heute bezahlt wird und wann neu entschieden wird.\n"
        "Einen kleineren ersten Schritt anbieten, den eine Person freigeben kann.",
    ),
    Starter(
        "objection", "Wir haben schon einen Anbieter", _EARLY,
        "Wettbewerb, Wettbewerber, Anbieter, Lieferant, Dienstleister",
        "Gut, dann wissen Sie, worauf es ankommt. Was würden Sie ändern, wenn Sie könnten?\n"
        "Den anderen nicht schlechtmachen. Um einen Fall bitten, an dem man gemessen wird.\n"
        "Notieren, wann der Vertrag endet: Das ist der Tag für das nächste Gespräch.",
    ),
    Starter(
        "objection", "Keine Zeit, bitte im nächsten Quartal", _EARLY,
        "Zeit, Zeitpunkt, später, verschoben, Termin",
        "Gern. Was wird dann anders sein?\n"
        "Gibt es eine Antwort, gleich Tag und Uhrzeit vereinbaren. Gibt es keine, ist es ein\n"
        "höfliches Nein: freundlich danach fragen und den Deal mit Datum in Pflege nehmen.",
    ),
    Starter(
        "objection", "Das muss ich intern abstimmen", ("qualification", *_LATE),
        "Entscheidung, Entscheider, Chef, Gremium, Freigabe, Vorstand, intern",
        "Was werden die anderen zuerst wissen wollen? Die Punkte gemeinsam aufschreiben.\n"
        "Anbieten, zehn Minuten dabei zu sein oder eine Seite für das Gespräch zu liefern.\n"
        "Fragen, wie so etwas beim letzten Mal entschieden wurde und von wem.",
    ),
    Starter(
        "story", "Maschinenbauer: ein Drittel weniger Rüstzeit", ("qualification", "proposal"),
        "Zeit, Rüstzeit, Fertigung, Kapazität",
        "Vorher: vier Stunden in der Woche verloren, bei jedem Auftragswechsel.\n"
        "Was wir taten: zwei Tage vor Ort, eine Änderung, die die Schicht selbst umsetzte.\n"
        "Nachher: ein Drittel weniger, in fünf Monaten bezahlt. Der Fertigungsleiter erzählt es.\n"
        "(Ein Muster: hierher gehören Ihr Kunde, Ihre Zahlen und wer anzurufen ist.)",
    ),
    Starter(
        "story", "Großhändler: aus drei Systemen wurde eines", ("qualification", "proposal"),
        "System, Schnittstelle, Aufwand, Fehler, Daten",
        "Vorher: Aufträge doppelt erfasst, jeder fünfzigste falsch.\n"
        "Was wir taten: ein Pilot in einer Filiale mit einem Maß: falsche Aufträge je Woche.\n"
        "Nachher: Der Pilot hielt sein Maß nach sechs Wochen, dann kamen die anderen elf.\n"
        "(Ein Muster: hierher gehören Ihr Kunde, Ihre Zahlen und wer anzurufen ist.)",
    ),
    Starter(
        "story", "Ein Jahr gewartet, und was es gekostet hat", ("negotiation",),
        "Warten, später, Budgetstopp, Priorität, verschoben",
        "Ein Kunde hat die Entscheidung um ein Jahr verschoben, aus guten Gründen.\n"
        "Danach hat er ausgerechnet, was das Jahr gekostet hat, und uns die Zahl genannt.\n"
        "(Ein Muster: nur verwenden, wenn es stimmt und der Kunde einverstanden ist.)",
    ),
    Starter(
        "material", "Unterlagen zur Hand", (),
        "Checkliste, Berechnung, Referenz, Datenblatt, Video",
        "Checkliste: Lohnt es sich für Sie? (eine Seite, für ein frühes Gespräch)\n"
        "Nutzenrechnung: das Blatt, das gemeinsam ausgefüllt wird\n"
        "Referenzen: drei Kunden der Branche, die ans Telefon gehen\n"
        "Datenblatt, Konditionen, Datenschutz: wonach der Einkauf fragt\n"
        "Video, zwei Minuten: für alle, denen ein Termin zu früh ist",
    ),
)  # fmt: skip

STARTERS = {"en": _EN, "de": _DE}
"""The starter content by language."""
