-- What people at the desk leave: notes, pins and visits, labels. And more of what
-- Composio says of an auth config, read anew by the next full pass.

-- No reference to integrations: a note outlives the row it is about.
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

CREATE TABLE marks (
    tenant     TEXT NOT NULL PRIMARY KEY REFERENCES tenants (id) ON DELETE CASCADE,
    visited_at INTEGER,
    pinned_at  INTEGER
) STRICT;

-- A JSON list of words. Ours: Composio has none.
CREATE TABLE labels (
    integration TEXT NOT NULL PRIMARY KEY REFERENCES integrations (id) ON DELETE CASCADE,
    words       TEXT NOT NULL
) STRICT;

ALTER TABLE auth_configs ADD COLUMN fields TEXT NOT NULL DEFAULT '[]';
ALTER TABLE auth_configs ADD COLUMN scopes TEXT NOT NULL DEFAULT '[]';
DELETE FROM meta WHERE key = 'full_pass_done_at';
