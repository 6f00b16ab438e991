"""What a step can do with settings and free days; their tables are imported when it does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import col, select

from pipeline_tui.store.models import checked
from pipeline_tui.store.rows import Rows

if TYPE_CHECKING:
    pass


class SetupRows(Rows):
    """The part of a step that sets things up."""

    def set_setting(self, key: str, value: str) -> None:
        """Set a setting of the data; '' removes it."""
        from pipeline_tui.store.tables_setup import SettingRow

        row = self.session.exec(select(SettingRow).where(col(SettingRow.key) == key)).first()
        if row is not None and not value:
            self.remove(row)
        elif row is not None:
            self.edit(row, value=value)
        elif value:
            self.add(SettingRow, key=key, value=value)
        self.session.flush()
        self.__dict__.pop("settings", None)

    def replace_days(self, origin: str, days: Mapping[date, str]) -> None:
        """Make these, with their names, the days that are not worked of this origin."""
        from pipeline_tui.store.tables_setup import FreeDayRow

        stored = self.session.exec(select(FreeDayRow).where(col(FreeDayRow.origin) == origin))
        kept = set()
        for row in stored.all():
            if date.fromisoformat(row.day) in days:
                self.edit(row, name=days[date.fromisoformat(row.day)])
                kept.add(date.fromisoformat(row.day))
            else:
                self.session.delete(row)
        self.session.flush()
        self.add_days(origin, {day: name for day, name in days.items() if day not in kept})

    def add_days(self, origin: str, days: Mapping[date, str]) -> None:
        """Add days that are not worked; those already there stay as they are."""
        from pipeline_tui.store.tables_setup import FreeDayRow

        rows = self.session.exec(select(FreeDayRow.day).where(col(FreeDayRow.origin) == origin))
        known = set(rows.all())
        for day, name in days.items():
            if day.isoformat() not in known:
                self.session.add(checked(FreeDayRow, {"day": day, "name": name, "origin": origin}))
        self.session.flush()
