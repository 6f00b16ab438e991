"""What can be done on the screen of companies and contacts; a part of the registry."""

from __future__ import annotations

from pipeline_tui.i18n import N_
from pipeline_tui.ui.commands.command import Command

PEOPLE = (
    Command("people.open", ("enter", "o"), N_("Open"),
            N_("To the page; there edit the field, or go to the deal or contact"), "people",
            "open", "", 1, N_("open")),
    Command("people.other", ("tab",), N_("List ↔ page"), N_("From the list to the page and back"),
            "people", "other", "", 2, N_("page")),
    Command("people.edit", ("e",), N_("Edit"), N_("Edit the field under the cursor of the page"),
            "people", "edit", "", 3, N_("edit")),
    Command("people.add", ("a",), N_("Add a contact"),
            N_("“Max Meier, Acme GmbH, purchasing, phone, mail”"), "people", "add_contact", "", 3,
            N_("add")),
    Command("people.add_company", ("A",), N_("Add a company"), N_("By its name"), "people",
            "add_company"),
    Command("people.merge", ("M",), N_("Merge into …"),
            N_("Make one of two; shown before, and u takes it back"), "people", "merge", "", 5,
            N_("merge")),
    Command("people.same", ("D",), N_("Duplicates …"),
            N_("Contacts or companies that may be the same"), "people", "duplicates", "", 6,
            N_("duplicates")),
    Command("people.copy", ("y",), N_("Copy"), N_("Copy phone, mail or name, or the field"),
            "people", "copy"),
    Command("people.find", ("slash",), N_("Search"),
            N_("Words of name, company, phone, mail or position"), "people", "filter", "", 4,
            N_("search")),
    Command("people.export", ("X",), N_("Export what is known"),
            N_("Everything known of the contact, into one file for your eyes only"), "people",
            "export"),
    Command("people.delete", ("delete",), N_("Delete"),
            N_("The contact or company; deals stay, and u brings it back"), "people", "delete"),
    Command("people.erase", ("E",), N_("Erase for good …"),
            N_("Take a person out for good, also from all texts; cannot be undone"), "people",
            "erase"),
)  # fmt: skip
"""On the list and on the page of the one under its cursor."""
