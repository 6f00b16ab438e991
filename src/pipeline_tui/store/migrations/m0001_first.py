"""Step 1: deals, their stages, follow-ups, histories, and the undo journal.

Every table is STRICT and holds INTEGER and TEXT only, so that the journal's images come
back exactly. Every table has one integer key, `id`, and keys are never used twice.
An absent time of day is '' (not NULL), so that (due, time, id) can be compared as a row.
"""

from __future__ import annotations

VERSION = 1

STATEMENTS = (
    """
    CREATE TABLE setting (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT NOT NULL UNIQUE,
        value TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE free_day (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        day TEXT NOT NULL,
        name TEXT NOT NULL,
        origin TEXT NOT NULL CHECK (origin IN ('holiday', 'own')),
        UNIQUE (day, origin)
    ) STRICT
    """,
    """
    CREATE TABLE stage (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT NOT NULL DEFAULT '',
        name TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL CHECK (kind IN ('open', 'parked', 'won', 'lost', 'care')),
        position INTEGER NOT NULL,
        probability INTEGER NOT NULL CHECK (probability BETWEEN 0 AND 100),
        contact_limit INTEGER,
        step_required INTEGER NOT NULL,
        guidance TEXT NOT NULL DEFAULT '',
        colour TEXT NOT NULL DEFAULT '',
        is_first_contact INTEGER NOT NULL DEFAULT 0,
        is_opportunity INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    """
    CREATE TABLE criterion (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        stage_id INTEGER NOT NULL REFERENCES stage (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        text TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX criterion_stage ON criterion (stage_id, position)",
    """
    CREATE TABLE company (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        name_key TEXT NOT NULL UNIQUE,
        created_at TEXT NOT NULL,
        version INTEGER NOT NULL DEFAULT 1
    ) STRICT
    """,
    """
    CREATE TABLE contact (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        company_id INTEGER REFERENCES company (id) ON DELETE SET NULL,
        name TEXT NOT NULL,
        phone TEXT NOT NULL DEFAULT '',
        email TEXT NOT NULL DEFAULT '',
        created_at TEXT NOT NULL,
        version INTEGER NOT NULL DEFAULT 1
    ) STRICT
    """,
    "CREATE INDEX contact_company ON contact (company_id)",
    """
    CREATE TABLE deal (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        title TEXT NOT NULL,
        company_id INTEGER REFERENCES company (id) ON DELETE SET NULL,
        contact_id INTEGER REFERENCES contact (id) ON DELETE SET NULL,
        owner TEXT NOT NULL DEFAULT '',
        stage_id INTEGER NOT NULL REFERENCES stage (id) ON DELETE RESTRICT,
        position INTEGER NOT NULL,
        value_minor INTEGER CHECK (value_minor BETWEEN 0 AND 9007199254740992),
        currency TEXT NOT NULL,
        probability INTEGER CHECK (probability BETWEEN 0 AND 100),
        category TEXT NOT NULL DEFAULT 'pipeline',
        expected_close TEXT,
        close_moves INTEGER NOT NULL DEFAULT 0,
        benefit TEXT NOT NULL DEFAULT '',
        risk_level TEXT CHECK (risk_level IN ('low', 'mid', 'high')),
        risk_text TEXT NOT NULL DEFAULT '',
        source TEXT NOT NULL DEFAULT '',
        product TEXT NOT NULL DEFAULT '',
        region TEXT NOT NULL DEFAULT '',
        extra TEXT NOT NULL DEFAULT '{}',
        created_at TEXT NOT NULL,
        stage_entered_at TEXT NOT NULL,
        last_contact_on TEXT,
        missing_since TEXT,
        unreviewed INTEGER NOT NULL DEFAULT 0,
        postponements INTEGER NOT NULL DEFAULT 0,
        stalled_on TEXT,
        ghost_on TEXT,
        contact_due_on TEXT,
        verified_at TEXT,
        overridden INTEGER NOT NULL DEFAULT 0,
        closed_on TEXT,
        lost_reason TEXT,
        closed_note TEXT NOT NULL DEFAULT '',
        origin TEXT NOT NULL DEFAULT '',
        external_id TEXT NOT NULL DEFAULT '',
        import_hash TEXT NOT NULL DEFAULT '',
        search TEXT NOT NULL DEFAULT '',
        updated_at TEXT NOT NULL,
        version INTEGER NOT NULL DEFAULT 1
    ) STRICT
    """,
    "CREATE INDEX deal_sums ON deal (stage_id, currency, probability, value_minor)",
    "CREATE INDEX deal_search ON deal (stage_id, position, id, currency, probability,"
    " value_minor, ghost_on, closed_on, search)",
    "CREATE INDEX deal_closed ON deal (stage_id, closed_on, id) WHERE closed_on IS NOT NULL",
    "CREATE INDEX deal_closed_on ON deal (closed_on, stage_id, currency, value_minor)"
    " WHERE closed_on IS NOT NULL",
    "CREATE INDEX deal_ghost ON deal (ghost_on, stage_id, currency, probability, value_minor)"
    " WHERE ghost_on IS NOT NULL",
    "CREATE INDEX deal_company ON deal (company_id)",
    "CREATE INDEX deal_contact ON deal (contact_id)",
    "CREATE UNIQUE INDEX deal_external ON deal (origin, external_id) WHERE external_id <> ''",
    """
    CREATE TABLE deal_tag (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        deal_id INTEGER NOT NULL REFERENCES deal (id) ON DELETE CASCADE,
        tag TEXT NOT NULL,
        UNIQUE (deal_id, tag)
    ) STRICT
    """,
    """
    CREATE TABLE tick (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        deal_id INTEGER NOT NULL REFERENCES deal (id) ON DELETE CASCADE,
        criterion_id INTEGER NOT NULL REFERENCES criterion (id) ON DELETE CASCADE,
        ticked_at TEXT NOT NULL,
        evidence TEXT NOT NULL DEFAULT '',
        UNIQUE (deal_id, criterion_id)
    ) STRICT
    """,
    "CREATE INDEX tick_criterion ON tick (criterion_id)",
    """
    CREATE TABLE followup (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        deal_id INTEGER REFERENCES deal (id) ON DELETE CASCADE,
        kind TEXT NOT NULL CHECK (kind IN ('call', 'mail', 'meeting', 'offer', 'task')),
        text TEXT NOT NULL,
        due TEXT NOT NULL,
        time TEXT NOT NULL DEFAULT '',
        state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'cancelled')),
        outcome TEXT NOT NULL DEFAULT '',
        postponed INTEGER NOT NULL DEFAULT 0,
        attempts INTEGER NOT NULL DEFAULT 0,
        created_at TEXT NOT NULL,
        closed_at TEXT,
        closed_on TEXT,
        version INTEGER NOT NULL DEFAULT 1
    ) STRICT
    """,
    "CREATE INDEX followup_next ON followup (deal_id, due, time, id) WHERE state = 'open'",
    "CREATE INDEX followup_due ON followup (due, time, id, deal_id, text) WHERE state = 'open'",
    "CREATE INDEX followup_closed ON followup (closed_on) WHERE closed_on IS NOT NULL",
    "CREATE INDEX followup_deal ON followup (deal_id)",
    """
    CREATE TABLE activity (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        deal_id INTEGER NOT NULL REFERENCES deal (id) ON DELETE CASCADE,
        kind TEXT NOT NULL CHECK (kind IN ('call', 'mail', 'meeting', 'offer', 'note')),
        text TEXT NOT NULL,
        at TEXT NOT NULL,
        day TEXT NOT NULL,
        reached INTEGER NOT NULL DEFAULT 0,
        followup_id INTEGER REFERENCES followup (id) ON DELETE SET NULL,
        version INTEGER NOT NULL DEFAULT 1
    ) STRICT
    """,
    "CREATE INDEX activity_deal ON activity (deal_id, at)",
    "CREATE INDEX activity_day ON activity (day)",
    "CREATE INDEX activity_followup ON activity (followup_id) WHERE followup_id IS NOT NULL",
    """
    CREATE TABLE stay (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        deal_id INTEGER NOT NULL REFERENCES deal (id) ON DELETE CASCADE,
        stage_id INTEGER NOT NULL REFERENCES stage (id) ON DELETE RESTRICT,
        entered_at TEXT NOT NULL,
        left_at TEXT,
        days INTEGER,
        inferred INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    "CREATE INDEX stay_deal ON stay (deal_id, entered_at)",
    "CREATE INDEX stay_entered ON stay (entered_at)",
    "CREATE INDEX stay_stage ON stay (stage_id)",
    """
    CREATE TABLE field_change (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        deal_id INTEGER NOT NULL REFERENCES deal (id) ON DELETE CASCADE,
        field TEXT NOT NULL,
        old TEXT NOT NULL,
        new TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX field_change_deal ON field_change (deal_id, at)",
    """
    CREATE TABLE journal_step (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        stack TEXT NOT NULL CHECK (stack IN ('undo', 'redo')),
        action TEXT NOT NULL,
        details TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE journal_row (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        step_id INTEGER NOT NULL REFERENCES journal_step (id) ON DELETE CASCADE,
        tbl TEXT NOT NULL,
        op TEXT NOT NULL CHECK (op IN ('I', 'U', 'D')),
        row_id INTEGER NOT NULL,
        image TEXT
    ) STRICT
    """,
    "CREATE INDEX journal_row_step ON journal_row (step_id)",
    """
    CREATE TABLE journal_current (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        step_id INTEGER
    ) STRICT
    """,
    "INSERT INTO journal_current (id, step_id) VALUES (1, NULL)",
)
