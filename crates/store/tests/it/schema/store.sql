CREATE TABLE attempts (
    id               TEXT    NOT NULL PRIMARY KEY,
    integration      TEXT    NOT NULL REFERENCES integrations (id) ON DELETE CASCADE,
    state            TEXT    NOT NULL,
    planned_at       INTEGER NOT NULL,
    sent_at          INTEGER,
    opened_at        INTEGER,
    seen_at          INTEGER,
    ended_at         INTEGER,
    expires_at       INTEGER,
    account          TEXT,
    lost             TEXT,
    alias            TEXT    NOT NULL,
    state_hash       TEXT    NOT NULL,
    state_used_at    INTEGER,
    previous_account TEXT,
    reconnect        INTEGER NOT NULL CHECK (reconnect IN (0, 1)),
    version          INTEGER NOT NULL
, way TEXT NOT NULL DEFAULT 'here', handed_at INTEGER, found TEXT, found_source TEXT) STRICT;

CREATE INDEX attempts_by_integration ON attempts (integration);

CREATE INDEX attempts_by_state ON attempts (state);

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
    hash        TEXT    NOT NULL
, before  TEXT, after   TEXT, request TEXT) STRICT;

CREATE INDEX audit_by_intent ON audit (intent);

CREATE INDEX audit_by_kind ON audit (kind, seq);

CREATE INDEX audit_by_time ON audit (at);

CREATE TABLE audit_head (
    id   INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    seq  INTEGER NOT NULL,
    hash TEXT    NOT NULL
) STRICT;

CREATE TABLE auth_configs (
    id              TEXT    NOT NULL PRIMARY KEY,
    name            TEXT    NOT NULL,
    toolkit         TEXT    NOT NULL,
    managed         INTEGER NOT NULL CHECK (managed IN (0, 1)),
    disabled        INTEGER NOT NULL CHECK (disabled IN (0, 1)),
    scheme          TEXT,
    expected_fields TEXT    NOT NULL
, fields TEXT NOT NULL DEFAULT '[]', scopes TEXT NOT NULL DEFAULT '[]') STRICT;

CREATE TABLE auth_defaults (
    toolkit     TEXT NOT NULL,
    tenant      TEXT REFERENCES tenants (id) ON DELETE CASCADE,
    auth_config TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX auth_defaults_by_place ON auth_defaults (toolkit, COALESCE(tenant, ''));

CREATE TABLE integrations (
    id              TEXT    NOT NULL PRIMARY KEY,
    tenant          TEXT    NOT NULL REFERENCES tenants (id),
    auth_config     TEXT    NOT NULL,
    toolkit         TEXT    NOT NULL,
    slot            INTEGER NOT NULL CHECK (slot >= 1),
    state           TEXT    NOT NULL,
    state_data      TEXT    NOT NULL,
    account         TEXT    UNIQUE,
    status          TEXT,
    status_reason   TEXT,
    probe           TEXT,
    identity        TEXT,
    identity_source TEXT,
    observed_at     INTEGER,
    facts           TEXT    NOT NULL,
    version         INTEGER NOT NULL CHECK (version >= 1), care TEXT,
    UNIQUE (tenant, auth_config, slot)
) STRICT;

CREATE TABLE labels (
    integration TEXT NOT NULL PRIMARY KEY REFERENCES integrations (id) ON DELETE CASCADE,
    words       TEXT NOT NULL
) STRICT;

CREATE TABLE marks (
    tenant     TEXT NOT NULL PRIMARY KEY REFERENCES tenants (id) ON DELETE CASCADE,
    visited_at INTEGER,
    pinned_at  INTEGER
, visit INTEGER) STRICT;

CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE notes (
    id          TEXT    NOT NULL PRIMARY KEY,
    tenant      TEXT    NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    integration TEXT,
    at          INTEGER NOT NULL,
    author      TEXT    NOT NULL,
    text        TEXT    NOT NULL,
    link        TEXT
) STRICT;

CREATE INDEX notes_by_tenant ON notes (tenant, at, id);

CREATE TABLE tenants (
    id         TEXT    NOT NULL PRIMARY KEY,
    user_id    TEXT    NOT NULL UNIQUE,
    name       TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    version    INTEGER NOT NULL
, contact  TEXT, expected TEXT, tags     TEXT NOT NULL DEFAULT '[]') STRICT;

CREATE TABLE timeline (
    id          INTEGER NOT NULL PRIMARY KEY,
    integration TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    title       TEXT    NOT NULL,
    detail      TEXT,
    actor       TEXT,
    state       TEXT
, kind     TEXT NOT NULL DEFAULT 'status', was      TEXT, moved_by TEXT) STRICT;

CREATE INDEX timeline_by_integration ON timeline (integration, at, id);

CREATE INDEX timeline_by_kind ON timeline (integration, kind, at, id);

CREATE TABLE toolkits (
    slug TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
) STRICT;
