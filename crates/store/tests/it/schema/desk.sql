CREATE TABLE profiles (
    id             TEXT    NOT NULL PRIMARY KEY,
    name           TEXT    NOT NULL,
    base_url       TEXT    NOT NULL,
    production     INTEGER NOT NULL CHECK (production IN (0, 1)),
    demo           INTEGER NOT NULL CHECK (demo IN (0, 1)),
    key_in_keyring INTEGER NOT NULL CHECK (key_in_keyring IN (0, 1)),
    callback       TEXT    NOT NULL,
    created_at     INTEGER NOT NULL
) STRICT;

CREATE TABLE settings (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
