//! Reads a table of a damaged file row by row, past what cannot be read.

use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Row, SqliteConnection};

use crate::Error;

/// How many rows are read at once while nothing is in the way.
const STRETCH: i64 = 256;

/// How many numbers in a row are tried one by one. A damaged page has fewer.
const ONE_BY_ONE: u32 = 4_096;

/// What could be read of a table.
#[derive(Debug, Default)]
pub(crate) struct Sifted<T> {
    pub(crate) kept: Vec<T>,
    /// How many rows more there were.
    pub(crate) lost: usize,
    /// How many there were could not be read either.
    pub(crate) uncounted: bool,
}

impl<T> Sifted<T> {
    /// Of a file that could not even be opened.
    pub(crate) fn nothing() -> Self {
        Self {
            kept: Vec::new(),
            lost: 0,
            uncounted: true,
        }
    }

    pub(crate) fn is_all(&self) -> bool {
        self.lost == 0 && !self.uncounted
    }
}

/// Every row that can be read, in the order of its number.
pub(crate) async fn sift<T>(
    open: &mut SqliteConnection,
    table: &str,
    columns: &str,
    mut read: impl FnMut(&SqliteRow) -> Result<T, Error>,
) -> Sifted<T> {
    let mut walk = Walk {
        sql: format!(
            "SELECT {columns}, rowid FROM {table} WHERE rowid > $1 ORDER BY rowid LIMIT $2"
        ),
        open,
        after: 0,
        limit: STRETCH,
        misses: 0,
    };
    let (mut kept, mut spoilt) = (Vec::new(), 0);
    while let Some(rows) = walk.next().await {
        for row in &rows {
            match read(row) {
                Ok(row) => kept.push(row),
                Err(_) => spoilt += 1,
            }
        }
    }
    let sql = AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
    let count = sqlx::query_scalar::<_, i64>(sql).fetch_one(open).await;
    // The number comes from an index where the table has one, and that may be whole.
    let count = count.ok().and_then(|count| usize::try_from(count).ok());
    let lost = count.map_or(0, |count| count.saturating_sub(kept.len()));
    Sifted {
        lost: lost.max(spoilt),
        uncounted: count.is_none(),
        kept,
    }
}

struct Walk<'a> {
    open: &'a mut SqliteConnection,
    sql: String,
    after: i64,
    limit: i64,
    /// How many tries in a row failed, of one row each.
    misses: u32,
}

impl Walk<'_> {
    /// The next rows that can be read; `None` at the end.
    async fn next(&mut self) -> Option<Vec<SqliteRow>> {
        loop {
            match self.stretch(self.after, self.limit).await {
                Ok(_) if self.misses > ONE_BY_ONE => self.go_back().await,
                Ok(rows) => {
                    self.misses = 0;
                    self.limit = (self.limit * 2).min(STRETCH);
                    self.after = number(rows.last()?)?;
                    return Some(rows);
                }
                // No such table or column: there is nothing to go past.
                Err(sqlx::Error::Database(told)) if told.code().as_deref() == Some("1") => {
                    return None;
                }
                Err(_) if self.limit > 1 => self.limit /= 2,
                Err(_) => {
                    self.misses += 1;
                    self.after = self.after.checked_add(self.step())?;
                }
            }
        }
    }

    /// One number after the other, and farther and farther where that comes to no end.
    fn step(&self) -> i64 {
        let farther = self.misses.saturating_sub(ONE_BY_ONE);
        1_i64.checked_shl(farther).unwrap_or(i64::MAX).max(1)
    }

    /// The last step went past something: back to the first place from which it can be read.
    async fn go_back(&mut self) {
        let (mut bad, mut good) = (self.after - self.step(), self.after);
        while good - bad > 1 {
            let middle = bad + (good - bad) / 2;
            match self.stretch(middle, 1).await {
                Ok(_) => good = middle,
                Err(_) => bad = middle,
            }
        }
        (self.after, self.misses) = (good, 0);
    }

    async fn stretch(&mut self, after: i64, limit: i64) -> Result<Vec<SqliteRow>, sqlx::Error> {
        let rows = sqlx::query(AssertSqlSafe(self.sql.clone()))
            .bind(after)
            .bind(limit)
            .fetch_all(&mut *self.open)
            .await?;
        // A damaged page may lead back to where the walk has been.
        match rows
            .iter()
            .all(|row| number(row).is_some_and(|n| n > after))
        {
            true => Ok(rows),
            false => Err(sqlx::Error::RowNotFound),
        }
    }
}

/// The row's own number, which is selected last.
fn number(row: &SqliteRow) -> Option<i64> {
    row.try_get(row.len().checked_sub(1)?).ok()
}
