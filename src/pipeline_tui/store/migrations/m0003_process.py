"""Step 3: the sales process: questions, buying roles, offers, reviews, playbook, costs.

`answer` is the one record of a question of qualification; a criterion that is tied to it
(`criterion.question`) has no tick of its own. `deal.contact_id` is whom one talks to first,
`participant` the others at the table. `deal.parent_id` is the deal a follow-on came from.
Quantities are thousandths, so that nothing needs REAL.
"""

from __future__ import annotations

VERSION = 3

_QUESTIONS = "('relevance', 'benefit', 'time', 'decision')"
_ROLES = "('', 'feels', 'decides', 'checks', 'signs', 'champions', 'blocks')"
_MONEY = "BETWEEN 0 AND 9007199254740992"
_OF_DEAL = "deal_id INTEGER NOT NULL REFERENCES deal (id) ON DELETE CASCADE"

STATEMENTS = (
    "ALTER TABLE stage ADD COLUMN asks_qualification INTEGER NOT NULL DEFAULT 0"
    " CHECK (asks_qualification IN (0, 1))",
    "UPDATE stage SET asks_qualification = 1 WHERE key = 'proposal'",
    "ALTER TABLE criterion ADD COLUMN question TEXT NOT NULL DEFAULT ''"
    f" CHECK (question = '' OR question IN {_QUESTIONS})",
    "ALTER TABLE company ADD COLUMN industry TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE company ADD COLUMN size TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE company ADD COLUMN note TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE contact ADD COLUMN position TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE contact ADD COLUMN drives TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE contact ADD COLUMN objection TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE contact ADD COLUMN note TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE contact ADD COLUMN do_not_contact INTEGER NOT NULL DEFAULT 0"
    " CHECK (do_not_contact IN (0, 1))",
    # Origin and day, once noted for both channels together, belong to each of them.
    "ALTER TABLE contact ADD COLUMN call_origin TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE contact ADD COLUMN call_on TEXT",
    "ALTER TABLE contact ADD COLUMN mail_origin TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE contact ADD COLUMN mail_on TEXT",
    "UPDATE contact SET call_origin = permission_note, call_on = permission_on"
    " WHERE may_call IS NOT NULL OR may_mail IS NULL",
    "UPDATE contact SET mail_origin = permission_note, mail_on = permission_on"
    " WHERE may_mail IS NOT NULL",
    "UPDATE contact SET do_not_contact = 1 WHERE may_call = 0 AND may_mail = 0",
    "ALTER TABLE contact DROP COLUMN permission_note",
    "ALTER TABLE contact DROP COLUMN permission_on",
    "ALTER TABLE deal ADD COLUMN incumbent TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE deal ADD COLUMN goal TEXT NOT NULL DEFAULT ''",
    f"ALTER TABLE deal ADD COLUMN recurring_minor INTEGER CHECK (recurring_minor {_MONEY})",
    "ALTER TABLE deal ADD COLUMN recurring_per TEXT NOT NULL DEFAULT ''"
    " CHECK (recurring_per IN ('', 'month', 'year'))",
    "ALTER TABLE deal ADD COLUMN customer TEXT NOT NULL DEFAULT ''"
    " CHECK (customer IN ('', 'new', 'existing'))",
    "ALTER TABLE deal ADD COLUMN parent_id INTEGER REFERENCES deal (id) ON DELETE SET NULL",
    "ALTER TABLE deal ADD COLUMN link TEXT NOT NULL DEFAULT ''"
    " CHECK (link IN ('', 'renewal', 'follow_on', 'come_back'))",
    "ALTER TABLE deal ADD COLUMN renewal_on TEXT",
    "ALTER TABLE deal ADD COLUMN disqualified INTEGER NOT NULL DEFAULT 0"
    " CHECK (disqualified IN (0, 1))",
    "ALTER TABLE deal ADD COLUMN risk_was_reason INTEGER CHECK (risk_was_reason IN (0, 1))",
    "CREATE INDEX deal_parent ON deal (parent_id) WHERE parent_id IS NOT NULL",
    f"""
    CREATE TABLE answer (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        {_OF_DEAL},
        question TEXT NOT NULL CHECK (question IN {_QUESTIONS}),
        answer TEXT NOT NULL CHECK (answer IN ('yes', 'no')),
        line TEXT NOT NULL DEFAULT '',
        answered_at TEXT NOT NULL,
        UNIQUE (deal_id, question)
    ) STRICT
    """,
    # The criteria of the first templates that are a question of qualification.
    "UPDATE criterion SET question = 'decision'"
    " WHERE text IN ('Decision maker known', 'Entscheider bekannt')"
    " AND stage_id IN (SELECT id FROM stage WHERE key = 'qualification')",
    "UPDATE criterion SET question = 'time'"
    " WHERE text IN ('Time frame known', 'Zeitrahmen bekannt')"
    " AND stage_id IN (SELECT id FROM stage WHERE key = 'qualification')",
    # What was ticked is answered with yes, and kept once.
    """
    INSERT INTO answer (deal_id, question, answer, line, answered_at)
    SELECT t.deal_id, k.question, 'yes', t.evidence, t.ticked_at
    FROM tick t JOIN criterion k ON k.id = t.criterion_id
    WHERE k.question <> '' ORDER BY t.id
    ON CONFLICT (deal_id, question) DO NOTHING
    """,
    "DELETE FROM tick WHERE criterion_id IN (SELECT id FROM criterion WHERE question <> '')",
    f"""
    CREATE TABLE participant (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        {_OF_DEAL},
        contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
        role TEXT NOT NULL DEFAULT '' CHECK (role IN {_ROLES}),
        UNIQUE (deal_id, contact_id)
    ) STRICT
    """,
    "CREATE INDEX participant_contact ON participant (contact_id)",
    f"""
    CREATE TABLE benefit_part (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        {_OF_DEAL},
        position INTEGER NOT NULL,
        text TEXT NOT NULL,
        quantity INTEGER NOT NULL CHECK (quantity >= 0),
        unit TEXT NOT NULL DEFAULT '',
        rate_minor INTEGER NOT NULL CHECK (rate_minor {_MONEY}),
        per TEXT NOT NULL CHECK (per IN ('once', 'week', 'month', 'year'))
    ) STRICT
    """,
    "CREATE INDEX benefit_part_deal ON benefit_part (deal_id, position)",
    f"""
    CREATE TABLE plan_part (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        {_OF_DEAL},
        position INTEGER NOT NULL,
        what TEXT NOT NULL,
        who TEXT NOT NULL DEFAULT '',
        due TEXT,
        done_on TEXT
    ) STRICT
    """,
    "CREATE INDEX plan_part_deal ON plan_part (deal_id, position)",
    f"""
    CREATE TABLE pilot (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        {_OF_DEAL} UNIQUE,
        measure TEXT NOT NULL,
        checker TEXT NOT NULL DEFAULT '',
        until TEXT,
        result TEXT NOT NULL DEFAULT '' CHECK (result IN ('', 'met', 'missed'))
    ) STRICT
    """,
    f"""
    CREATE TABLE offer_option (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        {_OF_DEAL},
        level TEXT NOT NULL CHECK (level IN ('basic', 'standard', 'plus')),
        text TEXT NOT NULL DEFAULT '',
        value_minor INTEGER NOT NULL CHECK (value_minor {_MONEY}),
        expected INTEGER NOT NULL DEFAULT 0 CHECK (expected IN (0, 1)),
        UNIQUE (deal_id, level)
    ) STRICT
    """,
    """
    CREATE TABLE review (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (kind IN ('weekly', 'monthly')),
        started_at TEXT NOT NULL,
        ended_at TEXT,
        learned TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    f"""
    CREATE TABLE review_item (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        review_id INTEGER NOT NULL REFERENCES review (id) ON DELETE CASCADE,
        {_OF_DEAL},
        position INTEGER NOT NULL,
        reason TEXT NOT NULL,
        decision TEXT NOT NULL DEFAULT '',
        decided_at TEXT,
        UNIQUE (review_id, deal_id)
    ) STRICT
    """,
    "CREATE INDEX review_item_deal ON review_item (deal_id)",
    """
    CREATE TABLE play (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (kind IN ('objection', 'story', 'material')),
        position INTEGER NOT NULL,
        title TEXT NOT NULL,
        text TEXT NOT NULL DEFAULT '',
        link TEXT NOT NULL DEFAULT '',
        words TEXT NOT NULL DEFAULT '',
        version INTEGER NOT NULL DEFAULT 1
    ) STRICT
    """,
    """
    CREATE TABLE play_stage (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        play_id INTEGER NOT NULL REFERENCES play (id) ON DELETE CASCADE,
        stage_id INTEGER NOT NULL REFERENCES stage (id) ON DELETE CASCADE,
        UNIQUE (play_id, stage_id)
    ) STRICT
    """,
    "CREATE INDEX play_stage_stage ON play_stage (stage_id)",
    f"""
    CREATE TABLE play_use (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        play_id INTEGER NOT NULL REFERENCES play (id) ON DELETE CASCADE,
        {_OF_DEAL},
        at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX play_use_play ON play_use (play_id)",
    "CREATE INDEX play_use_deal ON play_use (deal_id)",
    f"""
    CREATE TABLE channel_cost (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        source TEXT NOT NULL,
        month TEXT NOT NULL,
        cost_minor INTEGER NOT NULL CHECK (cost_minor {_MONEY}),
        currency TEXT NOT NULL,
        UNIQUE (source, month)
    ) STRICT
    """,
    """
    CREATE TABLE lost_reason (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        position INTEGER NOT NULL,
        code TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "INSERT INTO lost_reason (position, code) VALUES"
    " (1, 'price'), (2, 'no_budget'), (3, 'competitor'), (4, 'project_stopped'),"
    " (5, 'no_need'), (6, 'timing'), (7, 'not_reachable'), (8, 'other')",
)

MAY_CHANGE = frozenset({"tick"})
"""The ticks of tied criteria become answers."""
