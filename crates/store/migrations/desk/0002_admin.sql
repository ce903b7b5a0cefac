-- Who may change this desk, and what was changed on it. The passphrase is kept as an
-- argon2id hash only; no hash means that none was ever set.

CREATE TABLE admin (
    id           INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    hash         TEXT,
    wrong        INTEGER NOT NULL,
    not_before   INTEGER NOT NULL,
    idle_minutes INTEGER NOT NULL
) STRICT;

INSERT INTO admin (id, hash, wrong, not_before, idle_minutes) VALUES (1, NULL, 0, 0, 15);

-- As in a workspace: what outlives the workspace that it is about stands here.
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

INSERT INTO audit_head (id, seq, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
