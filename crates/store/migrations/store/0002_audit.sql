-- Who did what. Rows are only ever appended; `hash` chains each to the one before
-- (src/chain.rs says how), and `audit_head` is where the chain ends, so that rows
-- taken off the end are noticed.

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
) STRICT;
CREATE INDEX audit_by_intent ON audit (intent);
CREATE INDEX audit_by_kind ON audit (kind, seq);

CREATE TABLE audit_head (
    id   INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    seq  INTEGER NOT NULL,
    hash TEXT    NOT NULL
) STRICT;
INSERT INTO audit_head (id, seq, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
