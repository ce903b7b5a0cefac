-- How a person tells a project apart, and how long a connect waits in the foreground.

ALTER TABLE profiles ADD COLUMN colour       TEXT NOT NULL DEFAULT 'none';
ALTER TABLE profiles ADD COLUMN wait_seconds INTEGER;
