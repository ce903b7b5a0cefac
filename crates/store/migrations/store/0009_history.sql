-- What each line of a history is about, and where a state came from and what moved
-- it. Lines that were written before are told by their titles, which were few.

ALTER TABLE timeline ADD COLUMN kind     TEXT NOT NULL DEFAULT 'status';
ALTER TABLE timeline ADD COLUMN was      TEXT;
ALTER TABLE timeline ADD COLUMN moved_by TEXT;
UPDATE timeline SET kind = CASE
    WHEN title LIKE 'Check%' OR title IN
        ('Verified: switched off', 'Still works after disable', 'Not proven that it is off')
        THEN 'check'
    WHEN title LIKE 'Note %' THEN 'note'
    WHEN title IN
        ('Sign-in cancelled', 'Consent declined', 'Link was not used', 'Another account undone',
         'Sign-in did not finish', 'Old account retired', 'Signed in after the cancel',
         'Signed in as another account', 'Kept both accounts')
        THEN 'link'
    ELSE 'status' END;
CREATE INDEX timeline_by_kind ON timeline (integration, kind, at, id);
