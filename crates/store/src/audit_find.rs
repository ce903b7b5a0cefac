//! Searching the audit list.

use domain::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection};

use crate::audit::{COLUMNS, read};
use crate::{AuditFilter, AuditRow, Error};

/// Everything of a row that a person may look for.
const WORDS: &str = "lower(actor || ' ' || action || ' ' || target || ' ' \
     || COALESCE(integration, '') || ' ' || COALESCE(result, '') || ' ' \
     || COALESCE(reason, '') || ' ' || COALESCE(before, '') || ' ' \
     || COALESCE(after, '') || ' ' || COALESCE(request, ''))";

/// How many actors or actions a list of them holds.
const MOST: i64 = 500;

/// A row of the audit list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditLine {
    /// One that can be read. Whether it is what was written, the walk along the chain says.
    Row(Box<AuditRow>),
    /// One with something in it that is no text, or no word of ours: nothing of ours writes that,
    /// so the chain breaks here at the latest. None of its words is told.
    Unreadable {
        /// Its number.
        seq: i64,
        /// The time that stands in it.
        at: Timestamp,
        /// The intent that it names.
        intent: Option<i64>,
    },
}

impl AuditLine {
    /// Its number.
    #[must_use]
    pub fn seq(&self) -> i64 {
        match self {
            Self::Row(row) => row.seq,
            Self::Unreadable { seq, .. } => *seq,
        }
    }

    /// The row, where it can be read.
    #[must_use]
    pub fn row(self) -> Option<AuditRow> {
        match self {
            Self::Row(row) => Some(*row),
            Self::Unreadable { .. } => None,
        }
    }

    /// The intent that it names, as an outcome does.
    #[must_use]
    pub fn intent(&self) -> Option<i64> {
        match self {
            Self::Row(row) => row.entry.intent,
            Self::Unreadable { intent, .. } => *intent,
        }
    }
}

pub(crate) async fn page(
    moment: &mut SqliteConnection,
    filter: &AuditFilter,
    offset: u32,
    limit: u32,
) -> Result<(u32, Vec<AuditLine>), Error> {
    let mut count = QueryBuilder::<Sqlite>::new("SELECT COUNT(*) FROM audit WHERE TRUE");
    narrow(&mut count, filter);
    let total: i64 = count.build().fetch_one(&mut *moment).await?.try_get(0)?;
    let mut rows = QueryBuilder::<Sqlite>::new("SELECT ");
    rows.push(COLUMNS).push(" FROM audit WHERE TRUE");
    narrow(&mut rows, filter);
    rows.push(" ORDER BY seq DESC LIMIT ")
        .push_bind(i64::from(limit))
        .push(" OFFSET ")
        .push_bind(i64::from(offset));
    let rows = rows.build().fetch_all(moment).await?;
    let lines = rows.iter().map(line).collect::<Result<_, _>>()?;
    Ok((u32::try_from(total).unwrap_or(u32::MAX), lines))
}

/// One row that cannot be read hides no other. What the table takes for a number is one; else the
/// file itself is damaged.
pub(crate) fn line(row: &SqliteRow) -> Result<AuditLine, Error> {
    match read(row) {
        Ok(read) => Ok(AuditLine::Row(Box::new(read))),
        Err(Error::Corrupt { .. }) => Ok(AuditLine::Unreadable {
            seq: row.try_get(0)?,
            at: Timestamp::from_millis(row.try_get(1)?),
            intent: row.try_get(7)?,
        }),
        Err(other) => Err(other),
    }
}

/// Who is named as an actor, and what was done, each in the order of the alphabet.
pub(crate) async fn words(
    moment: &mut SqliteConnection,
) -> Result<(Vec<String>, Vec<String>), Error> {
    let actors = "SELECT DISTINCT actor FROM audit ORDER BY actor LIMIT $1";
    let actions = "SELECT DISTINCT action FROM audit ORDER BY action LIMIT $1";
    let actors = texts(&mut *moment, actors).await?;
    Ok((actors, texts(moment, actions).await?))
}

/// The texts of one column. What is none is in no list to choose from; its row is told as one
/// that cannot be read.
async fn texts(moment: &mut SqliteConnection, sql: &'static str) -> Result<Vec<String>, Error> {
    let rows = sqlx::query(sql).bind(MOST).fetch_all(moment).await?;
    let mut texts = Vec::with_capacity(rows.len());
    for row in &rows {
        match row.try_get(0) {
            Ok(text) => texts.push(text),
            Err(sqlx::Error::ColumnDecode { .. }) => {}
            Err(other) => return Err(other.into()),
        }
    }
    Ok(texts)
}

fn narrow(query: &mut QueryBuilder<Sqlite>, filter: &AuditFilter) {
    if let Some(pattern) = pattern(&filter.text) {
        query.push(" AND ").push(WORDS).push(" LIKE ");
        query.push_bind(pattern).push(" ESCAPE '\\'");
    }
    if let Some(kind) = filter.kind {
        query.push(" AND kind = ").push_bind(kind.as_str());
    }
    if let Some(actor) = &filter.actor {
        query.push(" AND actor = ").push_bind(actor.clone());
    }
    if !filter.actions.is_empty() {
        query.push(" AND action IN (");
        let mut list = query.separated(", ");
        for action in &filter.actions {
            list.push_bind(action.clone());
        }
        query.push(")");
    }
    if !filter.results.is_empty() {
        query.push(" AND (FALSE");
        for word in &filter.results {
            let begins = format!("{}%", escaped(word));
            query.push(" OR lower(COALESCE(result, '')) LIKE ");
            query.push_bind(begins).push(" ESCAPE '\\'");
        }
        query.push(")");
    }
    if let Some(from) = filter.from {
        query.push(" AND at >= ").push_bind(from.millis());
    }
    if let Some(until) = filter.until {
        query.push(" AND at < ").push_bind(until.millis());
    }
}

/// What a person typed, as a pattern for anywhere in a text. Only ASCII letters are
/// folded: that is what the database's own `lower` does.
fn pattern(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| format!("%{}%", escaped(text)))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            out.push('\\');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}
