-- What a change was about: the value before and after, and the id under which
-- Composio knows the request. Rows without any of them are hashed as they always
-- were (src/chain.rs).

ALTER TABLE audit ADD COLUMN before  TEXT;
ALTER TABLE audit ADD COLUMN after   TEXT;
ALTER TABLE audit ADD COLUMN request TEXT;
CREATE INDEX audit_by_time ON audit (at);
