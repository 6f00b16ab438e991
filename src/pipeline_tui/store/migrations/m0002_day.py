"""Step 2: what the day needs: recurrence, promises, planned follow-ups, roles and permission.

`setting.uid` is the identity that a database keeps wherever its file goes; calendar entries
are found again by it. `followup.repeat_time` is the time of day of a series, which no retry and
no snooze changes; `followup.series` the number of its first follow-up, in every later one. That
first one may be gone, so it is no foreign key.
"""

from __future__ import annotations

VERSION = 2

STATEMENTS = (
    "ALTER TABLE followup ADD COLUMN repeat TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE followup ADD COLUMN promised INTEGER NOT NULL DEFAULT 0"
    " CHECK (promised IN (0, 1))",
    "ALTER TABLE followup ADD COLUMN repeat_time TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE followup ADD COLUMN series INTEGER",
    """
    CREATE TABLE planned (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        stage_id INTEGER NOT NULL REFERENCES stage (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('call', 'mail', 'meeting', 'offer', 'task')),
        text TEXT NOT NULL,
        days INTEGER NOT NULL CHECK (days >= 0)
    ) STRICT
    """,
    "CREATE INDEX planned_stage ON planned (stage_id, position)",
    "ALTER TABLE deal ADD COLUMN contact_role TEXT NOT NULL DEFAULT '' CHECK (contact_role IN"
    " ('', 'feels', 'decides', 'checks', 'signs', 'champions', 'blocks'))",
    "ALTER TABLE contact ADD COLUMN may_call INTEGER CHECK (may_call IN (0, 1))",
    "ALTER TABLE contact ADD COLUMN may_mail INTEGER CHECK (may_mail IN (0, 1))",
    "ALTER TABLE contact ADD COLUMN permission_note TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE contact ADD COLUMN permission_on TEXT",
    "INSERT INTO setting (key, value) VALUES ('uid', lower(hex(randomblob(16))))",
)

MAY_CHANGE = frozenset({"setting"})
"""The new setting is a row more."""
