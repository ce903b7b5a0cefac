-- Who is to open the link of an attempt (the browser here, or the customer it is sent
-- to), when it was handed over, and who signed in when it is another person than
-- expected and somebody still has to choose.

ALTER TABLE attempts ADD COLUMN way TEXT NOT NULL DEFAULT 'here';
ALTER TABLE attempts ADD COLUMN handed_at INTEGER;
ALTER TABLE attempts ADD COLUMN found TEXT;
ALTER TABLE attempts ADD COLUMN found_source TEXT;
