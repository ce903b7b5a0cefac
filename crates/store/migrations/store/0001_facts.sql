-- The facts of one workspace. Times are UTC milliseconds, ids are opaque texts,
-- yes and no are 1 and 0.

CREATE TABLE tenants (
    id         TEXT    NOT NULL PRIMARY KEY,
    user_id    TEXT    NOT NULL UNIQUE,
    name       TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    version    INTEGER NOT NULL
) STRICT;

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
    version         INTEGER NOT NULL CHECK (version >= 1),
    UNIQUE (tenant, auth_config, slot)
) STRICT;

-- The state of an attempt is kept as its SHA-256 in hex, never itself.
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
) STRICT;
CREATE INDEX attempts_by_integration ON attempts (integration);
CREATE INDEX attempts_by_state ON attempts (state);

-- No reference to integrations: history outlives the row it is about.
CREATE TABLE timeline (
    id          INTEGER NOT NULL PRIMARY KEY,
    integration TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    title       TEXT    NOT NULL,
    detail      TEXT,
    actor       TEXT,
    state       TEXT
) STRICT;
CREATE INDEX timeline_by_integration ON timeline (integration, at, id);

CREATE TABLE auth_configs (
    id              TEXT    NOT NULL PRIMARY KEY,
    name            TEXT    NOT NULL,
    toolkit         TEXT    NOT NULL,
    managed         INTEGER NOT NULL CHECK (managed IN (0, 1)),
    disabled        INTEGER NOT NULL CHECK (disabled IN (0, 1)),
    scheme          TEXT,
    expected_fields TEXT    NOT NULL
) STRICT;

CREATE TABLE toolkits (
    slug TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
