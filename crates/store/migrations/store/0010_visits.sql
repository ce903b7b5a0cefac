-- Visits have an order of their own: two within one millisecond had none. What was
-- visited before is put in the order of its times.
ALTER TABLE marks ADD COLUMN visit INTEGER;
UPDATE marks SET visit = (
    SELECT COUNT(*) FROM marks AS earlier
    WHERE earlier.visited_at IS NOT NULL
      AND (earlier.visited_at, earlier.tenant) <= (marks.visited_at, marks.tenant)
) WHERE visited_at IS NOT NULL;
