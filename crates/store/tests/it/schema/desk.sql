CREATE TABLE admin (
    id           INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    hash         TEXT,
    wrong        INTEGER NOT NULL,
    not_before   INTEGER NOT NULL,
    idle_minutes INTEGER NOT NULL
) STRICT;

CREATE TABLE audit (
    seq         INTEGER NOT NULL PRIMARY KEY CHECK (seq >= 1),
    at          INTEGER NOT NULL,
    actor       TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    action      TEXT    NOT NULL,
    target      TEXT    NOT NULL,
    integration TEXT,
    intent      INTEGER REFERENCES audit (seq),
    result      TEXT,
    reason      TEXT,
    before      TEXT,
    after       TEXT,
    request     TEXT,
    hash        TEXT    NOT NULL
) STRICT;

CREATE TABLE audit_head (
    id   INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    seq  INTEGER NOT NULL,
    hash TEXT    NOT NULL
) STRICT;

CREATE TABLE profiles (
    id             TEXT    NOT NULL PRIMARY KEY,
    name           TEXT    NOT NULL,
    base_url       TEXT    NOT NULL,
    production     INTEGER NOT NULL CHECK (production IN (0, 1)),
    demo           INTEGER NOT NULL CHECK (demo IN (0, 1)),
    key_in_keyring INTEGER NOT NULL CHECK (key_in_keyring IN (0, 1)),
    callback       TEXT    NOT NULL,
    created_at     INTEGER NOT NULL
, colour       TEXT NOT NULL DEFAULT 'none', wait_seconds INTEGER) STRICT;

CREATE TABLE settings (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
