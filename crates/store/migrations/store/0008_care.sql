-- What we know of an account that Composio does not: who paused it and whether that
-- holds, and its last good and refused reads. JSON with a version, like the others.
ALTER TABLE integrations ADD COLUMN care TEXT;
